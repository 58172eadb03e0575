package org.stoplog.server.mail;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.reader.MailOutline;
import org.stoplog.server.mail.DkimVerdict.Outcome;
import org.stoplog.server.mail.DkimVerdict.Why;

/**
 * Checks the DKIM signatures of a mail (RFC 6376, 8301, 8463). The mail was read, and its digests
 * made, by a process without keys; here only a domain's key is asked for, and held against them.
 */
public final class DkimCheck {
  /** For all signatures of a mail together: somebody may wait. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /** A clock may be wrong by so much. */
  private static final Duration LEEWAY = Duration.ofHours(1);

  private final Supplier<Optional<InetSocketAddress>> resolver;
  private final Duration patience;

  /**
   * @param resolver empty while nobody set one; then the network is not asked
   */
  DkimCheck(Supplier<Optional<InetSocketAddress>> resolver) {
    this(resolver, PATIENCE);
  }

  DkimCheck(Supplier<Optional<InetSocketAddress>> resolver, Duration patience) {
    this.resolver = resolver;
    this.patience = patience;
  }

  /**
   * A verdict for each signature, in the mail's order.
   *
   * @param received when the mail reached us: what was over later was good then
   */
  public List<DkimVerdict> check(MailOutline mail, Instant received) {
    if (mail.signatures().isEmpty()) {
      return List.of();
    }
    DnsTexts texts = resolver.get().map(one -> new DnsTexts(one, patience)).orElse(null);
    return mail.signatures().stream()
        .map(one -> check(one, mail.trace(), received, texts))
        .toList();
  }

  private static DkimVerdict check(
      MailOutline.Signature signature,
      MailOutline.@Nullable Trace trace,
      Instant received,
      @Nullable DnsTexts texts) {
    String domain = signature.domain();
    MailOutline.Fault fault = signature.fault();
    if (fault != null) {
      return new DkimVerdict(domain, Outcome.FAILED, Why.valueOf(fault.name()));
    }
    MailOutline.Signed signed = signature.signed();
    if (signed == null || trace == null) {
      return new DkimVerdict(domain, Outcome.NOT_CHECKED, Why.NO_RESOLVER);
    }
    Why early = withoutKey(signature, signed, trace, received);
    if (early != null) {
      return new DkimVerdict(domain, Outcome.FAILED, early);
    }
    if (texts == null) {
      return new DkimVerdict(domain, Outcome.NOT_CHECKED, Why.NO_RESOLVER);
    }
    Optional<List<String>> records = texts.ask(signature.selector() + "._domainkey." + domain);
    if (records.isEmpty()) {
      return new DkimVerdict(domain, Outcome.NOT_CHECKED, Why.NO_ANSWER);
    }
    Why refused = DkimKey.check(records.get(), signed, domain);
    return refused == null
        ? new DkimVerdict(domain, Outcome.VALID, null)
        : new DkimVerdict(
            domain, refused == Why.NO_SUCH_KEY ? Outcome.NO_KEY : Outcome.FAILED, refused);
  }

  private static @Nullable Why withoutKey(
      MailOutline.Signature signature,
      MailOutline.Signed signed,
      MailOutline.Trace trace,
      Instant received) {
    if (trace.senders() != 1) {
      return Why.SENDERS;
    }
    if (signature.body() != MailOutline.BodyHash.FITS) {
      return Why.BODY_ALTERED;
    }
    Long until = signed.until();
    if (until != null && until < received.minus(LEEWAY).getEpochSecond()) {
      return Why.EXPIRED;
    }
    Long at = signed.at();
    return at != null && at > received.plus(LEEWAY).getEpochSecond() ? Why.FUTURE : null;
  }
}
