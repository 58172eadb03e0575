package org.stoplog.server.notices;

import java.util.List;

/** The notices of an incident; the room shows the same in short. */
public record NoticesPage(
    String room, String incident, String path, boolean canWork, List<Line> notices) {
  public NoticesPage {
    notices = List.copyOf(notices);
  }

  /**
   * A notice.
   *
   * @param waves each with its state and numbers, the newest first
   */
  public record Line(String path, String name, String languages, List<WaveLine> waves) {
    public Line {
      waves = List.copyOf(waves);
    }
  }

  /** A wave in a list. */
  public record WaveLine(String path, String name, String state, String numbers) {}
}
