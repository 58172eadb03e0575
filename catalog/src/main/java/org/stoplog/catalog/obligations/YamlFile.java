package org.stoplog.catalog.obligations;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.stoplog.catalog.problem.Nearest;

/**
 * A YAML file of ours or of a company's, read so that whatever is wrong is named with its line.
 * Only maps, lists and text; no aliases, no types, at most 3 MB. For one thread.
 */
final class YamlFile {
  private static final int MOST_FINDINGS = 50;
  private static final int MOST_CHARACTERS = 3_000_000;

  private final String name;
  private final List<String> findings;
  private final Entry root;

  private YamlFile(String name, List<String> findings, @Nullable Node root) {
    this.name = name;
    this.findings = findings;
    this.root = entry(root);
  }

  /**
   * @param name for findings
   * @param findings what is wrong is added to it, as {@code NAME:LINE: what}
   */
  static YamlFile read(String name, InputStream in, List<String> findings) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(name)
            .setUseMarks(true)
            .setMaxAliasesForCollections(0)
            .setCodePointLimit(MOST_CHARACTERS)
            .build();
    Node node = null;
    try {
      node = new Compose(settings).composeInputStream(in).orElse(null);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
      findings.add(name + ":" + line + ": no sound YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      findings.add(name + ":1: no sound YAML: " + e.getMessage());
    }
    return new YamlFile(name, findings, node);
  }

  /** Of a file that cannot be read it is empty. */
  Entry root() {
    return root;
  }

  private void wrong(int line, String what) {
    if (findings.size() < MOST_FINDINGS) {
      findings.add(name + ":" + line + ": " + what);
    }
  }

  private static int line(@Nullable Node node) {
    return node == null ? 1 : node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  private Entry entry(@Nullable Node node) {
    Map<String, Node> fields = new LinkedHashMap<>();
    if (node instanceof MappingNode map) {
      for (NodeTuple one : map.getValue()) {
        String key = one.getKeyNode() instanceof ScalarNode text ? text.getValue() : "";
        if (fields.put(key, one.getValueNode()) != null) {
          wrong(line(one.getKeyNode()), key + " is there twice");
        }
      }
    } else if (node != null) {
      wrong(line(node), "here must be keys with values");
    }
    return new Entry(line(node), fields);
  }

  /** Keys with values. */
  final class Entry {
    private final int line;
    private final Map<String, Node> fields;

    private Entry(int line, Map<String, Node> fields) {
      this.line = line;
      this.fields = fields;
    }

    int line() {
      return line;
    }

    Iterable<String> keys() {
      return fields.keySet();
    }

    boolean has(String key) {
      return fields.containsKey(key);
    }

    void wrong(String what) {
      YamlFile.this.wrong(line, what);
    }

    /** With the line of a key, if it is there. */
    void wrong(String key, String what) {
      Node node = fields.get(key);
      YamlFile.this.wrong(node == null ? line : YamlFile.line(node), key + ": " + what);
    }

    /** Names every key that is none of these, with the nearest that is. */
    void only(String... keys) {
      fields.forEach(
          (key, value) -> {
            if (!Arrays.asList(keys).contains(key)) {
              YamlFile.this.wrong(
                  YamlFile.line(value),
                  "there is no key "
                      + key
                      + "; "
                      + Nearest.hint(key, new TreeSet<>(List.of(keys))));
            }
          });
    }

    /** Empty when it is missing, which is wrong. */
    String text(String key) {
      Optional<String> text = optional(key);
      if (text.isEmpty()) {
        wrong(key + " is missing");
      }
      return text.orElse("");
    }

    Optional<String> optional(String key) {
      Node node = fields.get(key);
      if (node == null) {
        return Optional.empty();
      }
      if (node instanceof ScalarNode text && !text.getValue().isBlank()) {
        return Optional.of(text.getValue().strip());
      }
      wrong(key, "must be a text");
      return Optional.empty();
    }

    /** A list of texts, or one text; none when it is missing. */
    List<String> texts(String key) {
      Node node = fields.get(key);
      if (node instanceof ScalarNode text) {
        return List.of(text.getValue().strip());
      }
      List<String> texts = new ArrayList<>();
      if (node instanceof SequenceNode list) {
        for (Node one : list.getValue()) {
          if (one instanceof ScalarNode text) {
            texts.add(text.getValue().strip());
          } else {
            YamlFile.this.wrong(YamlFile.line(one), key + ": must be a list of texts");
          }
        }
      } else if (node != null) {
        wrong(key, "must be a list of texts");
      }
      return texts;
    }

    /** Keys with values below a key; none of them when it is missing. */
    Entry entry(String key) {
      return has(key) ? YamlFile.this.entry(fields.get(key)) : new Entry(line, Map.of());
    }

    /** A list of such; none when it is missing. */
    List<Entry> entries(String key) {
      Node node = fields.get(key);
      if (node == null) {
        return List.of();
      }
      if (!(node instanceof SequenceNode list)) {
        wrong(key, "must be a list");
        return List.of();
      }
      return list.getValue().stream().map(YamlFile.this::entry).toList();
    }

    /** A word of an enumeration; the first one when it is missing or wrong, which is said. */
    <E extends Enum<E>> E word(String key, Class<E> type) {
      String word = text(key);
      E first = type.getEnumConstants()[0];
      return word.isEmpty() ? first : word(key, word, type).orElse(first);
    }

    <E extends Enum<E>> Optional<E> word(String key, String word, Class<E> type) {
      Optional<E> found = Clock.of(type, word);
      if (found.isEmpty()) {
        List<String> words =
            Arrays.stream(type.getEnumConstants())
                .map(one -> one.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
                .toList();
        wrong(key, "there is no " + word + "; " + Nearest.hint(word, words));
      }
      return found;
    }
  }
}
