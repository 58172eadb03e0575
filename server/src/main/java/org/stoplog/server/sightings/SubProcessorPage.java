package org.stoplog.server.sightings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.reader.PageText;
import tools.jackson.databind.JsonNode;

/**
 * The page on which a supplier names its sub-processors, or its list in our own JSON form
 * (docs/reference/sub-processors.md), as lines that are compared with those of the last time.
 */
final class SubProcessorPage {
  private static final int LONGEST_LINE = 500;
  private static final int MOST_LINES = 20_000;
  private static final int FEWEST_LETTERS = 20;
  private static final Pattern CHARSET =
      Pattern.compile("charset\\s{0,10}=\\s{0,10}[\"']?([A-Za-z0-9_:.-]{1,40})");

  private SubProcessorPage() {}

  /**
   * Reads it, and compares.
   *
   * @throws LookFailed when there is no text to compare
   */
  static Seen look(Fetch.Got got, Lookout one, Before before) {
    boolean isList = isJson(got);
    List<String> lines = isList ? ofList(got.body()) : ofPage(got);
    String words =
        isList
            ? Numbers.of(lines.size(), "sub-processor")
            : Numbers.of(lines.size(), "line") + " of text";
    if (before.last() == null) {
      return Seen.of(lines, words, List.of());
    }
    Difference difference = Difference.of(before.lines(), lines);
    if (difference.isEmpty()) {
      // Lines that changed places alone: it is compared with as it was.
      return Seen.of(before.lines(), words, List.of());
    }
    String what = isList ? listed(difference) : difference.words();
    return Seen.of(
        lines,
        words,
        List.of(
            new Found(
                one.facts().supplier(),
                one.id().toString(),
                UUID.randomUUID().toString(),
                before.name(one.facts().supplier())
                    + " changed its list of sub-processors: "
                    + what,
                difference.lines(),
                !difference.came().isEmpty())));
  }

  private static boolean isJson(Fetch.Got got) {
    byte[] body = got.body();
    int first = 0;
    while (first < body.length && first < LONGEST_LINE && body[first] <= ' ' && body[first] >= 0) {
      first++;
    }
    return got.type().startsWith("application/json") || (first < body.length && body[first] == '{');
  }

  /** A line for each, by name; what changed of one is a line that went and one that came. */
  private static List<String> ofList(byte[] body) {
    List<String> lines = new ArrayList<>();
    JsonLists.each(
        body,
        "sub_processors",
        "list of sub-processors",
        (entry, number) -> {
          String name = JsonLists.text(entry, "name", 100);
          if (name.isEmpty()) {
            throw new LookFailed("Entry " + number + " of the list has no name.");
          }
          List<String> parts = new ArrayList<>(List.of(name));
          for (String field : List.of("domain", "purpose", "data", "place", "since")) {
            JsonNode value = entry.get(field);
            if (value != null && value.isString()) {
              parts.add(field + ": " + JsonLists.text(entry, field, 100));
            }
          }
          lines.add(Plain.line(String.join("; ", parts), LONGEST_LINE));
        });
    lines.sort(String::compareTo);
    return lines;
  }

  /** {@code 1 added, 1 removed, 2 changed}, by their names. */
  private static String listed(Difference difference) {
    List<String> came = difference.came().stream().map(SubProcessorPage::name).toList();
    List<String> went = difference.went().stream().map(SubProcessorPage::name).toList();
    long changed = came.stream().filter(went::contains).count();
    return (came.size() - changed)
        + " added, "
        + went.stream().filter(one -> !came.contains(one)).count()
        + " removed, "
        + changed
        + " changed";
  }

  private static String name(String line) {
    int end = line.indexOf("; ");
    return end < 0 ? line : line.substring(0, end);
  }

  private static List<String> ofPage(Fetch.Got got) {
    String type = got.type();
    if (!type.isEmpty() && !type.startsWith("text/") && !type.startsWith("application/xhtml")) {
      throw new LookFailed("It is no page and no list: the server calls it another kind of file.");
    }
    byte[] body = got.body();
    String text = new String(body, charset(type, body));
    List<String> found =
        type.startsWith("text/plain")
            ? Plain.lines(text, LONGEST_LINE, MOST_LINES)
            : Plain.lines(String.join("\n", PageText.lines(text)), LONGEST_LINE, MOST_LINES);
    int letters =
        found.stream()
            .mapToInt(line -> (int) line.chars().filter(Character::isLetter).count())
            .sum();
    if (letters < FEWEST_LETTERS) {
      throw new LookFailed(
          "The page has no text without its scripts. Look for another address of the list.");
    }
    return found;
  }

  private static Charset charset(String type, byte[] body) {
    String head =
        new String(
            body, 0, Math.min(body.length, 1_024), java.nio.charset.StandardCharsets.ISO_8859_1);
    for (String said : List.of(type, head)) {
      Matcher found = CHARSET.matcher(said);
      if (found.find()) {
        try {
          return Charset.forName(found.group(1));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
          return UTF_8;
        }
      }
    }
    return UTF_8;
  }
}
