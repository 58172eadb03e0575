package org.stoplog.server.accounts;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.ServerClock;

/**
 * Takes what two people allowed to be shown. Only whoever asked takes it, for 24 hours, as often as
 * was approved, and only while it is what was approved.
 */
public final class Reveals {
  private final ServerClock clock;

  Reveals(ServerClock clock) {
    this.clock = clock;
  }

  /**
   * What somebody may still take.
   *
   * @param uses how often; 0 when it is used up
   * @param until by the real clock
   */
  public record Right(UUID approval, UUID asker, int uses, Instant until) {}

  /** What is approved and not over; not locked. */
  public Optional<Right> of(JdbcClient jdbc, Reveal kind, String target) {
    return new RevealRights(jdbc).find(kind.act(), target, clock.realNow());
  }

  /**
   * Before costly work, whether it would be given.
   *
   * @throws StoplogException PAGE_UNKNOWN when there is nothing for this caller to take
   */
  public Right require(JdbcClient jdbc, Caller caller, Reveal kind, String target) {
    return of(jdbc, kind, target)
        .filter(right -> isTheirs(right, caller))
        .orElseThrow(Reveals::none);
  }

  /**
   * Takes it once, in the caller's act, whose entry the caller records.
   *
   * @return what is left
   * @throws StoplogException PAGE_UNKNOWN when there is nothing to take, REQUEST_INVALID when it is
   *     not what was approved, ACCESS_DENIED when the account was shut
   */
  public Right take(JdbcClient jdbc, Caller caller, Reveal kind, String target) {
    if (caller.isByToken()) {
      throw new StoplogException(Problem.ACCESS_DENIED, "A token is shown nothing of people.");
    }
    Optional<ContentHash> content = kind.current(jdbc, target);
    new Accounts(jdbc).requireStanding(caller.account());
    RevealRights rights = new RevealRights(jdbc);
    Right right =
        rights
            .locked(kind.act(), target, clock.realNow())
            .filter(found -> isTheirs(found, caller))
            .orElseThrow(Reveals::none);
    Approval approval = new ApprovalRows(jdbc).find(right.approval()).orElseThrow(Reveals::none);
    if (!content.equals(Optional.of(approval.content()))) {
      throw new StoplogException(
          Problem.REQUEST_INVALID,
          "What is there now is not what was approved: it was changed, replaced or erased since."
              + " Nothing was shown. Ask for it anew.");
    }
    rights.use(right.approval());
    return new Right(right.approval(), right.asker(), right.uses() - 1, right.until());
  }

  private static boolean isTheirs(Right right, Caller caller) {
    return right.asker().equals(caller.account()) && right.uses() > 0;
  }

  private static StoplogException none() {
    return new StoplogException(
        Problem.PAGE_UNKNOWN,
        "There is nothing for you to take: it was not approved, was taken, or its time is over.");
  }
}
