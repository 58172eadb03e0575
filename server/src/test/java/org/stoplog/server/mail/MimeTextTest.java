package org.stoplog.server.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MimeTextTest {
  private static final Instant DATE = Instant.parse("2026-11-09T04:05:06Z");

  private static MimeText.Head head(String name, String subject) {
    return new MimeText.Head(
        "notice@example.org", name, "ann@example.com", name, subject, DATE, "<n.1@example.org>");
  }

  private static String text(MimeText.Head head, String text, String html) {
    return new String(MimeText.of(head, text, html), StandardCharsets.US_ASCII);
  }

  @Test
  void aPlainMessageIsPlain() {
    assertThat(text(head("Acme, Inc.", "Your data"), "Dear Ann,\n.\nyours", null))
        .isEqualTo(
            """
            From: "Acme, Inc."
             <notice@example.org>
            To: "Acme, Inc."
             <ann@example.com>
            Subject: Your data
            Date: Mon, 9 Nov 2026 04:05:06 +0000
            Message-ID: <n.1@example.org>
            Auto-Submitted: auto-generated
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Dear Ann,
            .
            yours
            """
                .replace("\n", "\r\n"));
  }

  @Test
  void theSameInputGivesTheSameBytesSoThatCopiesCollapse() {
    byte[] once = MimeText.of(head(null, "a"), "text", "<p>text</p>");
    assertThat(MimeText.of(head(null, "a"), "text", "<p>text</p>")).isEqualTo(once);
    String message = new String(once, StandardCharsets.US_ASCII);
    String boundary = found(message, "boundary=\"(=_[0-9a-f]{32})\"");
    assertThat(message.split(Pattern.quote("--" + boundary), -1)).hasSize(4);
    assertThat(message).contains("text/html; charset=utf-8").endsWith("--" + boundary + "--\r\n");
  }

  private static String found(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\r\nBcc: eve@example.org",
        "a\nb",
        "a\rb",
        "a\u0000b",
        "a\u0085b",
        "a\u2028b",
        "a\u001bb"
      })
  void noValueBeginsAnotherHeader(String value) {
    for (Runnable made :
        List.<Runnable>of(
            () -> MimeText.of(head(value, "s"), "t", null),
            () -> MimeText.of(head("n", value), "t", null),
            () ->
                MimeText.of(
                    new MimeText.Head(
                        "a@example.org", null, "b@" + value, null, "s", DATE, "<i@example.org>"),
                    "t",
                    null),
            () ->
                MimeText.of(
                    new MimeText.Head(
                        "a@example.org",
                        null,
                        "b@example.org",
                        null,
                        "s",
                        DATE,
                        "<" + value + "@x>"),
                    "t",
                    null))) {
      assertThatThrownBy(made::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("eve");
    }
  }

  /** Any text comes back, in lines of ASCII that every mail server takes. */
  @Test
  void anyTextComesBack() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      String value = letters(random, 1 + random.nextInt(200), false);
      String body = letters(random, random.nextInt(3_000), true);
      String message = text(head(value, value), body, body);
      assertThat(message.lines()).as("seed " + seed).allMatch(line -> line.length() <= 78);
      assertThat(message).as("seed " + seed).matches("(?s)[\\x09\\x0a\\x0d\\x20-\\x7e]*");
      String subject = found(message, "(?s)Subject: (.*?)\r\n(?! )");
      assertThat(decoded(subject)).as("seed " + seed).isEqualTo(value);
      String[] parts = message.split("--=_[0-9a-f]{32}(--)?\r\n");
      for (String part : List.of(parts[1], parts[2])) {
        String content = part.substring(part.indexOf("\r\n\r\n") + 4);
        assertThat(unquoted(content)).as("seed " + seed).isEqualTo(body + "\n");
      }
    }
  }

  private static String letters(Random random, int length, boolean lines) {
    String all = "abc XYZ.=?_\"\\<>@,;:é漢😀ß\tÀ0" + (lines ? "\n" : "");
    int[] points = all.codePoints().filter(c -> lines || c != '\t').toArray();
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < length; i++) {
      out.appendCodePoint(points[random.nextInt(points.length)]);
    }
    String text = out.toString();
    return lines ? text : text.isBlank() ? "x" : text;
  }

  /** RFC 2047, written a second time. */
  private static String decoded(String header) {
    String unfolded = header.replaceAll("\\?=\r\n =\\?", "?==?");
    Matcher word = Pattern.compile("=\\?UTF-8\\?B\\?([A-Za-z0-9+/=]*)\\?=").matcher(unfolded);
    StringBuilder out = new StringBuilder();
    int at = 0;
    List<String> words = new ArrayList<>();
    while (word.find()) {
      out.append(unfolded, at, word.start());
      String text = new String(Base64.getDecoder().decode(word.group(1)), StandardCharsets.UTF_8);
      words.add(text);
      out.append(text);
      at = word.end();
    }
    // A character that was cut in two would have become another one.
    assertThat(words).noneMatch(text -> text.contains("\ufffd"));
    return out.append(unfolded.substring(at)).toString();
  }

  /** RFC 2045, 6.7, written a second time. */
  private static String unquoted(String content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String text = content.replace("=\r\n", "").replace("\r\n", "\n");
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '=') {
        out.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        out.write(text.charAt(i));
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
