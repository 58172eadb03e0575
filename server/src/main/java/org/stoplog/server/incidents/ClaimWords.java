package org.stoplog.server.incidents;

import java.util.ArrayList;
import java.util.List;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.exposure.Claim;
import org.stoplog.ledger.exposure.Claim.Certainty;
import org.stoplog.ledger.exposure.Claim.Polarity;
import org.stoplog.ledger.exposure.Claim.Source;
import org.stoplog.ledger.exposure.Claim.Verified;
import org.stoplog.ledger.exposure.Taken;
import org.stoplog.ledger.exposure.Taken.Expansion;
import org.stoplog.server.platform.Times;

/** A claim in one line. */
final class ClaimWords {
  private static final int FEW = 4;

  private ClaimWords() {}

  /** Where a claim stands in the room. */
  enum Standing {
    KNOWN,
    CLAIMED,
    DENIED,
    OPEN
  }

  /** We know what we found ourselves, and what a verified sender confirmed. */
  static Standing standing(Claim claim) {
    if (claim.polarity() == Polarity.UNKNOWN) {
      return Standing.OPEN;
    }
    if (claim.polarity() == Polarity.OUT || claim.certainty() == Certainty.DENIED) {
      return Standing.DENIED;
    }
    boolean isSure = claim.certainty() == Certainty.CONFIRMED && !isUnverified(claim);
    return isSure ? Standing.KNOWN : Standing.CLAIMED;
  }

  /** Whether nobody checked that the words are the sender's. */
  static boolean isUnverified(Claim claim) {
    return !claim.origin().source().isOurs() && claim.origin().verified() == Verified.NONE;
  }

  static String says(Claim claim) {
    Taken taken = claim.taken();
    if (claim.isDerived() && claim.polarity() == Polarity.UNKNOWN) {
      return "unknown reach: what credentials of " + claim.supplier() + " could read";
    }
    List<String> parts = new ArrayList<>();
    if (claim.isDerived()) {
      parts.add("could be read, not seen to be");
    }
    parts.add(
        taken.elements().isEmpty()
            ? "everything at " + claim.supplier()
            : some(taken.elements(), "elements") + " at " + claim.supplier());
    if (!taken.windows().isEmpty()) {
      parts.add(
          some(
              taken.windows().stream()
                  .map(window -> window.kind().slug() + " " + window.said().text())
                  .toList(),
              "periods"));
    }
    if (!taken.datasets().isEmpty()) {
      parts.add(
          taken.datasets().size() == 1
              ? "who is in a file"
              : "who is in " + taken.datasets().size() + " files");
    }
    if (!taken.sentFiles().isEmpty()) {
      parts.add("what was in " + taken.sentFiles().size() + " sent files");
    }
    if (taken.cohort() != null) {
      parts.add("people with " + taken.cohort().text());
    }
    if (taken.count() != null) {
      parts.add("about " + Numbers.grouped(taken.count().about()) + " people");
    }
    if (taken.organisations().expansion() != Expansion.NONE) {
      parts.add("organisations with their " + taken.organisations().expansion().slug());
    }
    if (!taken.subProcessors()) {
      parts.add("without sub-processors");
    }
    return String.join("; ", parts);
  }

  private static String some(List<String> all, String noun) {
    return all.size() <= FEW
        ? String.join(", ", all)
        : String.join(", ", all.subList(0, FEW - 1))
            + " and "
            + (all.size() - FEW + 1)
            + " more "
            + noun;
  }

  static String source(Claim claim) {
    return claim.origin().source().slug()
        + (claim.origin().source() == Source.OWN ? "" : ", " + verified(claim));
  }

  static String verified(Claim claim) {
    return switch (claim.origin().verified()) {
      case NONE ->
          switch (claim.origin().source()) {
            case OWN -> "our own words";
            case DERIVED -> "worked out from what a credential could read";
            case LETTER, MAIL, PORTAL, CALL, PRESS, ATTACKER -> "sender not verified";
          };
      case DKIM -> "signed by the sender's domain (DKIM)";
      case CALLED_BACK -> "called back on the registered number";
    };
  }

  static String received(Claim claim) {
    return claim.origin().received() == null
        ? "received: unknown"
        : "received " + Times.second(claim.origin().received());
  }
}
