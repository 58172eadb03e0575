package org.stoplog.server.organisations;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.Letter;
import org.stoplog.server.mail.MailRoute;

/** What was chosen for a round, as it was typed. */
record RoundForm(
    String exposure, String route, boolean possible, String days, String subject, String body) {
  private static final int MOST_DAYS = 90;

  static RoundForm first() {
    return new RoundForm(
        "", "", false, "14", RoundLetter.first().subject(), RoundLetter.first().body());
  }

  static RoundForm read(MultiValueMap<String, String> fields) {
    return new RoundForm(
        one(fields, "exposure"),
        one(fields, "route"),
        one(fields, "possible").equals("true"),
        one(fields, "days"),
        one(fields, "subject"),
        one(fields, "body").replace("\r\n", "\n"));
  }

  private static String one(MultiValueMap<String, String> fields, String name) {
    String value = fields.getFirst(name);
    return value == null ? "" : value.strip();
  }

  Map<String, String> typed() {
    Map<String, String> typed = new LinkedHashMap<>();
    typed.put("possible", Boolean.toString(possible));
    typed.put("days", days);
    typed.put("subject", subject);
    typed.put("body", body);
    return typed;
  }

  Letter letter() {
    return new Letter(subject, body);
  }

  /** What is wrong; null when nothing is. */
  @Nullable String objection(List<IncidentDoor.Frozen> exposures, List<MailRoute> routes) {
    if (exposures.stream().noneMatch(one -> Long.toString(one.exposure()).equals(exposure))) {
      return "Choose the exposure whose organisations are told.";
    }
    if (routes.stream().noneMatch(one -> Integer.toString(one.id()).equals(route))) {
      return "Choose the mail route that it goes out by.";
    }
    if (!days.matches("[0-9]{1,2}") || number() < 1 || number() > MOST_DAYS) {
      return "A link works for 1 to 90 days.";
    }
    String letter = letter().objection(RoundLetter.FIELDS);
    return letter.isEmpty() ? null : letter;
  }

  int number() {
    return Integer.parseInt(days);
  }
}
