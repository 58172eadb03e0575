package org.stoplog.server.people;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What somebody looked up within the hour, with the reason that they gave: how capabilities above
 * get to one person without asking for an identifier again.
 */
public final class RecentLookUps {
  private final LookUps lookUps;

  RecentLookUps(LookUps lookUps) {
    this.lookUps = lookUps;
  }

  /**
   * A look-up.
   *
   * @param people ids of all accounts that it found; none when nobody has the identifier
   */
  public record Found(UUID id, Instant at, String reason, List<Long> people) {
    public Found {
      people = List.copyOf(people);
    }
  }

  /** The newest first, without those of people who were erased since. */
  public List<Found> of(UUID account) {
    return lookUps.recent(account).stream()
        .filter(row -> row.subject() != null)
        .map(RecentLookUps::found)
        .toList();
  }

  /** One of this account's, of the last hour. */
  public Optional<Found> find(UUID id, UUID account) {
    return lookUps.find(id, account).filter(row -> row.subject() != null).map(RecentLookUps::found);
  }

  private static Found found(LookUps.Row row) {
    return new Found(row.id(), row.at(), row.reasonKind(), row.people());
  }
}
