package org.stoplog.server.contacts;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.Watch;

/** Shreds joined contact details whose time has come, by the real clock. */
final class ContactShredding extends Watch implements ContactLook {
  private static final Duration EVERY = Duration.ofMinutes(10);

  private final Transactions transactions;
  private final IncidentDoor door;
  private final ServerClock clock;

  ContactShredding(Transactions transactions, IncidentDoor door, ServerClock clock, ServerLog log) {
    super("contact-shredding", EVERY, log);
    this.transactions = transactions;
    this.door = door;
    this.clock = clock;
  }

  @Override
  protected void look(boolean isAsked) {
    look();
  }

  /** Shreds what is due now. */
  @Override
  public void look() {
    Instant now = clock.realNow();
    for (ContactFileRows.Row row : transactions.run(jdbc -> new ContactFileRows(jdbc).due(now))) {
      transactions.actIf(act -> shred(act, row, now));
    }
  }

  private boolean shred(Act act, ContactFileRows.Row seen, Instant now) {
    door.lock(act.jdbc(), seen.incident());
    ContactFileRows rows = new ContactFileRows(act.jdbc());
    // A wave may have been prepared meanwhile, or somebody shredded it.
    if (rows.due(now).stream().noneMatch(row -> row.id().equals(seen.id()))) {
      return false;
    }
    int people = rows.shred(seen.id(), null, now);
    door.tell(
        act.jdbc(), seen.incident(), null, "contacts.shredded", Integer.toString(seen.number()));
    act.record(
        null,
        "contacts.shredded",
        Map.of("incident", seen.incident().toString(), "number", seen.number(), "people", people));
    return true;
  }
}
