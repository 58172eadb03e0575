package org.stoplog.server.team;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.stoplog.ledger.store.CanonicalJson;
import tools.jackson.databind.json.JsonMapper;

/** What a message says, as it is kept sealed until it is sent. */
record TeamText(String kind, String path, String subject, String text) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static TeamText of(TeamMessages.Note note) {
    return new TeamText(note.kind(), note.path(), note.subject(), note.text());
  }

  static TeamText of(byte[] bytes) {
    return JSON.readValue(bytes, TeamText.class);
  }

  byte[] bytes() {
    return JSON.writeValueAsBytes(this);
  }

  static byte[] context(UUID message) {
    return ("team message " + message).getBytes(US_ASCII);
  }

  /** For people. */
  String mail(String base) {
    return text + "\n\n" + base + path + "\n\nYou get this since you work on it in Stoplog.\n";
  }

  /** For a program. */
  byte[] call(Instant at, String base) {
    return CanonicalJson.write(
            Map.of(
                "type",
                kind,
                "timestamp",
                at.toString(),
                "data",
                Map.of("title", subject, "text", text, "link", base + path)))
        .getBytes(UTF_8);
  }

  @Override
  public String toString() {
    return "TeamText[" + kind + "]";
  }
}
