package org.stoplog.server.sightings;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;
import org.stoplog.server.team.TeamMessages;

/**
 * One look of a lookout: what it sees is written down, and what somebody should look at becomes
 * sightings, in one transaction with their message to the team. Whoever is killed in between has
 * seen nothing, and the lookout is still due.
 */
final class Looking {
  private static final Duration AFTER_FAILURE = Duration.ofDays(1);
  private static final int MOST_FOUND = 5_000;
  private static final int MOST_TOLD = 20;
  private static final int LONGEST_SUBJECT = 120;

  private final Ledger ledger;
  private final Transactions transactions;
  private final ServerClock clock;
  private final Fetch fetch;
  private final CertificateLook certificates;
  private final NamesLook names;

  Looking(
      Ledger ledger,
      Transactions transactions,
      ServerClock clock,
      Fetch fetch,
      CertificateLook certificates,
      NamesLook names) {
    this.ledger = ledger;
    this.transactions = transactions;
    this.clock = clock;
    this.fetch = fetch;
    this.certificates = certificates;
    this.names = names;
  }

  LookoutRows lookouts(JdbcClient jdbc) {
    return new LookoutRows(jdbc, ledger.stores().keys());
  }

  SightingRows sightings(JdbcClient jdbc) {
    return new SightingRows(jdbc, ledger.stores().keys());
  }

  /** Looks now, as the program does by itself. */
  void look(Lookout one) {
    String target = one.facts().target();
    if (target == null) {
      return;
    }
    Before before = before(one);
    Seen seen;
    try {
      seen = see(one, target, before);
      requireFew(seen);
    } catch (LookFailed e) {
      fail(one, e.why());
      return;
    }
    keep(one, null, target, seen, seen.words());
  }

  /** Writes down that it saw nothing, and why. */
  void fail(Lookout one, String why) {
    keep(one, null, String.valueOf(one.facts().target()), null, why);
  }

  private static void requireFew(Seen seen) {
    if (seen.found().size() > MOST_FOUND) {
      throw new LookFailed("More than 5,000 of its entries are about suppliers of the register.");
    }
  }

  private Before before(Lookout one) {
    return transactions.run(
        jdbc -> {
          List<String> seen = lookouts(jdbc).contents(one);
          Map<Integer, String> suppliers = new HashMap<>();
          new SupplierIds(jdbc).all().forEach((id, named) -> suppliers.put(id, named.name()));
          return new Before(
              seen.isEmpty() ? null : seen.getFirst(),
              seen,
              Domains.of(jdbc, one.facts().supplier()),
              suppliers);
        });
  }

  private Seen see(Lookout one, String target, Before before) {
    boolean isInside = one.facts().isInside();
    return switch (one.kind()) {
      case BREACHES, EXPLOITED ->
          list(one, fetch.get(Targets.https(target), isInside, one.kind().most()).body(), before);
      case SUB_PROCESSORS ->
          SubProcessorPage.look(
              fetch.get(Targets.https(target), isInside, one.kind().most()), one, before);
      case CERTIFICATE -> certificates.look(one, target, before, clock.realNow());
      case NAMES -> names.look(one, target, before);
    };
  }

  private static Seen list(Lookout one, byte[] bytes, Before before) {
    return one.kind() == Kind.BREACHES
        ? BreachCatalogue.look(bytes, before)
        : ExploitedList.look(bytes, one.facts(), before);
  }

  /**
   * What came of a file.
   *
   * @param words what is in it
   * @param sightings new ones
   */
  record Taken(String words, int sightings) {}

  /**
   * Takes a list in as a file.
   *
   * @param name as whoever sent it calls it
   * @throws StoplogException REQUEST_INVALID that says what is wrong; then nothing was kept
   */
  Taken take(UUID by, Lookout one, String name, byte[] bytes) {
    if (!one.kind().isList()) {
      throw Targets.wrong("This lookout takes no file: it looks by itself.");
    }
    try {
      Seen seen = list(one, bytes, before(one));
      requireFew(seen);
      return new Taken(seen.words(), keep(one, by, Plain.line(name, 100), seen, seen.words()));
    } catch (LookFailed e) {
      throw new StoplogException(Problem.REQUEST_INVALID, e.why(), e);
    }
  }

