package org.stoplog.ledger.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The root of a tree of hashes over lines (RFC 9162, 2.1), by which one line can be shown alone. It
 * holds one hash for each level of the tree.
 */
public final class Merkle {
  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  /** A full subtree. @param size leaves, a power of two */
  private record Part(long size, byte[] root) {}

  private final MessageDigest digest = sha256();
  private final Deque<Part> parts = new ArrayDeque<>();
  private final long wanted;
  private byte @Nullable [] lead;
  private final List<String> path = new ArrayList<>();
  private long count;

  public Merkle() {
    this(-1);
  }

  /**
   * @param wanted number of a line, from 0, whose {@link #path} is kept; less than 0 for none
   */
  public Merkle(long wanted) {
    this.wanted = wanted;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * @param line without its end
   */
  public void add(String line) {
    digest.update(LEAF);
    byte[] leaf = digest.digest(line.getBytes(UTF_8));
    if (count == wanted) {
      lead = leaf;
    }
    parts.push(new Part(1, leaf));
    count++;
    while (parts.size() > 1) {
      Part right = parts.pop();
      Part left = parts.pop();
      if (left.size() != right.size()) {
        parts.push(left);
        parts.push(right);
        break;
      }
      parts.push(new Part(2 * left.size(), joined(left.root(), right.root())));
    }
  }

  private byte[] joined(byte[] left, byte[] right) {
    digest.update(NODE);
    digest.update(left);
    byte[] root = digest.digest(right);
    if (lead == left) {
      path.add("right " + hex(right));
      lead = root;
    } else if (lead == right) {
      path.add("left " + hex(left));
      lead = root;
    }
    return root;
  }

  public long count() {
    return count;
  }

  /** Of all lines so far, in hex; nothing can be added after. Of none it is the hash of nothing. */
  public String root() {
    if (parts.isEmpty()) {
      return hex(digest.digest());
    }
    while (parts.size() > 1) {
      Part right = parts.pop();
      Part left = parts.pop();
      parts.push(new Part(left.size() + right.size(), joined(left.root(), right.root())));
    }
    return hex(parts.getFirst().root());
  }

  /** After {@link #root}: what stands beside the wanted line on the way up, and on which side. */
  public List<String> path() {
    return List.copyOf(path);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
