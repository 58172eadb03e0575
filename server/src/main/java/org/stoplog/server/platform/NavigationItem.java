package org.stoplog.server.platform;

/** A line of the left navigation. */
public record NavigationItem(int order, String title, String path, Permission permission) {}
