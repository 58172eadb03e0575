package org.stoplog.server.clocks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;

/**
 * Open deadlines as a calendar that any calendar program takes (RFC 5545), with an alarm a day and
 * four hours before each. It names places and recipients, and nobody whose data it is about.
 */
final class Calendar {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** Octets of a line without its end (RFC 5545, 3.1). */
  private static final int LONGEST_LINE = 75;

  private static final List<String> ALARMS = List.of("-P1D", "-PT4H");

  private final StringBuilder out = new StringBuilder();

  private Calendar() {}

  /**
   * @param duties those without a moment are left out
   * @param now when it is written
   */
  static byte[] of(UUID incident, String name, List<IncidentDuties.Timed> duties, Instant now) {
    Calendar calendar = new Calendar();
    calendar.line("BEGIN:VCALENDAR");
    calendar.line("VERSION:2.0");
    calendar.line("PRODID:-//Stoplog//Duties//EN");
    for (IncidentDuties.Timed one : duties) {
      if (one.due().by() != null) {
        calendar.event(incident, name, one, one.due().by(), now);
      }
    }
    calendar.line("END:VCALENDAR");
    return calendar.out.toString().getBytes(UTF_8);
  }

  private void event(
      UUID incident, String name, IncidentDuties.Timed one, Instant by, Instant now) {
    String title =
        name
            + ": tell "
            + one.duty().obligation().recipient()
            + " ("
            + one.duty().obligation().jurisdiction()
            + ")";
    line("BEGIN:VEVENT");
    // The same in each file, so that a program that takes a later one moves it.
    line("UID:" + one.id() + "." + incident);
    line("DTSTAMP:" + UTC.format(now));
    line("DTSTART:" + UTC.format(by));
    line("SUMMARY:" + text(title));
    line(
        "DESCRIPTION:"
            + text(
                DutyWords.outcome(one.duty().outcome())
                    + "; "
                    + one.due().why()
                    + (one.due().isProvisional() ? "; provisional" : "")
                    + ". Not legal advice."));
    for (String before : ALARMS) {
      line("BEGIN:VALARM");
      line("ACTION:DISPLAY");
      line("DESCRIPTION:" + text(title));
      line("TRIGGER:" + before);
      line("END:VALARM");
    }
    line("END:VEVENT");
  }

  /** RFC 5545, 3.3.11. */
  private static String text(String value) {
    return value
        .replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        .replaceAll("\\R", "\\\\n");
  }

  /** Folded so that no character is cut in two. */
  private void line(String content) {
    int octets = 0;
    for (int i = 0; i < content.length(); ) {
      int code = content.codePointAt(i);
      String character = Character.toString(code);
      int width = character.getBytes(UTF_8).length;
      if (octets + width > LONGEST_LINE) {
        out.append("\r\n ");
        octets = 1;
      }
      out.append(character);
      octets += width;
      i += character.length();
    }
    out.append("\r\n");
  }
}
