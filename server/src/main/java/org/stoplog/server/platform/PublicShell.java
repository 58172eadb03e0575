package org.stoplog.server.platform;

/**
 * What stands around a public page.
 *
 * @param language of the page (BCP 47)
 * @param stylesheet address of the stylesheet: a path here, relative in an exported site
 * @param icon address of the icon, likewise
 * @param home address of the first public page
 */
public record PublicShell(String language, String stylesheet, String icon, String home) {}
