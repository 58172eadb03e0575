package org.stoplog.sample;

import java.util.Set;

/**
 * One line of an event export.
 *
 * @param subject whom the line is about
 * @param day UTC day
 * @param mask elements that the line discloses
 * @param passedOn names of those to whom the line says that the hub passed it on
 * @param text the line
 */
record Event(Subject subject, int day, int mask, Set<String> passedOn, String text) {
  Event {
    passedOn = Set.copyOf(passedOn);
  }
}
