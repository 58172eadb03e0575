package org.stoplog.server.incidents;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.exposure.Claim.Verified;
import org.stoplog.server.mail.DkimVerdict;
import org.stoplog.server.mail.DkimVerdict.Outcome;

/**
 * What the signatures of a mail say of its sender, all together, in one sentence.
 *
 * @param isLoud whether it says that it comes from the supplier, and its signatures speak against
 *     it
 */
record MailProof(Kind kind, Verified verified, String sentence, boolean isLoud) {
  /** In one word. */
  enum Kind {
    NONE,
    /** Signed by the domain that it says it comes from. */
    VALID,
    /** Signed, but by a domain that it does not say it comes from. */
    OTHER,
    FAILED,
    NO_KEY,
    NOT_CHECKED;

    String slug() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * @param supplier domains of the incident's supplier in the register, in lower case
   */
  static MailProof of(Letter letter, Set<String> supplier) {
    var trace = letter.content().trace();
    String from = trace == null ? null : trace.fromDomain();
    String shown = letter.content().from();
    boolean isInItsName =
        from == null ? names(shown, supplier) : SupplierDomains.hold(supplier, from);
    List<DkimVerdict> verdicts = letter.verdicts() == null ? List.of() : letter.verdicts();
    for (DkimVerdict one : verdicts) {
      if (one.outcome() == Outcome.VALID
          && SupplierDomains.hold(supplier, one.domain())
          && isInItsName) {
        return new MailProof(
            Kind.VALID,
            Verified.DKIM,
            "DKIM valid for "
                + one.domain()
                + ", a domain of the supplier in the register. Its mailbox may still be the"
                + " attacker's.",
            false);
      }
    }
    for (DkimVerdict one : verdicts) {
      if (one.outcome() == Outcome.VALID
          && from != null
          && SupplierDomains.hold(Set.of(one.domain()), from)) {
        return new MailProof(
            Kind.VALID,
            Verified.NONE,
            "DKIM valid for "
                + one.domain()
                + ", from where it says it comes. The register does not say that this is a domain"
                + " of the supplier.",
            false);
      }
    }
    return notValid(verdicts, isInItsName, letter.content().signatures().isEmpty());
  }

  private static MailProof notValid(
      List<DkimVerdict> verdicts, boolean isInItsName, boolean isUnsigned) {
    for (Outcome outcome : new Outcome[] {Outcome.VALID, Outcome.FAILED, Outcome.NO_KEY}) {
      for (DkimVerdict one : verdicts) {
        if (one.outcome() == outcome) {
          return new MailProof(
              switch (outcome) {
                case VALID -> Kind.OTHER;
                case FAILED -> Kind.FAILED;
                default -> Kind.NO_KEY;
              },
              Verified.NONE,
              outcome == Outcome.VALID
                  ? "DKIM valid for " + one.domain() + ", which is not from where it says it comes."
                  : sentence(one),
              isInItsName);
        }
      }
    }
    if (!verdicts.isEmpty()) {
      return new MailProof(Kind.NOT_CHECKED, Verified.NONE, sentence(verdicts.getFirst()), false);
    }
    return isUnsigned
        ? new MailProof(
            Kind.NONE, Verified.NONE, "It carries no signature of a domain (DKIM).", false)
        : new MailProof(
            Kind.NOT_CHECKED,
            Verified.NONE,
            "DKIM not checked: it came before signatures were checked.",
            false);
  }

  /** Of one signature. */
  static String sentence(DkimVerdict verdict) {
    DkimVerdict.Why why = verdict.why();
    return switch (verdict.outcome()) {
          case VALID -> "DKIM valid for ";
          case FAILED -> "DKIM failed for ";
          case NO_KEY -> "DKIM key not found for ";
          case NOT_CHECKED -> "DKIM not checked for ";
        }
        + (verdict.domain().isEmpty() ? "an unknown domain" : verdict.domain())
        + (why == null ? "." : ": " + why.words() + ".");
  }

  /** With several senders, or a broken one, any that is shown counts. */
  private static boolean names(@Nullable String from, Set<String> domains) {
    String shown = from == null ? "" : from.toLowerCase(Locale.ROOT);
    return domains.stream().anyMatch(shown::contains);
  }
}
