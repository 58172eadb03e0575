package org.stoplog.server.sightings;

/** A line of a list of facts. */
public record Fact(String label, String text) {}
