package org.stoplog.server.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the DNS says of the domain that a route sends from: whether others may believe that a
 * message is ours (SPF, RFC 7208; DKIM, RFC 6376; DMARC, RFC 7489). Whether the mail server's own
 * address is among those that SPF allows is not computed: it may send from others than it is called
 * by.
 */
public final class SenderDomain {
  private static final String SPF = "v=spf1";
  private static final String DMARC = "v=dmarc1";

  private SenderDomain() {}

  /** How bad it is. */
  public enum Level {
    GOOD,
    WARNING,
    /** Many will not take such a message, or take it for a forged one. */
    BAD;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One thing that was found, in a sentence. */
  public record Finding(Level level, String text) {}

  /**
   * Asks.
   *
   * @param ask TXT records of a name; empty without an answer
   */
  static List<Finding> check(
      MailRoute route, List<RouteKey> keys, Function<String, Optional<List<String>>> ask) {
    List<Finding> findings = new ArrayList<>();
    String from = RouteKeyRows.domainOf(route.from());
    String envelope = route.returns() == null ? from : RouteKeyRows.domainOf(route.returns());
    spf(envelope, ask.apply(envelope), findings);
    boolean isSigned = keys(from, keys, ask, findings);
    dmarc(from, ask, findings);
    boolean isAligned = envelope.equals(from) || isBelow(envelope, from) || isBelow(from, envelope);
    if (!isSigned && !isAligned) {
      findings.add(
          new Finding(
              Level.BAD,
              "Without a signature, DMARC needs bounces to go to "
                  + from
                  + " or a domain below it, not to "
                  + envelope
                  + "."));
    }
    return findings;
  }

  private static boolean isBelow(String domain, String above) {
    return domain.endsWith("." + above);
  }

  private static void spf(String domain, Optional<List<String>> records, List<Finding> findings) {
    if (records.isEmpty()) {
      findings.add(new Finding(Level.WARNING, "SPF: no answer for " + domain + "."));
      return;
    }
    List<String> spf = of(SPF, records.get());
    if (spf.isEmpty()) {
      findings.add(
          new Finding(Level.BAD, "SPF: " + domain + " names no servers that may send for it."));
    } else if (spf.size() > 1) {
      findings.add(
          new Finding(
              Level.BAD, "SPF: " + domain + " has " + spf.size() + " records, so none counts."));
    } else {
      String record = spf.getFirst().toLowerCase(Locale.ROOT);
      boolean isNobody = record.strip().equals(SPF + " -all");
      boolean isAll = record.matches(".*\\s\\+?all(\\s.*)?");
      findings.add(
          isNobody
              ? new Finding(Level.BAD, "SPF: " + domain + " says that nobody sends for it.")
              : isAll
                  ? new Finding(Level.WARNING, "SPF: " + domain + " lets everybody send for it.")
                  : new Finding(
                      Level.GOOD,
                      "SPF: "
                          + domain
                          + " names servers. See to it that yours is one: "
                          + shortened(spf.getFirst())));
    }
  }

  /** Whether messages are signed by a key that others find. */
  private static boolean keys(
      String domain,
      List<RouteKey> keys,
      Function<String, Optional<List<String>>> ask,
      List<Finding> findings) {
    List<RouteKey> own = keys.stream().filter(key -> key.domain().equals(domain)).toList();
    if (own.isEmpty()) {
      findings.add(
          new Finding(
              Level.WARNING, "DKIM: we do not sign. See to it that your mail server does."));
      return false;
    }
    boolean isSigned = false;
    for (RouteKey key : own) {
      Optional<List<String>> records = ask.apply(key.name());
      boolean isThere = records.isPresent() && records.get().stream().anyMatch(key::isIn);
      isSigned |= isThere && key.signs();
      findings.add(
          records.isEmpty()
              ? new Finding(Level.WARNING, "DKIM: no answer for " + key.name() + ".")
              : !isThere
                  ? new Finding(
                      Level.BAD, "DKIM: " + key.name() + " is not in the DNS, or is another key.")
                  : key.signs()
                      ? new Finding(Level.GOOD, "DKIM: " + key.name() + " is there, and signs.")
                      : new Finding(
                          Level.WARNING,
                          "DKIM: " + key.name() + " is there, and does not sign yet."));
    }
    return isSigned;
  }

  private static void dmarc(
      String domain, Function<String, Optional<List<String>>> ask, List<Finding> findings) {
    for (String at = domain; at.contains("."); at = at.substring(at.indexOf('.') + 1)) {
      Optional<List<String>> records = ask.apply("_dmarc." + at);
      if (records.isEmpty()) {
        findings.add(new Finding(Level.WARNING, "DMARC: no answer for _dmarc." + at + "."));
        return;
      }
      List<String> dmarc = of(DMARC, records.get());
      if (dmarc.size() == 1) {
        findings.add(
            new Finding(
                Level.GOOD, "DMARC: _dmarc." + at + " says " + shortened(dmarc.getFirst())));
        return;
      }
      if (dmarc.size() > 1) {
        findings.add(new Finding(Level.BAD, "DMARC: _dmarc." + at + " has several records."));
        return;
      }
    }
    findings.add(
        new Finding(
            Level.BAD, "DMARC: " + domain + " has none, so large providers may refuse our mail."));
  }

  private static List<String> of(String version, List<String> records) {
    return records.stream()
        .filter(
            record -> {
              String lower = record.strip().toLowerCase(Locale.ROOT);
              return lower.equals(version)
                  || lower.startsWith(version + " ")
                  || lower.startsWith(version + ";");
            })
        .toList();
  }

  private static String shortened(String record) {
    StringBuilder clean = new StringBuilder();
    record
        .codePoints()
        .limit(200)
        .forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return clean.toString().strip();
  }
}
