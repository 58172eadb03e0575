package org.stoplog.ledger.reader;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;

/** One key of an event and what a value there, or below, means. */
final class PathNode {
  /** Spreads the same key below different nodes. */
  final int spread = System.identityHashCode(this) * 0x9E3779B1;

  /** Elements that a non-empty value here or below discloses, as in {@link ElementSet}. */
  long low;

  long high;

  /** Numbers of the fields that such a value fills. */
  int[] fills = {};

  @Nullable EventSlot slot;

  /** Nothing here is kept, except what a path below asks for. */
  boolean ignored;

  /** No rule reaches what stands here or below. */
  boolean kept;

  /** A number here that is 0 says nothing. */
  boolean unlessZero;

  /** An array here holds events of their own. */
  boolean batch;

  /** What every key here gives that has no node of its own: the {@code *} of a path. */
  @Nullable PathNode any;

  final Map<String, PathNode> children;

  PathNode() {
    this(new HashMap<>());
  }

  PathNode(Map<String, PathNode> children) {
    this.children = children;
  }

  void disclose(ElementSet elements) {
    low |= elements.low();
    high |= elements.high();
  }

  boolean isSkipped() {
    return ignored && slot == null && children.isEmpty();
  }
}
