package org.stoplog.server.incidents;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.identity.Keyset;

/** The tickets of one search, and what people said of them. */
final class TicketList {
  /**
   * Reviews of one ticket come to one state: two who say the same, or how far that is. People made
   * them, so they are few beside the tickets.
   */
  private static final String REVIEWED =
      """
      select number, case when count(distinct verdict) > 1 then 'disagree'
          when count(*) = 1 then 'second'
          else min(verdict) end as state
        from incident_ticket_review where search = :search group by number
      """;

  private static final String WITH_STATE =
      "select t.*, coalesce(r.state, 'open') as state from incident_ticket t left join ("
          + REVIEWED
          + ") r on r.number = t.number where t.search = :search ";

  private final JdbcClient jdbc;
  private final Keyset keys;
  private final TicketRows.Search search;

  TicketList(JdbcClient jdbc, Keyset keys, TicketRows.Search search) {
    this.jdbc = jdbc;
    this.keys = keys;
    this.search = search;
  }

  /**
   * A ticket.
   *
   * @param label its id as the export has it; null when it has none
   * @param names whether the export says whose it is
   * @param state of its review
   */
  record Ticket(
      long number,
      @Nullable String label,
      boolean names,
      @Nullable Instant at,
      boolean hasText,
      int secrets,
      int unread,
      String state,
      TicketStore.Detail detail) {}

  /**
   * In the order of the export.
   *
   * @param after number that they lie above
   */
  List<Ticket> page(TicketFilter filter, long after, int most) {
    return jdbc.sql(
            WITH_STATE
                + """
                  and t.number > :after
                  and case :what
                    when 'secrets' then t.secrets > 0
                    when 'checked' then t.checked > 0
                    when 'possible' then t.possible > 0
                    when 'unread' then t.unread > 0
                    when 'all' then true
                    else t.checked + t.possible + t.unread > 0 end
                  and (:find = '' or exists (
                    select 1 from incident_ticket_find f
                    where f.search = t.search and f.number = t.number and f.detector = :find))
                  and (:state = '' or coalesce(r.state, 'open') = :state)
                order by t.number limit :most
                """)
        .param("search", search.id())
        .param("after", after)
        .param("what", filter.what())
        .param("find", filter.find())
        .param("state", filter.state())
        .param("most", most)
        .query((row, number) -> ticket(row))
        .list();
  }

  Optional<Ticket> find(long number) {
    return jdbc.sql(WITH_STATE + " and t.number = :number")
        .param("search", search.id())
        .param("number", number)
        .query((row, index) -> ticket(row))
        .optional();
  }

  private Ticket ticket(ResultSet row) throws SQLException {
    OffsetDateTime at = row.getObject("at", OffsetDateTime.class);
    return new Ticket(
        row.getLong("number"),
        Timeline.unseal(keys, search.incident(), row.getBytes("label")),
        row.getBoolean("names"),
        at == null ? null : at.toInstant(),
        row.getBoolean("has_text"),
        row.getInt("secrets"),
        row.getInt("unread"),
        row.getString("state"),
        TicketRows.JSON.readValue(
            String.valueOf(Timeline.unseal(keys, search.incident(), row.getBytes("detail"))),
            TicketStore.Detail.class));
  }

  /** How many different values of each detector, by ticket. */
  Map<Long, Map<String, Integer>> finds(List<Ticket> tickets) {
    Map<Long, Map<String, Integer>> finds = new HashMap<>();
    if (!tickets.isEmpty()) {
      jdbc.sql(
              """
              select number, detector, count from incident_ticket_find
              where search = :search and number in (:numbers) order by number, detector
              """)
          .param("search", search.id())
          .param("numbers", tickets.stream().map(Ticket::number).toList())
          .query(
              row -> {
                finds
                    .computeIfAbsent(row.getLong(1), none -> new LinkedHashMap<>())
                    .put(row.getString(2), row.getInt(3));
              });
    }
    return finds;
  }

  /** In how many tickets each detector found something. */
  Map<String, Long> totals() {
    Map<String, Long> totals = new LinkedHashMap<>();
    jdbc.sql(
            """
            select detector, count(*) from incident_ticket_find
            where search = :search group by detector order by detector
            """)
        .param("search", search.id())
        .query(
            row -> {
              totals.put(row.getString(1), row.getLong(2));
            });
    return totals;
  }

