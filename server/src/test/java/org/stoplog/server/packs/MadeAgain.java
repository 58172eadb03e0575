package org.stoplog.server.packs;

import java.nio.file.Path;
import java.util.UUID;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.server.platform.Transactions;

/** Writes a pack that was made once more, as the work does after a kill. */
public final class MadeAgain {
  private MadeAgain() {}

  /** Parts of a server. */
  public interface Parts {
    <T> T of(Class<T> type);
  }

  public static void write(Parts parts, UUID id, Path file) {
    Transactions transactions = parts.of(Transactions.class);
    Pack pack = transactions.run(jdbc -> new PackRows(jdbc).find(id)).orElseThrow();
    byte[] sealed = transactions.run(jdbc -> new PackRows(jdbc).secret(id));
    byte[] secret = parts.of(Ledger.class).stores().keys().unseal(sealed, Pack.context(id));
    parts.of(PackMaker.class).write(pack, secret, file, Progress.NONE);
  }
}
