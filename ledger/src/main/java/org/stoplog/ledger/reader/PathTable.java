package org.stoplog.ledger.reader;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.Elements;

/**
 * A mapping's paths as a tree of keys. Keys without a path are looked up by name once and then
 * remembered, up to a bound: a stranger's file may have a new key on every line.
 */
final class PathTable {
  private static final int LEARNED_KEYS = 20_000;
  private static final int LEARNED_LENGTH = 64;
  private static final PathNode IGNORED = new PathNode(Map.of());
  private static final KeyHints HINTS = new KeyHints();

  static {
    IGNORED.ignored = true;
  }

  private final PathNode root = new PathNode();
  private final Map<String, EventSlot> slots = new LinkedHashMap<>();

  /** Keys below a path that is in no table; shared, since only the last key counts. */
  private final Map<String, PathNode> customKeys = new HashMap<>();

  private final @Nullable KindMeaning meaning;
  private int learned;

  /**
   * @param rules whose kind is watched though it is no identifier
   */
  PathTable(List<Field> fields, EventRules rules) {
    for (int number = 0; number < fields.size(); number++) {
      add(number, fields.get(number));
    }
    slotAt(rules.kind());
    for (String path : rules.unlessZero()) {
      node(path).unlessZero = true;
    }
    EventRules.Meaning its = rules.meaning();
    meaning = its == null || node(its.path()).ignored ? null : told(its);
  }

  /** What waits for an event's kind, null for nothing. */
  @Nullable KindMeaning meaning() {
    return meaning;
  }

  PathNode root() {
    return root;
  }

  /** All slots, in the order in which the mapping first names their paths. */
  List<EventSlot> slots() {
    return List.copyOf(slots.values());
  }

  @Nullable EventSlot slot(String path) {
    return slots.get(path);
  }

  /** The node of a path that the mapping need not name. */
  PathNode node(String path) {
    PathNode node = root;
    for (String key : path.split("\\.")) {
      String name = key.endsWith("[]") ? key.substring(0, key.length() - 2) : key;
      if (name.equals("*")) {
        PathNode any = node.any == null ? new PathNode() : node.any;
        node.any = any;
        node = any;
      } else {
        node = node.children.computeIfAbsent(name, k -> new PathNode());
      }
    }
    return node;
  }

  PathNode child(PathNode node, String key) {
    PathNode child = node.children.get(key);
    return child != null ? child : unknown(node, key);
  }

  private PathNode unknown(PathNode node, String key) {
    if (node.any != null) {
      return node.any;
    }
    if (node.ignored) {
      return IGNORED;
    }
    // Only nodes of the table have children of their own; all others share the custom keys.
    Map<String, PathNode> home = node.children.isEmpty() ? customKeys : node.children;
    PathNode known = home.get(key);
    if (known != null) {
      return known;
    }
    PathNode custom = new PathNode(customKeys);
    custom.disclose(HINTS.of(key));
    if (key.length() <= LEARNED_LENGTH && learned < LEARNED_KEYS) {
      home.put(key, custom);
      learned++;
    }
    return custom;
  }

  private KindMeaning told(EventRules.Meaning its) {
    Map<EventSlot, Set<String>> kinds = new HashMap<>();
    its.kinds().forEach((path, values) -> kinds.put(slotAt(path), values));
    return KindMeaning.at(node(its.path()), kinds, Elements.catalogue().get(its.element()));
  }

  private void add(int number, Field field) {
    PathNode node = node(field.column());
    switch (field.role()) {
      case IDENTIFIER, LINK, TIME, RECIPIENT, ORGANISATION ->
          slotAt(field.column()).add(number, field);
      case IGNORE -> node.ignored = true;
      case ELEMENT, PERSON, ORGANISATION_ROLE, ATTRIBUTE, SINCE, UNTIL, MERGED_INTO, GUARDIAN -> {}
    }
    // An identifier's element depends on what its value turns out to be.
    if (field.role() != Role.IDENTIFIER && field.role() != Role.LINK) {
      if (field.element() != null) {
        node.disclose(Elements.catalogue().get(field.element()).asSet());
      }
      if (field.role() == Role.ELEMENT || field.role() == Role.TIME) {
        node.fills = Arrays.copyOf(node.fills, node.fills.length + 1);
        node.fills[node.fills.length - 1] = number;
      }
    }
  }

  private EventSlot slotAt(String path) {
    EventSlot slot = slots.get(path);
    if (slot == null) {
      slot = new EventSlot(slots.size(), path);
      slots.put(path, slot);
      node(path).slot = slot;
    }
    return slot;
  }
}