  /**
   * @param by who sent a file; null for a look of the program
   * @param seen null when nothing was
   * @return how many sightings are new
   */
  private int keep(
      Lookout looked, @Nullable UUID by, String source, @Nullable Seen seen, String words) {
    return transactions.actIf(
        act -> {
          LookoutRows rows = lookouts(act.jdbc());
          Lookout one = rows.lock(looked.id()).filter(now -> !now.isRemoved()).orElse(null);
          if (one == null || !one.facts().equals(looked.facts())) {
            // It was removed, or looks at something else now.
            return 0;
          }
          Instant now = clock.realNow();
          List<String> before = rows.contents(one);
          UUID id = Ids.next(now);
          String content = seen == null ? null : seen.content();
          boolean isOther =
              content != null && (before.isEmpty() || !before.getFirst().equals(content));
          rows.add(
              new LookoutRows.Observation(
                  id, one.id(), now, by, source, seen == null ? null : seen.sha256(), words),
              isOther ? content : null);
          List<Found> found = new ArrayList<>(seen == null ? List.of() : seen.found());
          if (by == null) {
            Found silent = plan(rows, one, seen != null, words, now);
            if (silent != null) {
              found.add(silent);
            }
          }
          List<Sighting> added = new ArrayList<>();
          found.forEach(
              each -> sightings(act.jdbc()).add(one, id, each, now).ifPresent(added::add));
          tell(act.jdbc(), one, id, added, now);
          record(act, one, by, seen, added.size());
          return added.size();
        });
  }

  /** When it is due again, and whether that it sees nothing is a sighting itself. */
  private static @Nullable Found plan(
      LookoutRows rows, Lookout one, boolean isSeen, String words, Instant now) {
    Duration every = Duration.ofDays(one.facts().everyDays());
    if (isSeen) {
      rows.looked(one.id(), 0, null, now.plus(every));
      return null;
    }
    Instant first = one.failingSince();
    Instant since = first == null ? now : first;
    int failures = one.failures() + 1;
    rows.looked(one.id(), failures, since, now.plus(AFTER_FAILURE));
    return failures == Lookout.PATIENCE
        ? new Found(
            one.facts().supplier(),
            one.id() + ":silent",
            since.toString(),
            one.facts().title() + ": could not be looked at since " + Times.second(since),
            List.of("The last time: " + words),
            false)
        : null;
  }

  /** An unchanged sight is in its row alone. */
  private static void record(
      Act act, Lookout one, @Nullable UUID by, @Nullable Seen seen, int sightings) {
    if (by == null && seen != null && sightings == 0) {
      return;
    }
    Map<String, Object> detail = new HashMap<>();
    detail.put("lookout", one.id().toString());
    detail.put("seen", seen != null);
    detail.put("sightings", sightings);
    if (seen != null) {
      detail.put("sha256", seen.sha256());
    }
    act.record(by, by == null ? "lookout.looked" : "lookout.imported", detail);
  }

  /** One message for each look that saw something: whoever made the lookout, and the channel. */
  private void tell(
      JdbcClient jdbc, Lookout one, UUID observation, List<Sighting> added, Instant now) {
    if (added.isEmpty()) {
      return;
    }
    Set<Integer> suppliers = new HashSet<>();
    StringBuilder text = new StringBuilder();
    for (Sighting each : added) {
      if (each.supplier() != null) {
        suppliers.add(each.supplier());
      }
    }
    added.stream().limit(MOST_TOLD).forEach(each -> text.append(each.title()).append(".\n"));
    if (added.size() > MOST_TOLD) {
      text.append("And ").append(added.size() - MOST_TOLD).append(" more.\n");
    }
    text.append("A sighting is a trace, no proof: look at it and say what it is.");
    TeamMessages team = new TeamMessages(jdbc, ledger.stores().keys());
    TeamMessages.Note note =
        new TeamMessages.Note(
            "lookout " + observation,
            "sighting.new",
            added.size() == 1 ? added.getFirst().path() : "/suppliers/sightings?state=new",
            Plain.line(
                Numbers.of(added.size(), "new sighting") + ": " + one.facts().title(),
                LONGEST_SUBJECT),
            text.toString(),
            null,
            suppliers.size() == 1 ? suppliers.iterator().next() : null,
            now);
    team.plan(note, Set.of(one.madeBy()));
    team.call(note);
  }
}
