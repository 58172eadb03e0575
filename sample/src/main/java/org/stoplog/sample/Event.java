package org.stoplog.sample;

/**
 * One line of an event export.
 *
 * @param subject whom the line is about
 * @param day UTC day
 * @param mask elements that the line discloses
 * @param downstream whether the hub passed it on
 * @param text the line
 */
record Event(Subject subject, int day, int mask, boolean downstream, String text) {}
