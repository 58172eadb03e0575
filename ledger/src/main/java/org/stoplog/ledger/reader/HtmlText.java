package org.stoplog.ledger.reader;

import java.util.Locale;
import java.util.Map;

/** The words of an HTML text, roughly: to be read by people, never to be shown as HTML. */
final class HtmlText {
  private static final Map<String, String> ENTITIES =
      Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ");
  private static final int LONGEST_ENTITY = 10;

  private HtmlText() {}

  static String of(String html) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < html.length()) {
      char c = html.charAt(at);
      if (c == '<') {
        at = tag(html, at, text);
      } else if (c == '&') {
        at = entity(html, at, text);
      } else {
        text.append(Character.isWhitespace(c) ? ' ' : c);
        at++;
      }
    }
    return text.toString()
        .replaceAll(" {2,}", " ")
        .replaceAll(" ?\n ?", "\n")
        .replaceAll("\n{3,}", "\n\n");
  }

  /**
   * @return where the text goes on
   */
  private static int tag(String html, int at, StringBuilder text) {
    if (html.startsWith("<!--", at)) {
      return after(html, "-->", at);
    }
    int end = html.indexOf('>', at);
    if (end < 0) {
      return html.length();
    }
    String name =
        html.substring(at + 1, Math.min(end, at + LONGEST_ENTITY)).toLowerCase(Locale.ROOT);
    for (String hidden : new String[] {"script", "style", "head"}) {
      if (name.startsWith(hidden) && !name.startsWith("header")) {
        return after(html, "</" + hidden, end);
      }
    }
    if (name.matches("(?s)/?(p|div|tr|li|h[1-6]|table|ul|ol|blockquote)(\\W.*)?")
        || name.startsWith("br")) {
      text.append('\n');
    } else if (name.matches("(?s)t[dh](\\W.*)?")) {
      text.append(' ');
    }
    return end + 1;
  }

  private static int after(String html, String mark, int from) {
    for (int at = html.indexOf(mark.charAt(0), from);
        at >= 0;
        at = html.indexOf(mark.charAt(0), at + 1)) {
      if (html.regionMatches(true, at, mark, 0, mark.length())) {
        int end = html.indexOf('>', at);
        return end < 0 ? html.length() : end + 1;
      }
    }
    return html.length();
  }

  private static int entity(String html, int at, StringBuilder text) {
    // No further: a text of nothing but ampersands would be looked through once for each.
    int end = html.indexOf(';', at, Math.min(html.length(), at + LONGEST_ENTITY + 1));
    if (end < 0) {
      text.append('&');
      return at + 1;
    }
    String name = html.substring(at + 1, end);
    String known = ENTITIES.get(name);
    if (known != null) {
      text.append(known);
    } else if (name.matches("#[0-9]{1,6}")) {
      int code = Integer.parseInt(name.substring(1));
      text.appendCodePoint(Character.isDefined(code) ? code : '?');
    } else if (name.matches("#[xX][0-9a-fA-F]{1,5}")) {
      int code = Integer.parseInt(name.substring(2), 16);
      text.appendCodePoint(Character.isDefined(code) ? code : '?');
    } else {
      text.append('&').append(name).append(';');
    }
    return end + 1;
  }
}
