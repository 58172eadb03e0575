package org.stoplog.server.notices;

import java.util.UUID;

/**
 * The text that people get about an incident.
 *
 * @param number for people to speak of it, unique in the whole house
 * @param revision one more at each change
 */
record Notice(UUID id, int number, UUID incident, int revision, Content content) {
  /** Its page. */
  String path() {
    return pathOf(incident, id);
  }

  static String pathOf(UUID incident, UUID notice) {
    return listOf(incident) + "/" + notice;
  }

  static String listOf(UUID incident) {
    return "/incidents/" + incident + "/notices";
  }
}
