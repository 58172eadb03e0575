package org.stoplog.server.incidents;

import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.reader.MailOutline;
import org.stoplog.server.mail.DkimVerdict;
import tools.jackson.databind.json.JsonMapper;

/** The rows of an incident's correspondence. */
final class LetterRows {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcClient jdbc;
  private final Keyset keys;

  LetterRows(JdbcClient jdbc, Keyset keys) {
    this.jdbc = jdbc;
    this.keys = keys;
  }

  void add(UUID incident, Letter letter) {
    jdbc.sql(
            """
            insert into incident_letter
              (incident, id, seq, is_ours, channel, at, sha256, bytes, content, dkim, dkim_state)
            values (:incident, :id, :seq, :ours, :channel, :at, :sha256, :bytes, :content, :dkim,
              :state)
            """)
        .param("incident", incident)
        .param("id", letter.id())
        .param("seq", letter.seq())
        .param("ours", letter.isOurs())
        .param("channel", letter.channel().slug())
        .param("at", letter.at().atOffset(ZoneOffset.UTC))
        .param("sha256", letter.sha256(), Types.VARCHAR)
        .param("bytes", letter.sha256() == null ? null : letter.bytes(), Types.BIGINT)
        .param("content", Timeline.seal(keys, incident, JSON.writeValueAsString(letter.content())))
        .param(
            "dkim",
            letter.verdicts() == null
                ? null
                : Timeline.seal(keys, incident, JSON.writeValueAsString(letter.verdicts())),
            Types.BINARY)
        .param(
            "state",
            letter.isTheirMail() ? MailProof.of(letter, Set.of()).kind().slug() : null,
            Types.VARCHAR)
        .update();
  }

  /** The newest first, by when it reached its reader. */
  List<Letter> all(UUID incident) {
    return letters("", incident, List.of());
  }

  /** Mails whose signatures speak against them, the newest first. */
  List<Letter> suspect(UUID incident, int most) {
    return letters("and l.dkim_state in ('failed', 'no-key', 'other')", incident, List.of())
        .stream()
        .limit(most)
        .toList();
  }

  private List<Letter> letters(String more, UUID incident, List<UUID> one) {
    return jdbc.sql(
            """
            select l.*, e.at as added, e.actor from incident_letter l
            join incident_event e on e.incident = l.incident and e.seq = l.seq
            where l.incident = :incident %s order by l.at desc, l.seq desc
            """
                .formatted(more))
        .param("incident", incident)
        .params(one.isEmpty() ? Map.of() : Map.of("letter", one.getFirst()))
        .query(
            (row, number) ->
                new Letter(
                    row.getObject("id", UUID.class),
                    row.getLong("seq"),
                    row.getBoolean("is_ours"),
                    Letter.Channel.of(row.getString("channel")).orElseThrow(),
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    row.getObject("added", OffsetDateTime.class).toInstant(),
                    row.getObject("actor", UUID.class),
                    row.getString("sha256"),
                    row.getLong("bytes"),
                    JSON.readValue(
                        String.valueOf(Timeline.unseal(keys, incident, row.getBytes("content"))),
                        MailOutline.class),
                    verdicts(Timeline.unseal(keys, incident, row.getBytes("dkim")))))
        .list();
  }

  Optional<Letter> find(UUID incident, UUID letter) {
    return letters("and l.id = :letter", incident, List.of(letter)).stream().findFirst();
  }

  private static @Nullable List<DkimVerdict> verdicts(@Nullable String json) {
    return json == null ? null : List.of(JSON.readValue(json, DkimVerdict[].class));
  }
}
