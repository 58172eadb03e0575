package org.stoplog.server.accounts;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Permission;

/** A kind of act that takes two people; a bean each. */
public interface Approvable {
  /** Its name, for example {@code scope.narrow}: stored, and never changed. */
  String act();

  /** What the account must be allowed, besides {@link Permission#APPROVE}, that decides on it. */
  Permission approve();

  /** How long it waits for a decision, by the real clock. */
  default Duration life() {
    return Duration.ofHours(72);
  }

  /**
   * What would be done now. Called when it is asked for and again in the transaction that does it.
   * It must lock what it reads ({@code for update}), so that nobody changes it before the
   * transaction ends. Whoever changes the target locks it first too, and tells {@link
   * Approvals#edited}.
   *
   * @return empty when the target is gone
   */
  Optional<ContentHash> current(JdbcClient jdbc, String target);

  /**
   * Whether an account that has the permission may also see and decide this one, for example as a
   * member of its incident.
   */
  default boolean mayDecide(JdbcClient jdbc, UUID account, String target) {
    return true;
  }

  /**
   * Does it, in the transaction that uses the approval up. It must not record an entry itself;
   * there is one, made of what this returns. Whatever it throws leaves the approval open.
   */
  Done execute(Act act, Approval approval);

  /** The page of the target. */
  String pathOf(String target);

  /**
   * What was done.
   *
   * @param entry the act of the log's entry, for example {@code scope.narrowed}
   * @param detail ids of ours, counts and words of ours for the entry; approval, asker and content
   *     are added
   * @param path the page that shows what came of it
   */
  record Done(String entry, Map<String, ?> detail, String path) {}
}
