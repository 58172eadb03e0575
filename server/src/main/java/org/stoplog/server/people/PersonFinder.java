package org.stoplog.server.people;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.directory.LookUp;
import org.stoplog.ledger.exposure.ExposedIn;
import org.stoplog.ledger.exposure.FrozenExposure;
import org.stoplog.ledger.identity.Scheme;

/**
 * Finds somebody for a capability above that shows nothing of them, under the same limit an hour as
 * a look-up. Whoever asks writes down that it was asked.
 */
public final class PersonFinder {
  private static final Map<String, Scheme> SCHEMES =
      Map.of("email", Scheme.EMAIL, "phone", Scheme.PHONE, "user-id", Scheme.USER_ID);

  private final Ledger ledger;
  private final LookUps lookUps;

  PersonFinder(Ledger ledger, LookUps lookUps) {
    this.ledger = ledger;
    this.lookUps = lookUps;
  }

  /**
   * Who an identifier leads to.
   *
   * @param people ids of all accounts; none when nobody has it
   */
  public record Found(UUID subject, List<Long> people, int persons) {
    public Found {
      people = List.copyOf(people);
    }
  }

  /**
   * Counts one more for this account.
   *
   * @return when the next one is looked at; empty when this one is
   */
  public Optional<Instant> count(UUID account) {
    return lookUps.count(account);
  }

  /**
   * @param scheme {@code email}, {@code phone} or {@code user-id}
   * @throws StoplogException PERSON_UNKNOWN when it is no identifier of that kind
   * @throws IllegalArgumentException for another kind
   */
  public Found find(String scheme, String value) {
    Scheme kind = SCHEMES.get(scheme);
    if (kind == null) {
      throw new IllegalArgumentException("no such kind of identifier");
    }
    UUID subject = LookUp.subject(ledger.stores(), kind, value, 0);
    LookUp found = ledger.inTransaction(connection -> LookUp.of(connection, subject));
    return new Found(subject, found.people(), found.persons());
  }

  /** Whether they are in a frozen exposure. */
  public boolean isIn(Found found, long exposure) {
    return ExposedIn.of(ledger.stores(), found.people(), found.subject(), Stories.patience())
        .stream()
        .map(FrozenExposure::id)
        .anyMatch(id -> id == exposure);
  }

  /** What is wrong with an identifier, in words that do not hold it. */
  public static String wrong(StoplogException e) {
    return PeopleController.notOfThatKind(e);
  }
}
