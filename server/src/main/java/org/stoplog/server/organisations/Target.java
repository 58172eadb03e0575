package org.stoplog.server.organisations;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.ElementSet;

/**
 * An organisation in a round, as its rows say.
 *
 * @param elements of its people and its own
 * @param contact who gets the link; null without one
 * @param second who gets the code; null when none is needed, or there is nobody
 * @param obstacle why nothing is sent: a word of ours; null when something is
 * @param link state of the mail with the link; null without one
 * @param code state of the mail with the code; null without one
 * @param questions all, and how many wait for an answer
 */
record Target(
    UUID round,
    int organisation,
    long people,
    ElementSet elements,
    String listSha256,
    @Nullable UUID contact,
    @Nullable UUID second,
    boolean needsCode,
    @Nullable String obstacle,
    int generation,
    @Nullable Instant expires,
    @Nullable Instant revoked,
    @Nullable Instant opened,
    @Nullable Instant taken,
    @Nullable Instant acknowledged,
    @Nullable String link,
    @Nullable String code,
    boolean inDoubt,
    long questions,
    long open) {
  private static final String SELECT =
      """
      select n.*, l.state as link, c.state as code,
        coalesce(l.in_doubt, false) or coalesce(c.in_doubt, false) as in_doubt,
        (select count(*) from organisation_question q
          where q.round = n.round and q.organisation = n.organisation) as questions,
        (select count(*) from organisation_question q
          where q.round = n.round and q.organisation = n.organisation and q.answered_at is null)
          as open
      from organisation_notice n
      left join organisation_mail l
        on l.round = n.round and l.organisation = n.organisation and l.kind = 'link'
      left join organisation_mail c
        on c.round = n.round and c.organisation = n.organisation and c.kind = 'code'
      where n.round = :round
      """;

  static List<Target> of(JdbcClient jdbc, UUID round) {
    return jdbc.sql(SELECT + " order by n.organisation")
        .param("round", round)
        .query((row, number) -> target(row))
        .list();
  }

  static Optional<Target> find(JdbcClient jdbc, UUID round, int organisation) {
    return jdbc.sql(SELECT + " and n.organisation = :organisation")
        .param("round", round)
        .param("organisation", organisation)
        .query((row, number) -> target(row))
        .optional();
  }

  private static Target target(ResultSet row) throws SQLException {
    return new Target(
        row.getObject("round", UUID.class),
        row.getInt("organisation"),
        row.getLong("people"),
        new ElementSet(row.getLong("low"), row.getLong("high"))
            .plus(new ElementSet(row.getLong("own_low"), row.getLong("own_high"))),
        row.getString("list_sha256"),
        row.getObject("contact", UUID.class),
        row.getObject("second", UUID.class),
        row.getBoolean("needs_code"),
        row.getString("obstacle"),
        row.getInt("generation"),
        RoundRows.instant(row, "expires_at"),
        RoundRows.instant(row, "revoked_at"),
        RoundRows.instant(row, "opened_at"),
        RoundRows.instant(row, "taken_at"),
        RoundRows.instant(row, "acknowledged_at"),
        row.getString("link"),
        row.getString("code"),
        row.getBoolean("in_doubt"),
        row.getLong("questions"),
        row.getLong("open"));
  }

  /** The least of what can be said of it, in one line. */
  String words() {
    if (obstacle != null) {
      return switch (obstacle) {
        case "no-contact" -> "not told: no contact with an e-mail address";
        case "no-second-contact" ->
            "not told: its contact has a mailbox at the breached supplier, and there is no other";
        default -> "not told: the list is too long for a link; give it out by hand";
      };
    }
    if (acknowledged != null) {
      return "acknowledged";
    }
    if (taken != null) {
      return "list taken";
    }
    if (revoked != null) {
      return "link ended";
    }
    return mail(link) + (needsCode ? "; code: " + mail(code) : "");
  }

  private static String mail(@Nullable String state) {
    return switch (String.valueOf(state)) {
      case "planned" -> "waits for its turn";
      case "handed-over" -> "handed over, no answer yet";
      case "accepted" -> "told: taken by the mail server";
      case "deferred" -> "put off, tried again later";
      case "refused" -> "refused by the mail server";
      case "given-up" -> "given up after many tries";
      case "no-contact" -> "its contact was taken away";
      case "dropped" -> "not sent, since the round was ended";
      default -> "not sent yet";
    };
  }

  /** Somebody of it asked something. */
  record Asked(UUID id, Instant at, String words, @Nullable Instant answered) {}

  /** Those of one organisation, the newest first. */
  static List<Asked> questions(
      JdbcClient jdbc,
      org.stoplog.server.incidents.IncidentDoor door,
      UUID incident,
      UUID round,
      int organisation) {
    List<Asked> all = new ArrayList<>();
    jdbc.sql(
            """
            select id, asked_at, words, answered_at from organisation_question
            where round = :round and organisation = :organisation order by asked_at desc, id
            """)
        .param("round", round)
        .param("organisation", organisation)
        .query(
            row -> {
              all.add(
                  new Asked(
                      row.getObject(1, UUID.class),
                      java.util.Objects.requireNonNull(RoundRows.instant(row, "asked_at")),
                      new String(
                          door.unseal(incident, row.getBytes(3)),
                          java.nio.charset.StandardCharsets.UTF_8),
                      RoundRows.instant(row, "answered_at")));
            });
    return all;
  }
}
