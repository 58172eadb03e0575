package org.stoplog.server.gateways;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.platform.Times;

/** Says how gateways are. */
final class GatewayWords {
  /** Longer than a gateway waits for a policy. */
  private static final Duration QUIET = Duration.ofMinutes(2);

  private final SegmentInbox inbox;

  GatewayWords(SegmentInbox inbox) {
    this.inbox = inbox;
  }

  /**
   * @param version the newest of the policy
   */
  GatewaysPage.Line line(Gateway one, long version, Instant now) {
    Gateway.Seen seen = one.seen();
    Health health = seen == null ? null : seen.health();
    return new GatewaysPage.Line(
        one.id(),
        one.name(),
        seen(one, now),
        obeys(one, version),
        received(one.id()),
        health == null
            ? "unknown"
            : Numbers.grouped(health.waiting())
                + (health.aside() == 0
                    ? ""
                    : ", " + Numbers.grouped(health.aside()) + " set aside"),
        gaps(health),
        health(one, now),
        isWell(one, now));
  }

  private static String seen(Gateway one, Instant now) {
    Gateway.Seen seen = one.seen();
    return seen == null
        ? "never"
        : Times.second(seen.at())
            + ", "
            + Numbers.duration(Duration.between(seen.at(), now))
            + " ago";
  }

  private static String obeys(Gateway one, long version) {
    Gateway.Seen seen = one.seen();
    Long obeys = seen == null ? null : seen.obeys();
    if (obeys == null) {
      return "none";
    }
    return obeys == version
        ? version + ", the newest"
        : obeys > version
            ? obeys + ", which this server does not have"
            : obeys + ", the newest is " + version;
  }

  private String received(UUID gateway) {
    SegmentInbox.Counts counts = inbox.counts(gateway);
    return Numbers.grouped(counts.received())
        + (counts.missing() == 0 ? "" : ", " + Numbers.grouped(counts.missing()) + " never came");
  }

  private static String gaps(@Nullable Health health) {
    return health == null
        ? "unknown"
        : health.gaps() == 0 && health.lost() == 0
            ? "none"
            : Numbers.of(health.gaps(), "request") + ", " + Numbers.of(health.lost(), "outcome");
  }

  static boolean isWell(Gateway one, Instant now) {
    Gateway.Seen seen = one.seen();
    if (one.isRevoked() || seen == null || seen.at().plus(QUIET).isBefore(now)) {
      return false;
    }
    Health health = seen.health();
    return seen.differs() == null
        && (health == null
            || (health.state().equals("ok") && health.lost() == 0 && health.aside() == 0));
  }

  /** What the gateway means by failing then; its disk may fail too, which its own log says. */
  private static String aside(long segments) {
    return "%s set aside on its host, and not in the record: keep %s, and look in its log why"
        .formatted(
            segments == 1 ? "1 segment was" : Numbers.of(segments, "segment") + " were",
            segments == 1 ? "its file" : "their files");
  }

  private static String health(Gateway one, Instant now) {
    Gateway.Seen seen = one.seen();
    if (one.isRevoked()) {
      return "revoked; it goes on with its last policy until somebody ends it there";
    }
    if (one.pairedAt() == null) {
      return "not paired";
    }
    if (seen == null) {
      return "has not called yet";
    }
    if (seen.at().plus(QUIET).isBefore(now)) {
      return "silent; it goes on with its last policy";
    }
    if (seen.differs() != null) {
      return "segment " + seen.differs() + " came again with another content";
    }
    Health health = seen.health();
    if (health == null) {
      return "calls";
    }
    if (health.aside() > 0) {
      return aside(health.aside());
    }
    return health.state().equals("ok") ? "well" : "cannot record: look at its disk";
  }
}
