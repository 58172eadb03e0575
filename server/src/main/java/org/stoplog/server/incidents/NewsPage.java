package org.stoplog.server.incidents;

/** How many things happened in a room since its page was made. */
public record NewsPage(String room, long count) {}
