package org.stoplog.ledger.reader;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** A mapping as a YAML file that people read and edit. */
public final class MappingFile {
  private static final long MOST_BYTES = 4 << 20;
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*(-[A-Za-z0-9_.]+)*");

  /** Words that YAML takes for something else than text. */
  private static final Set<String> WORDS =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private MappingFile() {}

  /**
   * @throws StoplogException {@link Problem#MAPPING_INVALID} with line and column, {@link
   *     Problem#ELEMENT_UNKNOWN}, {@link Problem#FILE_NOT_FOUND} or {@link Problem#FILE_UNREADABLE}
   */
  public static Mapping load(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new StoplogException(
            Problem.MAPPING_INVALID, file + ": longer than " + (MOST_BYTES >> 20) + " MB");
      }
      return parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      throw new StoplogException(Problem.FILE_NOT_FOUND, file.toString(), e);
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, file.toString(), e);
    }
  }

  /**
   * @throws StoplogException {@link Problem#FILE_UNREADABLE} when it cannot be written
   */
  public static void save(Mapping mapping, Path file) {
    try {
      Files.writeString(file, toYaml(mapping), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, file.toString(), e);
    }
  }

  /**
   * @param name of the text, for messages
   * @throws StoplogException as {@link #load}
   */
  public static Mapping parse(String name, String yaml) {
    return new MappingParser(name, yaml).parse();
  }

  /**
   * Lower-case hex SHA-256 of {@link #toYaml}, as if no contacts were kept: a file that is imported
   * again to keep them, or to keep them no longer, replaces what was imported before.
   */
  public static String version(Mapping mapping) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(
              sha256.digest(toYaml(mapping.withContacts(false)).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The canonical form: fixed order of keys, what is null is left out. */
  public static String toYaml(Mapping mapping) {
    StringBuilder yaml = new StringBuilder();
    line(yaml, "", "format", slug(mapping.format()));
    line(yaml, "", "encoding", mapping.encoding());
    Character separator = mapping.separator();
    line(yaml, "", "separator", separator == null ? null : separator.toString());
    yaml.append("header: ").append(mapping.header()).append('\n');
    line(yaml, "", "sheet", mapping.sheet());
    line(yaml, "", "date-order", mapping.dateOrder());
    line(yaml, "", "region", mapping.region());
    if (mapping.contacts()) {
      yaml.append("contacts: true\n");
    }
    yaml.append(mapping.fields().isEmpty() ? "fields: []\n" : "fields:\n");
    for (Field field : mapping.fields()) {
      line(yaml, "  - ", "column", field.column());
      line(yaml, "    ", "role", slug(field.role()));
      line(yaml, "    ", "detail", field.detail());
      line(yaml, "    ", "element", field.element());
    }
    return yaml.toString();
  }

  static String slug(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void line(StringBuilder yaml, String indent, String key, @Nullable String value) {
    if (value == null) {
      return;
    }
    yaml.append(indent).append(key).append(": ");
    if (PLAIN.matcher(value).matches() && !WORDS.contains(value.toLowerCase(Locale.ROOT))) {
      yaml.append(value);
    } else {
      quote(yaml, value);
    }
    yaml.append('\n');
  }

  private static void quote(StringBuilder yaml, String value) {
    yaml.append('"');
    value
        .chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                yaml.append('\\').append((char) c);
              } else if (c == '\t') {
                yaml.append("\\t");
              } else if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c >= 0x2028) {
                // Some of these are not printable in YAML; escaped, all of them come back as is.
                yaml.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                yaml.append((char) c);
              }
            });
    yaml.append('"');
  }
}
