package org.stoplog.server.platform;

/** A failure as a browser shows it. */
public record ProblemPage(String title, String message, String advice, String slug, int status) {}
