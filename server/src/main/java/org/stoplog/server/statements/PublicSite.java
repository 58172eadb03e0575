package org.stoplog.server.statements;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.PublicTransactions;
import org.stoplog.server.platform.ServerLog;

/**
 * The public site in memory. It is made when somebody first asks, and again after each publication;
 * no request in between asks the database for anything. Where the database does not answer, what
 * was made before goes on being served.
 */
final class PublicSite {
  private final PublicTransactions transactions;
  private final SiteMaker maker;
  private final String base;
  private final ServerLog log;
  private volatile @Nullable Map<String, PublicFile> files;
  private volatile boolean isStale = true;

  /**
   * @param base address of the public listener
   */
  PublicSite(PublicTransactions transactions, SiteMaker maker, String base, ServerLog log) {
    this.transactions = transactions;
    this.maker = maker;
    this.base = base;
    this.log = log;
  }

  /** What was made and is not stale; null for all else. */
  @Nullable PublicFile ready(String path) {
    Map<String, PublicFile> made = files;
    return made == null || isStale ? null : made.get(path);
  }

  /** Null when there is no such page. */
  @Nullable PublicFile find(String path) {
    return current().get(path);
  }

  /** After a publication is committed. */
  void refresh() {
    isStale = true;
  }

  List<Published> published() {
    return transactions.run(Published::all);
  }

  private synchronized Map<String, PublicFile> current() {
    Map<String, PublicFile> before = files;
    if (before != null && !isStale) {
      return before;
    }
    // First, so that a publication during the making makes it stale again.
    isStale = false;
    try {
      Map<String, PublicFile> made = Map.copyOf(maker.live(published(), base));
      files = made;
      return made;
    } catch (StoplogException e) {
      isStale = true;
      if (before == null) {
        throw e;
      }
      log.fault(e);
      return before;
    }
  }
}
