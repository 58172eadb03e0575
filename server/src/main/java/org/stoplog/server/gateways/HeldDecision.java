package org.stoplog.server.gateways;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.accounts.Approvable;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.accounts.ContentHash;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;

/**
 * Two people let requests go that were kept, or destroy them: exactly those that were asked for.
 */
final class HeldDecision implements Approvable {
  static final String RELEASE = "held.release";
  static final String DESTROY = "held.destroy";

  private final HeldRows.Decision decision;
  private final ServerClock clock;

  HeldDecision(HeldRows.Decision decision, ServerClock clock) {
    this.decision = decision;
    this.clock = clock;
  }

  static String act(HeldRows.Decision decision) {
    return decision == HeldRows.Decision.RELEASE ? RELEASE : DESTROY;
  }

  static HeldRows.Decision other(HeldRows.Decision decision) {
    return decision == HeldRows.Decision.RELEASE
        ? HeldRows.Decision.DESTROY
        : HeldRows.Decision.RELEASE;
  }

  /**
   * @param held those that are held now
   */
  static Approvals.Request request(
      UUID asker, HeldRows.Decision decision, ConnectionRow row, HeldRows.Count held, String why) {
    String requests = Numbers.of(held.requests(), "held request");
    boolean isRelease = decision == HeldRows.Decision.RELEASE;
    return new Approvals.Request(
        asker,
        act(decision),
        String.valueOf(row.connection()),
        (isRelease ? "Release " : "Destroy ") + requests,
        List.of(
            Approval.Fact.of("Supplier", row.supplierName()),
            new Approval.Fact("Connection", row.name(), Restoring.pathOf(row.connection())),
            Approval.Fact.of("Bodies together", Numbers.amount(held.bytes(), "bytes")),
            Approval.Fact.of("Oldest", Times.second(held.first())),
            Approval.Fact.of("Newest", Times.second(held.last())),
            Approval.Fact.of("Why", why),
            Approval.Fact.of(
                "When approved",
                isRelease
                    ? "the supplier gets each once, as the policy said when it was kept; the record"
                        + " has them as sent then"
                    : "their content is gone; the supplier never gets them"),
            Approval.Fact.of("To undo it", "nobody can")),
        List.of(),
        Set.of());
  }

  @Override
  public String act() {
    return act(decision);
  }

  @Override
  public Permission approve() {
    return Permission.APPROVE;
  }

  @Override
  public Optional<ContentHash> current(JdbcClient jdbc, String target) {
    int connection = Integer.parseInt(target);
    // First, as whoever cuts does: a connection is not cut while its requests are released.
    Policies.lock(jdbc);
    List<UUID> asked = new HeldRows(jdbc).asked(connection, decision);
    return asked.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ContentHash.of(
                Map.of(
                    "act",
                    act(),
                    "connection",
                    connection,
                    "held",
                    asked.stream().map(UUID::toString).toList())));
  }

  @Override
  public Done execute(Act act, Approval approval) {
    int connection = Integer.parseInt(approval.target());
    HeldRows rows = new HeldRows(act.jdbc());
    boolean isRelease = decision == HeldRows.Decision.RELEASE;
    if (isRelease) {
      requireOpen(new ConnectionRows(act.jdbc()).find(connection).orElse(null));
    }
    int count =
        isRelease
            ? rows.release(connection, approval.id())
            : rows.destroy(connection, approval.id(), clock.now());
    return new Done(
        isRelease ? "held.released" : "held.destroyed",
        Map.of("connection", connection, "requests", count),
        pathOf(approval.target()));
  }

  static void requireOpen(@Nullable ConnectionRow row) {
    if (row == null || row.through() == null || row.isCut()) {
      throw new StoplogException(
          Problem.REQUEST_INVALID,
          "Nothing is released while the connection is cut. Open it again first.");
    }
  }

  @Override
  public String pathOf(String target) {
    return Restoring.pathOf(Integer.parseInt(target));
  }

  /** What is known of requests that were kept, in sentences. */
  static List<String> sentences(List<HeldRows.Count> counts) {
    return counts.stream()
        .map(
            count -> {
              String some = Numbers.of(count.requests(), "request");
              String are = count.requests() == 1 ? " is " : " are ";
              String were = count.requests() == 1 ? " was " : " were ";
              return switch (count.state()) {
                case "held" ->
                    some
                        + are
                        + "held, "
                        + Numbers.amount(count.bytes(), "bytes")
                        + ": the oldest of "
                        + Times.second(count.first())
                        + ", the newest of "
                        + Times.second(count.last())
                        + ". What is still held after 28 days is destroyed by itself, the oldest on "
                        + Times.second(count.first().plus(HeldWatch.LONGEST))
                        + "."
                        + again(count.why());
                case "released" ->
                    some + are + "released, and go with the next calls of the gateway.";
                case "handed-out" -> some + are + "with a gateway, to be sent now.";
                case "sent" -> some + were + "released and sent.";
                case "unknown" ->
                    some
                        + were
                        + "released, and nobody knows whether the supplier received "
                        + (count.requests() == 1 ? "it" : "them")
                        + ". They are not sent again.";
                case "destroyed" -> some + were + "destroyed by two people.";
                default -> some + were + "destroyed after 28 days.";
              };
            })
        .toList();
  }

  private static String again(@Nullable String why) {
    return why == null
        ? ""
        : why.equals("refused")
            ? " Some were released, and the gateway did not let them through: it was cut, or"
                + " changed."
            : " Some were released, and could not be sent: the supplier was not reached, or the"
                + " gateway could not record it.";
  }
}
