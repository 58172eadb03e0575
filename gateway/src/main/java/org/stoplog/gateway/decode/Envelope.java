package org.stoplog.gateway.decode;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;

/**
 * Sentry's envelope: a line of JSON, then items of a line each and a payload behind it, as long as
 * the item's line says or up to the next line. It becomes its first line with the payloads as
 * {@code items}. When a payload changes, its length is changed too.
 */
final class Envelope {
  private static final int MOST_ITEMS = 256;
  private static final int LONGEST_LINE = 16 << 10;
  private static final Pattern LENGTH = Pattern.compile("\"length\"\\s*:\\s*(\\d{1,9})\\s*[,}]");
  private static final Pattern TYPE = Pattern.compile("\"type\"\\s*:\\s*\"([a-z_]{1,40})\"");
  private static final ElementSet REPLAY =
      Elements.catalogue().get("behaviour.session_replay").asSet();

  /** Payloads that are no JSON, or not of a kind that tells of people by its keys. */
  private static final Map<String, ElementSet> CLOSED =
      Map.of(
          "attachment",
          Elements.catalogue().get("content.file_upload").asSet(),
          "replay_recording",
          REPLAY,
          "replay_video",
          REPLAY);

  private final byte[] text;
  private final Translated out;
  private int at;

  private Envelope(byte[] text, int most) {
    this.text = text;
    this.out = new Translated(most);
  }

  static Translated read(byte[] text, int most) throws Unreadable {
    Envelope envelope = new Envelope(text, most);
    envelope.read();
    return envelope.out;
  }

  private void read() throws Unreadable {
    int start = skipBlank(0);
    int stop = lineEnd(start);
    int brace = lastBrace(start, stop);
    out.json(text, start, brace);
    boolean isEmpty = skipBlank(start + 1) >= brace;
    out.raw(isEmpty ? "\"items\":[" : ",\"items\":[");
    at = Math.min(text.length, stop + 1);
    int items = 0;
    int read = 0;
    while (at < text.length) {
      if (text[at] == '\n' || text[at] == '\r') {
        at++;
        continue;
      }
      if (++items > MOST_ITEMS) {
        throw new Unreadable("too-many-events");
      }
      read += item(read > 0) ? 1 : 0;
    }
    out.raw("]}");
  }

  /** Returns whether the item was put into the JSON. */
  private boolean item(boolean notFirst) throws Unreadable {
    int start = at;
    int stop = lineEnd(start);
    lastBrace(start, stop);
    if (stop - start > LONGEST_LINE) {
      throw new Unreadable("bad-envelope");
    }
    // Bytes as letters, so that places in the line are places in the text.
    String line = new String(text, start, stop - start, StandardCharsets.ISO_8859_1);
    Matcher length = LENGTH.matcher(line);
    int from = Math.min(text.length, stop + 1);
    int to;
    boolean isCounted = line.contains("\"length\"");
    if (isCounted) {
      if (!length.find() || line.indexOf("\"length\"") != line.lastIndexOf("\"length\"")) {
        throw new Unreadable("bad-envelope");
      }
      long end = from + Long.parseLong(length.group(1));
      if (end > text.length || (end < text.length && text[(int) end] != '\n')) {
        throw new Unreadable("bad-envelope");
      }
      to = (int) end;
    } else {
      to = lineEnd(from);
    }
    at = Math.min(text.length, to + 1);
    Matcher type = TYPE.matcher(line);
    String its = type.find() ? type.group(1) : "";
    if (line.indexOf("\"type\"") != line.lastIndexOf("\"type\"")) {
      throw new Unreadable("bad-envelope");
    }
    ElementSet closed = CLOSED.get(its);
    if (closed != null) {
      out.closed(start, at, closed);
      return false;
    }
    int first = skipBlank(from);
    if (first >= to || text[first] != '{') {
      throw new Unreadable("unknown-item");
    }
    out.raw(notFirst ? "," : "");
    out.whole(text, from, to);
    if (isCounted) {
      out.counted(new Translated.Counted(start + length.start(1), start + length.end(1), from, to));
    }
    return true;
  }

  private int lineEnd(int from) {
    int to = from;
    while (to < text.length && text[to] != '\n') {
      to++;
    }
    return to;
  }

  /** Where the line's object ends; the brace does not belong to what is before it. */
  private int lastBrace(int from, int to) throws Unreadable {
    int brace = to - 1;
    while (brace > from && (text[brace] == ' ' || text[brace] == '\r' || text[brace] == '\t')) {
      brace--;
    }
    if (brace <= from || text[from] != '{' || text[brace] != '}') {
      throw new Unreadable("bad-envelope");
    }
    return brace;
  }

  private int skipBlank(int from) {
    int to = from;
    while (to < text.length
        && (text[to] == ' ' || text[to] == '\t' || text[to] == '\r' || text[to] == '\n')) {
      to++;
    }
    return to;
  }
}
