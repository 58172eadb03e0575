package org.stoplog.server.platform;

import java.util.UUID;

/**
 * A part of the incident room that a capability above it offers, so that the room need not know it.
 *
 * @param order places among the others, smaller ones first
 * @param title heading, and the words of the link for whoever has no script
 * @param permission to see it; whether somebody is a member of the incident is asked by its page
 * @param page the last part of the address of its own page, below the incident's: {@code notices}
 * @param fragment the last part of the address of what the room shows
 */
public record Panel(int order, String title, Permission permission, String page, String fragment) {

  /** As a room shows it. */
  public record Shown(String id, String title, String path, String fragment) {}

  public Shown of(UUID incident) {
    String room = "/incidents/" + incident + "/";
    return new Shown("panel-" + page, title, room + page, room + fragment);
  }
}
