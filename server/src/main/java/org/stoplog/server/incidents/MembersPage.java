package org.stoplog.server.incidents;

import java.util.List;

/** Who sees an incident, and whom one can add. */
public record MembersPage(
    String room,
    String incident,
    boolean canWork,
    boolean canGivePrivilege,
    List<Line> members,
    List<RoomPage.Person> others) {
  public MembersPage {
    members = List.copyOf(members);
    others = List.copyOf(others);
  }

  /** A member. */
  public record Line(String id, String name, boolean works, boolean privileged, boolean isMe) {}
}
