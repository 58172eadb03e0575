package org.stoplog.ledger.reader;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the objects that are open, to find one that comes twice: which of two values counts
 * is a thing that readers of JSON differ in. Not thread-safe.
 */
final class SeenKeys {
  /** Up to here keys are compared one by one, which costs an object its square. */
  private static final int FEW = 64;

  private final @Nullable Set<String>[] many;
  private int[] hash = new int[256];
  private int[] start = new int[256];
  private int[] length = new int[256];

  /** The key where it was not written as it is meant, else null. */
  private @Nullable String[] text = new String[256];

  /** Whether there was such a key since the last {@link #clear}. */
  private boolean texts;

  private int top;

  /**
   * @param deepest objects that may be open at a time
   */
  @SuppressWarnings("unchecked")
  SeenKeys(int deepest) {
    many = (Set<String>[]) new Set<?>[deepest + 1];
  }

  void clear() {
    top = 0;
    Arrays.fill(many, null);
    if (texts) {
      Arrays.fill(text, null);
      texts = false;
    }
  }

  /** Opens an object. @return what {@link #isNew} and {@link #close} want to know */
  int open() {
    return top;
  }

  void close(int base, int depth) {
    if (texts) {
      Arrays.fill(text, base, top, null);
    }
    top = base;
    if (many[depth] != null) {
      many[depth] = null;
    }
  }

  /**
   * @param hash of the UTF-8 that is meant, however it is made
   * @param meant the key when it was written with escapes, else null
   */
  boolean isNew(
      int base, int depth, byte[] bytes, int from, int count, int itsHash, @Nullable String meant) {
    Set<String> set = many[depth];
    if (set == null && top - base == FEW) {
      set = new HashSet<>();
      for (int i = base; i < top; i++) {
        set.add(text(i, bytes));
      }
      many[depth] = set;
    }
    if (set != null) {
      return set.add(
          meant != null ? meant : new String(bytes, from, count, StandardCharsets.UTF_8));
    }
    for (int i = base; i < top; i++) {
      if (hash[i] == itsHash && isSame(i, bytes, from, count, meant)) {
        return false;
      }
    }
    push(from, count, itsHash, meant);
    return true;
  }

  private boolean isSame(int i, byte[] bytes, int from, int count, @Nullable String meant) {
    if (meant == null && text[i] == null) {
      return Arrays.equals(bytes, start[i], start[i] + length[i], bytes, from, from + count);
    }
    String other = meant != null ? meant : new String(bytes, from, count, StandardCharsets.UTF_8);
    return text(i, bytes).equals(other);
  }

  private String text(int i, byte[] bytes) {
    String known = text[i];
    return known != null ? known : new String(bytes, start[i], length[i], StandardCharsets.UTF_8);
  }

  private void push(int from, int count, int itsHash, @Nullable String meant) {
    if (top == hash.length) {
      hash = Arrays.copyOf(hash, 2 * top);
      start = Arrays.copyOf(start, 2 * top);
      length = Arrays.copyOf(length, 2 * top);
      text = Arrays.copyOf(text, 2 * top);
    }
    hash[top] = itsHash;
    start[top] = from;
    length[top] = count;
    if (meant != null) {
      text[top] = meant;
      texts = true;
    }
    top++;
  }
}
