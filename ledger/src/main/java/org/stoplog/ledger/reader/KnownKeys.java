package org.stoplog.ledger.reader;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which keys were met where, so that a key that comes again is found by its bytes. Of a
 * fixed size: a newer key takes the place of an older one. Not thread-safe.
 */
final class KnownKeys {
  private static final int SIZE = 4096;
  private static final int SHIFT = Integer.numberOfLeadingZeros(SIZE) + 1;

  /** A key below a node, in ASCII. */
  record Key(PathNode parent, byte[] name, String text, PathNode child) {}

  private final PathTable paths;
  private final @Nullable Key[] keys = new Key[SIZE];

  KnownKeys(PathTable paths) {
    this.paths = paths;
  }

  /**
   * @param hash of the bytes, however it is made
   */
  Key child(PathNode node, byte[] bytes, int from, int length, int hash) {
    int place = ((hash ^ node.spread) * 0x9E3779B1) >>> SHIFT;
    Key known = keys[place];
    if (known != null
        && known.parent == node
        && Arrays.equals(known.name, 0, known.name.length, bytes, from, from + length)) {
      return known;
    }
    byte[] name = Arrays.copyOfRange(bytes, from, from + length);
    String text = new String(name, StandardCharsets.US_ASCII);
    Key met = new Key(node, name, text, paths.child(node, text));
    keys[place] = met;
    return met;
  }
}
