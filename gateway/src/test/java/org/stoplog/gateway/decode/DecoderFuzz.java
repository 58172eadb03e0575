package org.stoplog.gateway.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.Elements;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.ConnectionMode;
import org.stoplog.gateway.policy.Language;
import org.stoplog.gateway.policy.Refusal;

/**
 * What holds for any request whatever. Jazzer calls it with inputs that it makes up, as {@code
 * DecoderFuzzLongTest} starts it; {@code DecoderFuzzTest} with those that are kept.
 */
public final class DecoderFuzz {
  /** Whom the supplier must not hear of. */
  static final String CANARY = Sample.EMAIL;

  /** Set by whoever starts Jazzer. */
  static final String LANGUAGE = "stoplog.fuzz.language";

  private static final Map<Language, DecoderFuzz> ALL = new EnumMap<>(Language.class);

  private final ConnectionDecoder passing;
  private final ConnectionDecoder copying;
  private final ConnectionDecoder masking;
  private final ConnectionDecoder hashing;
  private final ConnectionDecoder dropping;
  private final ConnectionDecoder refusing;

  private DecoderFuzz(Language language) {
    passing = Wire.of(language).decoder();
    Wire copy = Wire.of(language).rule("contact.email", Action.MASK);
    copy.mode = ConnectionMode.RECORD_ONLY;
    copying = copy.decoder();
    masking = Wire.of(language).rule("contact.email", Action.MASK).decoder();
    hashing = all(language, Action.HASH).decoder();
    dropping = all(language, Action.DROP).decoder();
    Wire refuse = Wire.of(language).rule("contact.email", Action.MASK);
    refuse.unreadable = Refusal.REFUSE;
    refuse.undeclared = Refusal.REFUSE;
    refusing = refuse.decoder();
  }

  private static Wire all(Language language, Action action) {
    Wire wire = Wire.of(language);
    Elements.catalogue().all().forEach(element -> wire.rule(element.id(), action));
    return wire;
  }

  /** Called by Jazzer before it takes time: what an input needs at first is loaded by now. */
  public static void fuzzerInitialize() {
    for (Sample sample : Sample.all()) {
      check(sample.language(), input(sample.request()));
    }
  }

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    check(Language.valueOf(System.getProperty(LANGUAGE, Language.JSON.name())), input);
  }

  /**
   * @throws AssertionError for what does not hold, or whatever a decoder throws
   */
  static void check(Language language, byte[] input) {
    ALL.computeIfAbsent(language, DecoderFuzz::new).check(request(input));
  }

  /**
   * A request as an input writes it: a line with method and target, one with the type of the
   * content, one with its encodings, both empty where there is none, and then the body.
   */
  static Request request(byte[] input) {
    String text = new String(input, ISO_8859_1);
    String[] lines = Arrays.copyOf(text.split("\n", 4), 4);
    String line = visible(lines[0]);
    int space = line.indexOf(' ');
    String target = line.substring(space + 1);
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    return new Request(
        space <= 0 ? "POST" : line.substring(0, space),
        path.startsWith("/") ? path : "/" + path,
        mark < 0 ? null : target.substring(mark + 1).replace(" ", ""),
        header(lines[1]),
        header(lines[2]),
        lines[3] == null ? new byte[0] : lines[3].getBytes(ISO_8859_1),
        Wire.NOW,
        true);
  }

  static byte[] input(Request request) {
    String query = request.query();
    String head =
        request.method()
            + " "
            + request.path()
            + (query == null ? "" : "?" + query)
            + "\n"
            + text(request.contentType())
            + "\n"
            + text(request.contentEncoding())
            + "\n";
    byte[] bytes = head.getBytes(ISO_8859_1);
    byte[] input = Arrays.copyOf(bytes, bytes.length + request.body().length);
    System.arraycopy(request.body(), 0, input, bytes.length, request.body().length);
    return input;
  }

  private static String text(@Nullable String header) {
    return header == null ? "" : header;
  }

  private static @Nullable String header(@Nullable String line) {
    String value = visible(line);
    return value.isEmpty() ? null : value;
  }

  /** What the server lets through of a head. */
  private static String visible(@Nullable String line) {
    return line == null ? "" : line.replaceAll("[^ -~]", "").strip();
  }

  private void check(Request request) {
    byte[] before = request.body().clone();
    Decoded passed = decoded(passing, request);
    require(passed.verdict() == Decoded.Verdict.SEND, "what passes is not sent");
    require(passed.body() == request.body(), "what passes is changed");
    Decoded copied = decoded(copying, request);
    require(copied.verdict() == Decoded.Verdict.SEND && copied.edits() == 0, "a copy is changed");
    for (ConnectionDecoder changing : new ConnectionDecoder[] {masking, hashing, dropping}) {
      Decoded once = decoded(changing, request);
      require(
          same(once.opaque(), passed.opaque()) || once.verdict() != Decoded.Verdict.SEND,
          "what could be read is sent unread");
      if (once.verdict() == Decoded.Verdict.SEND && once.opaque() == null) {
        checkAgain(changing, request, once);
      }
    }
    Decoded refused = decoded(refusing, request);
    require(
        refused.opaque() == null || refused.verdict() != Decoded.Verdict.SEND,
        "what could not be read is sent where it must not");
    require(Arrays.equals(before, request.body()), "the request's own bytes are changed");
  }

  private static Decoded decoded(ConnectionDecoder decoder, Request request) {
    Decoded decoded = decoder.decode(request);
    Rows.of(decoder.mapping(), decoded);
    require(
        decoded.opaque() == null || decoded.opaque().matches("[a-z-]{1,40}"),
        "the reason is no word of ours");
    require(decoder.sink(request, decoded.events()).status() >= 200, "there is no answer");
    return decoded;
  }

  /** What was rewritten is read as well as before, and nobody finds in it who was masked. */
  private void checkAgain(ConnectionDecoder changing, Request request, Decoded once) {
    Request sent =
        new Request(
            request.method(),
            request.path(),
            once.query(),
            request.contentType(),
            request.contentEncoding(),
            once.body(),
            request.time(),
            request.hasUserAgent());
    Decoded again = decoded(passing, sent);
    if (changing == dropping && again.opaque() != null) {
      return; // of "email=a@b.example&=x" two bytes are left, which nobody would call a form
    }
    // Lines of text that became hashes and numbers read as base64 of what may begin as JSON does.
    require(again.opaque() == null || isOfBase64(once.body()), "what was rewritten cannot be read");
    if (changing == dropping) {
      require(decoded(dropping, sent).edits() == 0, "something was left to drop");
    }
    if (!request.path().toLowerCase(Locale.ROOT).contains("@") && !request.path().contains("%")) {
      Rows rows = Rows.of(passing.mapping(), again);
      for (Rows.Row row : rows.rows) {
        for (String cell : row.cells()) {
          require(
              !cell.contains(" email ") || !cell.toLowerCase(Locale.ROOT).contains(CANARY),
              "the supplier hears of an address that a rule is about");
        }
      }
    }
  }

  /** No address has these letters alone. */
  private static boolean isOfBase64(byte[] text) {
    return new String(text, ISO_8859_1).replaceAll("[0-9A-Za-z+/=_\\s-]", "").isEmpty();
  }

  private static boolean same(@Nullable String one, @Nullable String other) {
    return one == null ? other == null : one.equals(other);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