  Map<String, Long> states() {
    Map<String, Long> states = new HashMap<>();
    jdbc.sql("select state, count(*) from (" + REVIEWED + ") as reviewed group by state")
        .param("search", search.id())
        .query(
            row -> {
              states.put(row.getString(1), row.getLong(2));
            });
    Long all = search.tickets();
    long reviewed = states.values().stream().mapToLong(Long::longValue).sum();
    states.put("open", (all == null ? 0 : all) - reviewed);
    return states;
  }

  /**
   * Secrets of one kind.
   *
   * @param different by their fingerprints
   * @param task to rotate them; null while nobody made one
   */
  record Secrets(String detector, long different, long tickets, @Nullable UUID task) {}

  List<Secrets> secrets() {
    return jdbc.sql(
            """
            select s.detector, count(distinct s.fingerprint) as different,
              count(distinct s.number) as tickets, t.task
            from incident_ticket_secret s
            left join incident_ticket_task t
              on t.search = s.search and t.detector = s.detector
            where s.search = :search group by s.detector, t.task order by s.detector
            """)
        .param("search", search.id())
        .query(
            (row, number) ->
                new Secrets(
                    row.getString("detector"),
                    row.getLong("different"),
                    row.getLong("tickets"),
                    row.getObject("task", UUID.class)))
        .list();
  }

  long differentSecrets() {
    return secrets().stream().mapToLong(Secrets::different).sum();
  }

  void addTask(String detector, UUID task) {
    jdbc.sql("insert into incident_ticket_task values (:search, :detector, :task)")
        .param("search", search.id())
        .param("detector", detector)
        .param("task", task)
        .update();
  }

  /**
   * A secret of a ticket.
   *
   * @param tickets in how many tickets of this search the same one is
   */
  record Secret(String detector, UUID fingerprint, long tickets) {}

  List<Secret> secrets(long number) {
    return jdbc.sql(
            """
            select s.detector, s.fingerprint, (
                select count(*) from incident_ticket_secret o
                where o.search = s.search and o.detector = s.detector
                  and o.fingerprint = s.fingerprint) as tickets
            from incident_ticket_secret s
            where s.search = :search and s.number = :number order by s.detector, s.fingerprint
            """)
        .param("search", search.id())
        .param("number", number)
        .query(
            (row, index) ->
                new Secret(
                    row.getString("detector"),
                    row.getObject("fingerprint", UUID.class),
                    row.getLong("tickets")))
        .list();
  }

  /** What one person says of a ticket. */
  record Review(UUID by, TicketVerdict verdict, Instant at) {}

  List<Review> reviews(long number) {
    return jdbc.sql(
            """
            select account, verdict, at from incident_ticket_review
            where search = :search and number = :number order by at
            """)
        .param("search", search.id())
        .param("number", number)
        .query(
            (row, index) ->
                new Review(
                    row.getObject("account", UUID.class),
                    TicketVerdict.of(row.getString("verdict")).orElseThrow(),
                    row.getObject("at", OffsetDateTime.class).toInstant()))
        .list();
  }

  /**
   * What somebody says of tickets; what they said before is replaced.
   *
   * @return of how many, those that there are
   */
  int review(List<Long> numbers, UUID by, TicketVerdict verdict, Instant now) {
    return jdbc.sql(
            """
            insert into incident_ticket_review (search, number, account, verdict, at)
            select search, number, :by, :verdict, :at from incident_ticket
            where search = :search and number in (:numbers)
            on conflict (search, number, account)
              do update set verdict = excluded.verdict, at = excluded.at
            """)
        .param("search", search.id())
        .param("numbers", numbers)
        .param("by", by)
        .param("verdict", verdict.slug())
        .param("at", now.atOffset(ZoneOffset.UTC))
        .update();
  }

  /**
   * In how many tickets each detector found what counts for a claim: what passed a check, unless
   * two people called it a false alarm, and anything that two people confirmed.
   *
   * @param checked slugs of detectors with a check
   */
  Map<String, Long> forClaim(List<String> checked) {
    Map<String, Long> counts = new LinkedHashMap<>();
    jdbc.sql(
            "select f.detector, count(*) from incident_ticket_find f join ("
                + WITH_STATE
                + """
                ) t on t.search = f.search and t.number = f.number
                where t.state = 'confirmed'
                  or (f.detector in (:checked) and t.state <> 'false-alarm')
                group by f.detector order by f.detector
                """)
        .param("search", search.id())
        .param("checked", checked)
        .query(
            row -> {
              counts.put(row.getString(1), row.getLong(2));
            });
    return counts;
  }
}
