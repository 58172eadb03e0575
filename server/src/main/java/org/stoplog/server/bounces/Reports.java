package org.stoplog.server.bounces;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.reader.DeliveryReport;
import org.stoplog.server.notices.CameBack;
import org.stoplog.server.notices.Severity;

/** What a report by mail means for a copy. */
final class Reports {
  private Reports() {}

  /** Null when it says nothing that we know. */
  static CameBack.@Nullable Kind kind(DeliveryReport report) {
    return switch (report.kind()) {
      case REPORT, WORDS ->
          switch (report.action()) {
            case FAILED -> CameBack.Kind.BOUNCED;
            case DELAYED -> CameBack.Kind.DELAYED;
            case DELIVERED -> CameBack.Kind.DELIVERED;
            case NONE -> null;
          };
      case COMPLAINT -> CameBack.Kind.COMPLAINED;
      case AUTO_REPLY -> CameBack.Kind.REPLIED;
      case CHALLENGE -> CameBack.Kind.DELAYED;
      case UNKNOWN -> null;
    };
  }

  static CameBack.Event event(
      DeliveryReport report,
      CameBack.Kind kind,
      String source,
      @Nullable Integer sourceId,
      Instant now) {
    String said =
        report.kind() == DeliveryReport.Kind.CHALLENGE
            ? "the mailbox keeps it until its sender answers a question, which nobody does"
            : report.said();
    Instant at = time(report.sent(), now);
    return new CameBack.Event(
        kind,
        Severity.of(report.status(), said),
        report.status(),
        said,
        source,
        sourceId,
        at,
        now,
        same(report, kind, at));
  }

  /** A failure is one however often it is said; of the rest, each day's counts. */
  private static String same(DeliveryReport report, CameBack.Kind kind, @Nullable Instant at) {
    return kind == CameBack.Kind.BOUNCED
        ? String.valueOf(report.status())
        : String.valueOf(at == null ? "" : at.toString().substring(0, 10));
  }

  /** A date in the future, or from before there was mail, is none. */
  private static @Nullable Instant time(@Nullable Long seconds, Instant now) {
    if (seconds == null || seconds < 946_684_800L || seconds > now.getEpochSecond() + 86_400) {
      return null;
    }
    return Instant.ofEpochSecond(seconds);
  }
}
