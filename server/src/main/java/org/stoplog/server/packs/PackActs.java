package org.stoplog.server.packs;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.identity.RecipientKey;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.accounts.Reveals;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.Works;

/** Asks for packs and their key files, and takes them. Each is an act with its entry. */
final class PackActs {
  private static final int SHORTEST_REASON = 10;
  private static final int LONGEST_REASON = 500;

  private final IncidentDoor door;
  private final Ledger ledger;
  private final Works works;
  private final ServerClock clock;
  private final Approvals approvals;
  private final Reveals reveals;
  private final KeyReveal kind;
  private final KeyFiles files;

  PackActs(
      IncidentDoor door,
      Ledger ledger,
      Works works,
      ServerClock clock,
      Approvals approvals,
      Reveals reveals,
      KeyReveal kind,
      KeyFiles files) {
    this.door = door;
    this.ledger = ledger;
    this.works = works;
    this.clock = clock;
    this.approvals = approvals;
    this.reveals = reveals;
    this.kind = kind;
    this.files = files;
  }

  /** What was started. */
  record Started(UUID pack, UUID work) {}

  Started make(Caller caller, UUID incident, Pack.Edition edition) {
    return door.change(
        caller,
        incident,
        change -> {
          UUID id = Ids.next(clock.realNow());
          PackRows rows = new PackRows(change.act().jdbc());
          byte[] secret = ledger.stores().keys().seal(Tokens.random(), Pack.context(id));
          int number = rows.add(id, incident, edition, secret, change.by(), clock);
          UUID work =
              works.start(
                  change.act(),
                  change.by(),
                  PackWork.KIND,
                  "Making evidence pack " + number + " of " + change.seen().name(),
                  Map.of(PackWork.PACK, id.toString()));
          rows.setWork(id, work);
          change
              .act()
              .record(
                  change.by(),
                  "pack.asked",
                  Map.of(
                      "incident", incident.toString(),
                      "pack", id.toString(),
                      "edition", edition.word()));
          return new Started(id, work);
        });
  }

  /**
   * @throws StoplogException PAGE_UNKNOWN
   */
  static Pack find(IncidentDoor.Seen seen, UUID pack) {
    return new PackRows(seen.jdbc())
        .find(pack)
        .filter(found -> found.incident().equals(seen.id()))
        .orElseThrow(
            () ->
                new StoplogException(
                    Problem.PAGE_UNKNOWN, "There is no such pack of this incident."));
  }

  private static Pack made(IncidentDoor.Seen seen, UUID pack) {
    Pack found = find(seen, pack);
    if (found.made() == null) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "This pack is not made yet, or its making came to nothing.");
    }
    return found;
  }

  /** What is given out, and as what. */
  record Taken(Pack pack, String name) {}

  /** Enters that it is taken; what is kept in the evidence under its hash is to be sent then. */
  Taken take(Caller caller, UUID incident, UUID pack) {
    return door.change(
        caller,
        incident,
        change -> {
          Pack found = made(change.seen(), pack);
          door.tell(
              change.act().jdbc(),
              incident,
              change.by(),
              "pack.taken",
              Integer.toString(found.number()));
          change
              .act()
              .record(
                  change.by(),
                  "pack.taken",
                  Map.of(
                      "incident",
                      incident.toString(),
                      "pack",
                      pack.toString(),
                      "sha256",
                      Objects.requireNonNull(found.made()).sha256()));
          return new Taken(found, found.fileName(change.seen().name()));
        });
  }

  /** What is wrong with a request for a key file; empty when nothing is. */
  static String objection(String recipient, String reason) {
    try {
      RecipientKey.of(recipient);
    } catch (IllegalArgumentException e) {
      return "Paste the one line that stoplog pack key new printed for the recipient.";
    }
    int length = reason.strip().length();
    return length < SHORTEST_REASON || length > LONGEST_REASON
        ? "Say in 10 to 500 characters who gets it and why."
        : "";
  }

  /**
   * Asks; {@link #objection} has none.
   *
   * @return the approval
   */
  UUID askForKey(Caller caller, UUID incident, UUID pack, String recipient, String reason) {
    Pack before = door.read(caller, incident, seen -> made(seen, pack));
    long people = files.people(before);
    return door.change(
        caller,
        incident,
        change -> {
          Pack found = made(change.seen(), pack);
          if (found.edition() == Pack.Edition.PUBLIC || people == 0) {
            throw new StoplogException(
                Problem.REQUEST_INVALID,
                "Nobody stands in this pack, by a pseudonym or otherwise.");
          }
          KeyRequest request =
              new KeyRequest(
                  Ids.next(clock.realNow()),
                  found,
                  RecipientKey.of(recipient),
                  reason.strip(),
                  change.by(),
                  clock.realNow());
          new KeyRequest.Rows(change.act().jdbc(), door).add(request);
          door.tell(
              change.act().jdbc(),
              incident,
              change.by(),
              "pack.key-asked",
              Integer.toString(found.number()));
          return approvals.ask(change.act(), kind.request(change.seen(), request, people));
        });
  }

  KeyRequest request(IncidentDoor.Seen seen, UUID pack, UUID key) {
    Pack found = find(seen, pack);
    return new KeyRequest.Rows(seen.jdbc(), door)
        .find(key)
        .filter(one -> one.pack().id().equals(found.id()))
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such key file."));
  }

  /** The file, once. It is made first, so that what fails takes nothing. */
  KeyFiles.Made takeKey(Caller caller, UUID incident, UUID pack, UUID key) {
    KeyRequest asked =
        door.read(
            caller,
            incident,
            seen -> {
              if (!seen.works()) {
                throw new StoplogException(
                    Problem.ACCESS_DENIED, "You may read this incident, but not change it.");
              }
              KeyRequest found = request(seen, pack, key);
              reveals.require(seen.jdbc(), caller, kind, found.target());
              return found;
            });
    KeyFiles.Made made = files.make(asked);
    boolean isTaken = false;
    try {
      door.change(
          caller,
          incident,
          change -> {
            Reveals.Right right = reveals.take(change.act().jdbc(), caller, kind, asked.target());
            door.tell(
                change.act().jdbc(),
                incident,
                change.by(),
                "pack.key-taken",
                Integer.toString(asked.pack().number()));
            change
                .act()
                .record(
                    change.by(),
                    "pack.key-taken",
                    Map.of(
                        "incident", incident.toString(),
                        "pack", pack.toString(),
                        "approval", right.approval().toString(),
                        "recipient", asked.recipient().id(),
                        "people", made.people()));
            return true;
          });
      isTaken = true;
      return made;
    } finally {
      if (!isTaken) {
        delete(made.file());
      }
    }
  }

  static void delete(java.nio.file.Path file) {
    try {
      java.nio.file.Files.deleteIfExists(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
