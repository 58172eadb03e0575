package org.stoplog.gateway.program;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Nearest;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Lines {@code name=value}, and what each may be. Whatever is wrong is said with its line. */
final class SettingsFile {
  private static final int MOST_BYTES = 64 << 10;
  private static final int LONGEST_SHOWN = 40;
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,8})(KB|MB|GB)");
  private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,5})(ms|s|m|h)");

  private final Path file;
  private final Map<String, Line> lines;

  private SettingsFile(Path file, Map<String, Line> lines) {
    this.file = file;
    this.lines = lines;
  }

  private record Line(int number, String value) {}

  /**
   * @param known names that there are
   * @throws StoplogException SETTINGS_INVALID
   */
  static SettingsFile read(Path file, Set<String> known) {
    String text = text(file);
    Map<String, Line> lines = new HashMap<>();
    int number = 0;
    for (String line : text.split("\r?\n", -1)) {
      number++;
      String stripped = line.strip();
      if (stripped.isEmpty() || stripped.startsWith("#")) {
        continue;
      }
      int equal = stripped.indexOf('=');
      String name = equal < 0 ? stripped : stripped.substring(0, equal).strip();
      if (!known.contains(name)) {
        throw wrong(
            file,
            number,
            "there is no setting \""
                + shown(name)
                + "\"; "
                + Nearest.hint(name, known.stream().sorted().toList()));
      }
      if (equal < 0) {
        throw wrong(file, number, name + ": write it as " + name + "=VALUE");
      }
      Line before = lines.put(name, new Line(number, stripped.substring(equal + 1).strip()));
      if (before != null) {
        throw wrong(file, number, name + " stands in line " + before.number() + " already");
      }
    }
    return new SettingsFile(file, lines);
  }

  private static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new StoplogException(Problem.SETTINGS_INVALID, file + " is too long to be settings");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw new StoplogException(Problem.FILE_NOT_FOUND, file.toString(), e);
    } catch (CharacterCodingException e) {
      throw new StoplogException(Problem.SETTINGS_INVALID, file + " is not text in UTF-8", e);
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, file.toString(), e);
    }
  }

  private static String shown(String text) {
    String printable = text.replaceAll("\\p{C}", "\ufffd");
    return printable.length() > LONGEST_SHOWN
        ? printable.substring(0, LONGEST_SHOWN) + "…"
        : printable;
  }

  private static StoplogException wrong(Path file, int line, String what) {
    return new StoplogException(Problem.SETTINGS_INVALID, file + ", line " + line + ": " + what);
  }

  private StoplogException wrong(String name, Line line, String what) {
    return wrong(file, line.number(), name + ": " + what + ", not \"" + shown(line.value()) + "\"");
  }

  private @Nullable Line line(String name) {
    Line line = lines.get(name);
    if (line != null && line.value().isEmpty()) {
      throw wrong(file, line.number(), name + " has no value; leave the line out instead");
    }
    return line;
  }

  String text(String name, String usual) {
    Line line = line(name);
    return line == null ? usual : line.value();
  }

  /** A file or folder beside the settings; null when none is named. */
  @Nullable Path path(String name) {
    Line line = line(name);
    if (line == null) {
      return null;
    }
    try {
      return file.toAbsolutePath().resolveSibling(line.value()).normalize();
    } catch (java.nio.file.InvalidPathException e) {
      throw wrong(name, line, "a path");
    }
  }

  Path neededPath(String name) {
    Path path = path(name);
    if (path == null) {
      throw new StoplogException(Problem.SETTINGS_INVALID, file + ": " + name + " is missing");
    }
    return path;
  }

  /** A file that is there; null when none is named. */
  @Nullable Path existing(String name) {
    Path path = path(name);
    if (path != null && !Files.isRegularFile(path)) {
      throw wrongValue(name, "a file that is there");
    }
    return path;
  }

  int number(String name, int usual, int least, int most) {
    Line line = line(name);
    if (line == null) {
      return usual;
    }
    if (line.value().matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(line.value());
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw wrong(name, line, "a number from " + least + " to " + most);
  }

  /** Bytes, written as 64KB or 8MB. */
  long size(String name, long usual, long least, long most) {
    Line line = line(name);
    if (line == null) {
      return usual;
    }
    Matcher form = SIZE.matcher(line.value());
    if (form.matches()) {
      long bytes =
          Long.parseLong(form.group(1))
              << switch (form.group(2)) {
                case "KB" -> 10;
                case "MB" -> 20;
                default -> 30;
              };
      if (bytes >= least && bytes <= most) {
        return bytes;
      }
    }
    throw wrong(name, line, "a size from " + (least >> 10) + "KB to " + (most >> 20) + "MB");
  }

  Duration time(String name, Duration usual, Duration least, Duration most) {
    Line line = line(name);
    if (line == null) {
      return usual;
    }
    Matcher form = TIME.matcher(line.value());
    if (form.matches()) {
      long number = Long.parseLong(form.group(1));
      Duration time =
          switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
          };
      if (time.compareTo(least) >= 0 && time.compareTo(most) <= 0) {
        return time;
      }
    }
    throw wrong(name, line, "a time from " + least.toSeconds() + "s to " + most.toMinutes() + "m");
  }

  StoplogException wrongValue(String name, String what) {
    Line line = lines.get(name);
    return line == null
        ? new StoplogException(Problem.SETTINGS_INVALID, file + ": " + name + ": " + what)
        : wrong(name, line, what);
  }
}
