package org.stoplog.ledger.exposure;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One statement on what was taken. Never edited, only superseded by a later one.
 *
 * @param id the user's own, unique within the incident
 * @param supplier name of the breached supplier
 * @param origin who said it and how we know
 * @param polarity whether it says that something was taken, or that it was not
 * @param certainty how sure the one who said it is
 * @param taken what it is about
 * @param scenario name of the parallel scenario that it belongs to, null for all of them
 * @param supersedes id of the claim that this one revises, null for a new one
 * @param note free text for people, null when there is none
 */
public record Claim(
    String id,
    String supplier,
    Origin origin,
    Polarity polarity,
    Certainty certainty,
    Taken taken,
    @Nullable String scenario,
    @Nullable String supersedes,
    @Nullable String note) {

  /** A positive claim of our own: this was taken at the supplier. */
  public static Claim own(String id, String supplier, Taken taken) {
    return new Claim(
        id, supplier, Origin.OWN, Polarity.IN, Certainty.SUSPECTED, taken, null, null, null);
  }

  /** Whether it says what could be read, so that it makes nobody more than possibly affected. */
  public boolean isDerived() {
    return origin.source() == Source.DERIVED;
  }

  /**
   * @param source where the words come from
   * @param verified how we know that they are the sender's
   * @param received when they reached us, null when unknown
   * @param asOf the state of knowledge that they describe, null when not said
   */
  public record Origin(
      Source source, Verified verified, @Nullable Instant received, @Nullable Instant asOf) {
    public static final Origin OWN = new Origin(Source.OWN, Verified.NONE, null, null);
  }

  /** Where a claim comes from. */
  public enum Source {
    LETTER,
    MAIL,
    PORTAL,
    CALL,
    PRESS,
    ATTACKER,
    /** Our own finding or assumption. */
    OWN,
    /** We worked it out from what a credential could read; nobody saw that anything was read. */
    DERIVED;

    public String slug() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether nobody else said it, so that there is no sender to verify. */
    public boolean isOurs() {
      return this == OWN || this == DERIVED;
    }
  }

  /** How we know that a claim comes from its sender: a breached mailbox may be the attacker's. */
  public enum Verified {
    NONE,
    DKIM,
    /** Called back on the registered number. */
    CALLED_BACK;

    public String slug() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Which way a claim points. */
  public enum Polarity {
    /** This was taken. */
    IN,
    /** This was not taken. Kept and shown, never narrows by itself. */
    OUT,
    /** Something is open. */
    UNKNOWN;

    public String slug() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How sure a claim is, in the words of the one who makes it. */
  public enum Certainty {
    CONFIRMED,
    SUSPECTED,
    CLAIMED,
    DENIED;

    public String slug() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
