package org.stoplog.ledger.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.journal.Released;

/** What is in a request that was kept, as its row has it: it opens as no other row's. */
public final class HeldContent {
  private HeldContent() {}

  static byte[] seal(Keyset keys, UUID id, Released content) {
    return keys.seal(content.toBytes(), context(id));
  }

  /**
   * @return {@link Released#toBytes}
   */
  public static byte[] open(Keyset keys, UUID id, byte[] sealed) {
    return keys.unseal(sealed, context(id));
  }

  private static byte[] context(UUID id) {
    return ("held-request:" + id).getBytes(UTF_8);
  }
}
