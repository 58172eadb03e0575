package org.stoplog.server.notices;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.MailRoutes;

/** What people were told about an incident: words that were approved, and one person's copy. */
public final class Told {
  private final Ledger ledger;
  private final IncidentDoor door;
  private final MailRoutes routes;

  Told(Ledger ledger, IncidentDoor door, MailRoutes routes) {
    this.ledger = ledger;
    this.door = door;
    this.routes = routes;
  }

  /**
   * Words that go out, or went out, in one language.
   *
   * @param since when sending began, by the real clock
   * @param from the address that copies come from
   * @param elements which kinds of data they are about, of all who get it
   */
  public record Words(
      Instant since, String from, String language, String subject, String body, String elements) {}

  /** What became of somebody's copy. */
  public enum How {
    /** The mail server took it. */
    ACCEPTED,
    /** It was handed over, and no answer came. */
    UNANSWERED,
    /** Their turn is still to come. */
    WAITING,
    /** The mail server took it, and it came back later. */
    BOUNCED,
    /** In a wave, and it did not reach them. */
    NOT_REACHED,
    NO_COPY
  }

  /**
   * The best of somebody's copies.
   *
   * @param at when the mail server answered, by the real clock; null without an answer
   */
  public record Copy(How how, @Nullable Instant at) {}

  /** Of approved waves that are no drills, the newest first. */
  public List<Words> words(JdbcClient jdbc, UUID incident) {
    String supplier = Suppliers.name(ledger, door.find(jdbc, incident).supplier());
    WaveRows waves = new WaveRows(jdbc);
    List<Words> all = new ArrayList<>();
    for (Notice notice : new NoticeRows(jdbc, door).of(incident)) {
      for (Wave wave : waves.of(notice.id())) {
        Instant since = wave.startedAt();
        if (since == null || wave.terms().drill()) {
          continue;
        }
        Content content =
            Content.of(door.unseal(incident, waves.sealed(wave.id()).orElseThrow().content()));
        ElementSet elements = Snapshots.audience(jdbc, wave.id());
        String from = wave.terms().way().route(routes).map(route -> route.from()).orElse("");
        Letters letters =
            Letters.of(content, supplier, from.isEmpty() ? null : Letters.domain(from));
        for (Content.Text text : content.texts()) {
          Letter letter =
              letters.letter(
                  new Letter.Reader(null, text.language(), elements, Letter.SAMPLE_CODE));
          all.add(
              new Words(
                  since,
                  from,
                  letter.language(),
                  letter.subject(),
                  letter.body(),
                  Letter.words(elements)));
        }
      }
    }
    all.sort(java.util.Comparator.comparing(Words::since).reversed());
    return all;
  }

  /**
   * @param people ids of all accounts of somebody
   */
  public Copy copy(JdbcClient jdbc, UUID incident, List<Long> people) {
    return jdbc.sql(
            """
            select r.state, r.answered_at from notice_recipient r
            join notice n on n.id = r.notice join notice_wave w on w.id = r.wave
            where n.incident = :incident and not r.drill and w.started_at is not null
              and r.person = any (:people)
            order by case r.state when 'accepted' then 1 when 'handed-over' then 2
              when 'doubtful' then 2 when 'planned' then 3 when 'claimed' then 3
              when 'deferred' then 3 when 'bounced' then 4 else 5 end, r.answered_at
            limit 1
            """)
        .param("incident", incident)
        .param("people", people.toArray(Long[]::new))
        .query(
            (row, number) -> {
              OffsetDateTime at = row.getObject(2, OffsetDateTime.class);
              return new Copy(how(row.getString(1)), at == null ? null : at.toInstant());
            })
        .optional()
        .orElse(new Copy(How.NO_COPY, null));
  }

  private static How how(String state) {
    return switch (state) {
      case "accepted" -> How.ACCEPTED;
      case "handed-over", "doubtful" -> How.UNANSWERED;
      case "planned", "claimed", "deferred" -> How.WAITING;
      case "bounced" -> How.BOUNCED;
      case "erased", "delegated" -> How.NO_COPY;
      default -> How.NOT_REACHED;
    };
  }
}
