package org.stoplog.server.incidents;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.reader.TicketFound;
import org.stoplog.ledger.reader.TicketReader;
import org.stoplog.server.platform.LongWork;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Searches an export of tickets to its end. What an unfinished search found is thrown away. */
final class TicketWork implements LongWork {
  static final String KIND = "incident-tickets";
  static final String INCIDENT = "incident";
  static final String SEARCH = "search";

  private final Transactions transactions;
  private final Ledger ledger;
  private final FileKeeping keeping;
  private final TicketReader reader;
  private final ServerClock clock;

  /** One server has the data folder, so this knows them all. */
  private final Set<UUID> running = ConcurrentHashMap.newKeySet();

  TicketWork(
      Transactions transactions,
      Ledger ledger,
      FileKeeping keeping,
      TicketReader reader,
      ServerClock clock) {
    this.transactions = transactions;
    this.ledger = ledger;
    this.keeping = keeping;
    this.reader = reader;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return KIND;
  }

  private record Asked(TicketRows.Search search, char @Nullable [] password, long bytes) {}

  @Override
  public String run(Task task, Progress progress) {
    UUID id = UUID.fromString(String.valueOf(task.arguments().get(INCIDENT)));
    UUID searchId = UUID.fromString(String.valueOf(task.arguments().get(SEARCH)));
    Asked asked =
        transactions.run(
            jdbc -> {
              TicketRows rows = new TicketRows(jdbc, ledger.stores().keys());
              TicketRows.Search search = rows.find(id, searchId).orElseThrow(Incidents::unknown);
              long bytes =
                  new FileRows(jdbc, ledger.stores().keys())
                      .find(id, search.sha256())
                      .orElseThrow(Incidents::unknown)
                      .bytes();
              return new Asked(search, rows.password(search), bytes);
            });
    if (asked.search().isDone()) {
      return asked.search().path();
    }
    if (!running.add(searchId)) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "This export is being searched in this way already.");
    }
    boolean isKept = false;
    try {
      clear(searchId);
      keep(task, asked.search(), search(asked, progress));
      isKept = true;
      return asked.search().path();
    } catch (StoplogException e) {
      if (e.problem() != Problem.INTERRUPTED) {
        transactions.run(
            jdbc -> {
              new TicketRows(jdbc, ledger.stores().keys())
                  .failed(searchId, e.getMessage() + " " + e.problem().advice());
              return true;
            });
      }
      throw e;
    } finally {
      if (!isKept) {
        clear(searchId);
      }
      running.remove(searchId);
    }
  }

  private void clear(UUID search) {
    transactions.run(
        jdbc -> {
          new TicketRows(jdbc, ledger.stores().keys()).clear(search);
          return true;
        });
  }

  private TicketFound.Totals search(Asked asked, Progress progress) {
    TicketRows.Search search = asked.search();
    return keeping.opened(
        search.sha256(),
        plain -> {
          progress.step("searching the tickets", asked.bytes(), "bytes");
          TicketStore store =
              new TicketStore(transactions, ledger, search.incident(), search.id(), search.plan());
          try {
            TicketFound.Totals totals =
                reader.read(plain, search.plan(), asked.password(), store::take, progress);
            store.flush();
            return totals;
          } catch (StoplogException e) {
            throw new StoplogException(e.problem(), FileKeeping.told(plain, e.getMessage()), e);
          }
        });
  }

  private void keep(Task task, TicketRows.Search search, TicketFound.Totals totals) {
    UUID id = search.incident();
    transactions.actIf(
        act -> {
          new IncidentRows(act.jdbc()).lock(id);
          TicketRows rows = new TicketRows(act.jdbc(), ledger.stores().keys());
          if (rows.find(id, search.id()).orElseThrow(Incidents::unknown).isDone()) {
            return 0L;
          }
          rows.done(search, totals);
          TicketRows.Search done = rows.find(id, search.id()).orElseThrow(Incidents::unknown);
          Incidents.Inside inside =
              new Incidents.Inside(
                  act.jdbc(),
                  ledger.stores().keys(),
                  new IncidentRows(act.jdbc()).find(id).orElseThrow(Incidents::unknown),
                  new Member(task.by(), true, false));
          long tickets = done.tickets() == null ? 0 : done.tickets();
          long unread = done.unread() == null ? 0 : done.unread();
          long secrets = new TicketList(act.jdbc(), inside.keys(), done).differentSecrets();
          return new Incidents.Change(inside, act, task.by(), clock)
              .record(
                  new Timeline.News(
                      "tickets.searched",
                      search.id().toString(),
                      Numbers.grouped(tickets)
                          + " tickets, "
                          + Numbers.grouped(secrets)
                          + " different secrets, "
                          + Numbers.grouped(unread)
                          + " not readable",
                      false),
                  Map.of(
                      "search",
                      search.id().toString(),
                      "sha256",
                      search.sha256(),
                      "tickets",
                      tickets,
                      "secrets",
                      secrets,
                      "unread",
                      unread));
        });
  }
}
