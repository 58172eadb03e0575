package org.stoplog.server.incidents;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.detect.Detector;
import org.stoplog.ledger.reader.TicketPlan;
import org.stoplog.ledger.reader.TicketReader;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.Works;

/** What people and programs do with exports of tickets, beside reviewing them. */
final class TicketActs {
  private final Incidents incidents;
  private final FileKeeping keeping;
  private final TicketReader reader;
  private final Works works;

  TicketActs(Incidents incidents, FileKeeping keeping, TicketReader reader, Works works) {
    this.incidents = incidents;
    this.keeping = keeping;
    this.reader = reader;
    this.works = works;
  }

  /** Whether the incident, which the caller works on, has a file of this hash. */
  boolean has(Caller caller, UUID id, String sha256) {
    incidents.requireWork(caller, id);
    return incidents.read(
        caller,
        id,
        inside -> new FileRows(inside.jdbc(), inside.keys()).find(id, sha256).isPresent());
  }

  /** How an export would be read, and the password that opened it. */
  record Look(TicketPlan plan, char @Nullable [] password) {}

  /**
   * Looks at the first tickets of a file.
   *
   * @param typed a password; empty for the one that is kept with the file
   * @throws StoplogException what is wrong with the file
   */
  Look look(Caller caller, UUID id, String sha256, String typed) {
    char[] kept =
        incidents.read(
            caller, id, inside -> new FileRows(inside.jdbc(), inside.keys()).password(id, sha256));
    char[] password = typed.isEmpty() ? kept : typed.toCharArray();
    return keeping.opened(
        sha256,
        plain -> {
          try {
            return new Look(reader.guess(plain, password), password);
          } catch (StoplogException e) {
            throw new StoplogException(e.problem(), FileKeeping.told(plain, e.getMessage()), e);
          }
        });
  }

  /**
   * Keeps what a look found, for a search.
   *
   * @return the search
   */
  UUID add(Caller caller, UUID id, String sha256, Look look) {
    UUID search = Ids.next(incidents.clock().realNow());
    incidents.change(
        caller,
        id,
        change -> {
          long seq =
              change.record(
                  new Timeline.News("tickets.looked-at", sha256),
                  Map.of("sha256", sha256, "search", search.toString()));
          new TicketRows(change.jdbc(), change.inside().keys())
              .add(id, search, sha256, look.plan(), look.password(), seq);
          return seq;
        });
    return search;
  }

  /**
   * How a search would read its export.
   *
   * @throws StoplogException as {@link Incidents#change}, before what was typed is looked at
   */
  TicketPlan plan(Caller caller, UUID id, UUID searchId) {
    incidents.requireWork(caller, id);
    return incidents.read(caller, id, inside -> search(inside, searchId)).plan();
  }

  /**
   * Starts searching an export to its end.
   *
   * @return the work
   */
  UUID start(Caller caller, UUID id, UUID searchId, TicketPlan plan) {
    return incidents.change(
        caller,
        id,
        change -> {
          TicketRows.Search search = search(change.inside(), searchId);
          if (!new TicketRows(change.jdbc(), change.inside().keys()).ask(search, plan)) {
            throw new StoplogException(
                Problem.REQUEST_INVALID,
                "It was searched to its end already. Look at the file again for another way.");
          }
          change.record(
              new Timeline.News("tickets.asked", searchId.toString()),
              Map.of("search", searchId.toString(), "sha256", search.sha256()));
          return works.start(
              change.act(),
              change.by(),
              TicketWork.KIND,
              "Search tickets of " + change.incident().name(),
              Map.of(TicketWork.INCIDENT, id.toString(), TicketWork.SEARCH, searchId.toString()));
        });
  }

  /**
   * @throws StoplogException PAGE_UNKNOWN when the incident has none of this id
   */
  static TicketRows.Search search(Incidents.Inside inside, UUID search) {
    return new TicketRows(inside.jdbc(), inside.keys())
        .find(inside.incident().id(), search)
        .orElseThrow(() -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such search."));
  }

  /**
   * @throws StoplogException REQUEST_INVALID before it came to its end
   */
  static TicketRows.Search done(Incidents.Inside inside, UUID searchId) {
    TicketRows.Search search = search(inside, searchId);
    if (!search.isDone()) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "The export was not searched to its end yet.");
    }
    return search;
  }

  /**
   * Makes a task for each kind of secrets: to rotate them, with how many they are.
   *
   * @return how many
   */
  int addTasks(Caller caller, UUID id, UUID searchId) {
    return incidents.change(
        caller,
        id,
        change -> {
          TicketRows.Search search = done(change.inside(), searchId);
          TicketList list = new TicketList(change.jdbc(), change.inside().keys(), search);
          List<TicketList.Secrets> open =
              list.secrets().stream().filter(one -> one.task() == null).toList();
          if (open.isEmpty()) {
            throw new StoplogException(
                Problem.REQUEST_INVALID, "There is a task for each kind of secrets already.");
          }
          for (int i = 0; i < open.size(); i++) {
            addTask(change, list, open.get(i), i == open.size() - 1 ? open.size() : 0);
          }
          return open.size();
        });
  }

  /**
   * @param all how many tasks the act makes, where this is the last of them; else 0
   */
  private static void addTask(
      Incidents.Change change, TicketList list, TicketList.Secrets secrets, int all) {
    Detector detector = Detector.of(secrets.detector()).orElseThrow();
    String title =
        (detector.certainty() == Detector.Certainty.POSSIBLE ? "Check and rotate " : "Rotate ")
            + Numbers.grouped(secrets.different())
            + " \u00d7 "
            + detector.label()
            + ", found in "
            + Numbers.grouped(secrets.tickets())
            + (secrets.tickets() == 1 ? " ticket" : " tickets");
    UUID task = Ids.next(change.clock().realNow());
    Timeline.News news = new Timeline.News("task.added", task.toString(), title, false);
    long seq =
        all == 0
            ? change.tell(news)
            : change.record(news, Map.of("task", task.toString(), "tasks", all));
    new Tasks(change.jdbc(), change.inside().keys())
        .add(change.incident().id(), task, title, null, null, seq);
    list.addTask(secrets.detector(), task);
  }
}
