package org.stoplog.server.severance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.gateways.ManyCuts;
import org.stoplog.server.platform.Times;

/** Says how things stand, in sentences. */
final class SeveranceWords {
  private SeveranceWords() {}

  static String scope(JdbcClient jdbc, Severance one) {
    if (one.isWhole()) {
      return "the whole supplier";
    }
    String sql =
        one.engagement() == null
            ? "select name from connection where id = :id"
            : "select name from engagement where id = :id";
    Integer id = one.engagement() == null ? one.connection() : one.engagement();
    return (one.engagement() == null ? "connection " : "engagement ")
        + jdbc.sql(sql).param("id", id).query(String.class).single();
  }

  /** What becomes of each connection when a cut is taken back. */
  static List<String> restored(
      List<Line> lines, List<Integer> atGateways, List<OutsideCut> elsewhere) {
    List<String> said = new ArrayList<>();
    for (Line line : lines) {
      if (atGateways.contains(line.id())) {
        said.add("+ " + line.name() + ": gateways send on again");
      }
      if (elsewhere.stream().anyMatch(cut -> cut.connection() == line.id())) {
        said.add("+ " + line.name() + ": may be opened again where it was cut");
      }
    }
    return said.isEmpty() ? List.of("no connection was cut by it") : said;
  }

  /** Which gateways obey a cut. */
  static String obedience(List<ManyCuts.Told> gateways, long version) {
    List<ManyCuts.Told> asked =
        gateways.stream().filter(one -> !one.isRevoked() || !one.obeys(version)).toList();
    if (asked.isEmpty()) {
      return "No gateway is paired: whatever sends to the supplier is not held back by one.";
    }
    long obeying = asked.stream().filter(one -> one.obeys(version)).count();
    StringBuilder said =
        new StringBuilder(
            obeying == asked.size()
                ? asked.size() == 1
                    ? "The gateway obeys it."
                    : "All %d gateways obey it.".formatted(asked.size())
                : "%d of %d gateways obey it.".formatted(obeying, asked.size()));
    for (ManyCuts.Told one : asked) {
      if (!one.obeys(version)) {
        Instant seen = one.seenAt();
        said.append(
            " %s%s %s."
                .formatted(
                    one.name(),
                    one.isRevoked() ? " was revoked and" : "",
                    seen == null
                        ? "has never called"
                        : "was last seen on "
                            + Times.second(seen)
                            + ", and obeys an older policy"));
      }
    }
    return said.toString();
  }

  static String silence(Silence silence) {
    if (!silence.isWatched()) {
      return "Not known: nothing of it that is cut goes through a gateway.";
    }
    String since =
        silence.isTrafficSince()
            ? "Last traffic " + Times.second(silence.since()) + ". "
            : "No traffic seen since " + Times.second(silence.since()) + ". ";
    String unknown =
        silence.unknown() == 0
            ? ""
            : " Not known for %s: a gateway was not seen all day, or its record has not come."
                .formatted(Numbers.of(silence.unknown(), "day"));
    String quiet =
        silence.quiet() >= silence.needed()
            ? Numbers.of(silence.quiet(), "quiet day")
            : "%d of %d quiet days".formatted(silence.quiet(), silence.needed());
    return (silence.isSilent() ? "Silent: " : "")
        + since
        + quiet
        + "."
        + unknown
        + (silence.isPartial() ? " That is of what is cut; the rest still has to be." : "");
  }

  /** How far a checklist is. */
  static String progress(List<RotationItem> items) {
    long done = items.stream().filter(RotationItem::isDone).count();
    long unproven = items.stream().filter(one -> one.closed() != null && !one.isDone()).count();
    return items.isEmpty()
        ? "Nothing to rotate is written down."
        : "%d of %d done.%s"
            .formatted(
                done,
                items.size(),
                unproven == 0
                    ? ""
                    : " %d said to be revoked, and not seen to fail.".formatted(unproven));
  }

  /** How a connection stands. */
  static String standing(Line line, List<Severance> holding) {
    OutsideCut outside = line.outside();
    if (outside != null) {
      return "cut %s, %s"
          .formatted(
              outside.isByOthers()
                  ? "by others (" + outside.who() + ")"
                  : "by us (" + outside.who() + ")",
              Times.minute(outside.cutAt()));
    }
    ManyCuts.Way way = line.way();
    if (way != null && way.isHeld()) {
      return SeveranceRows.word(way.state()) + ", at the gateways";
    }
    boolean isCovered = holding.stream().anyMatch(one -> one.covers(line));
    return isCovered
        ? line.isCutByGateways() ? "open: opened again, or added after the cut" : "to be cut there"
        : "open";
  }
}
