package org.stoplog.server.bounces;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.platform.PublicTransactions;
import org.stoplog.server.platform.Tokens;

/**
 * Who may call, kept in memory: an address that is none of theirs costs a stranger's call nothing
 * but a hash.
 */
final class HookBook {
  private final PublicTransactions transactions;
  private volatile @Nullable List<HookRows.Open> open;

  HookBook(PublicTransactions transactions) {
    this.transactions = transactions;
  }

  /** Somebody changed who may call. */
  void forget() {
    open = null;
  }

  /**
   * @param secret last part of the address that was called
   */
  Optional<HookRows.Open> find(String secret) {
    byte[] hash = Tokens.sha256(secret);
    HookRows.Open found = null;
    for (HookRows.Open one : hooks()) {
      if (MessageDigest.isEqual(one.pathHash(), hash)) {
        found = one;
      }
    }
    return Optional.ofNullable(found);
  }

  private List<HookRows.Open> hooks() {
    List<HookRows.Open> known = open;
    if (known == null) {
      known = transactions.run(HookRows::open);
      open = known;
    }
    return known;
  }
}
