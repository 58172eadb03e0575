package org.stoplog.gateway.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.Language;

class LayersTest {
  private static final String EMAIL = "anna+x@example.com";

  /** Events by the language that they are in. */
  private static final Map<Language, String> EVENTS =
      Map.of(
          Language.MIXPANEL,
          "{\"event\":\"Größe ☃\",\"properties\":{\"distinct_id\":\"u-1\",\"token\":\"t\",\"$email\":\""
              + EMAIL
              + "\",\"n\":1.50,\"note\":\"a&b=c%d +e\"}}",
          Language.POSTHOG,
          "{\"api_key\":\"k\",\"batch\":[{\"event\":\"a\",\"distinct_id\":\"u-1\",\"$set\":{\"email\":\""
              + EMAIL
              + "\"}},{\"event\":\"größer\",\"properties\":{\"distinct_id\":\"u-2\"}}]}",
          Language.SEGMENT,
          " [ {\"type\":\"identify\",\"userId\":\"u-1\",\"traits\":{\"email\" : \""
              + EMAIL
              + "\", \"n\":1e3}} ] ");

  /**
   * A wrapping and how it is taken off again, written apart from the code.
   *
   * @param encoding what it adds to Content-Encoding, null for nothing
   */
  private record Wrap(
      String name,
      UnaryOperator<byte[]> on,
      UnaryOperator<byte[]> off,
      @Nullable String encoding) {}

  private static final Wrap GZIP_SAID = new Wrap("gzip", Wire::gzip, LayersTest::gunzip, "gzip");
  private static final Wrap GZIP = new Wrap("gzip unsaid", Wire::gzip, LayersTest::gunzip, null);
  private static final Wrap ZLIB =
      new Wrap("deflate", b -> deflate(b, false), b -> inflate(b, false), "deflate");
  private static final Wrap RAW =
      new Wrap("raw deflate", b -> deflate(b, true), b -> inflate(b, true), "deflate");
  private static final Wrap BROTLI = new Wrap("brotli", Brotli::store, LayersTest::unbrotli, "br");
  private static final Wrap BASE64 =
      new Wrap(
          "base64", b -> Base64.getEncoder().encode(b), b -> Base64.getDecoder().decode(b), null);
  private static final Wrap BASE64_URL =
      new Wrap(
          "base64 of addresses",
          b -> Base64.getUrlEncoder().withoutPadding().encode(b),
          b -> Base64.getUrlDecoder().decode(b),
          null);
  private static final Wrap FORM = form("", "");
  private static final Wrap FORM_AMONG = form("ip=1&", "&verbose=1&_=1700000000000");

  private static Wrap form(String before, String after) {
    return new Wrap(
        "form " + before,
        b ->
            (before + "data=" + URLEncoder.encode(new String(b, UTF_8), UTF_8) + after)
                .getBytes(UTF_8),
        b -> {
          String text = new String(b, UTF_8);
          assertThat(text).startsWith(before + "data=").endsWith(after);
          String value = text.substring(before.length() + 5, text.length() - after.length());
          return URLDecoder.decode(value, UTF_8).getBytes(UTF_8);
        },
        null);
  }

  /** From the innermost. */
  private static List<List<Wrap>> stacks() {
    List<List<Wrap>> inner = new ArrayList<>();
    inner.add(List.of());
    for (Wrap base64 : List.of(BASE64, BASE64_URL)) {
      inner.add(List.of(base64));
      inner.add(List.of(GZIP, base64));
    }
    List<List<Wrap>> middle = new ArrayList<>(inner);
    for (List<Wrap> stack : inner) {
      middle.add(with(stack, FORM));
      middle.add(with(stack, FORM_AMONG));
    }
    List<List<Wrap>> all = new ArrayList<>(middle);
    for (List<Wrap> stack : middle) {
      for (Wrap outer : List.of(GZIP, GZIP_SAID, ZLIB, RAW)) {
        all.add(with(stack, outer));
        if (outer != GZIP) {
          all.add(with(with(stack, outer), GZIP_SAID));
        }
      }
      all.add(with(stack, BROTLI));
      all.add(with(with(stack, BROTLI), GZIP_SAID));
      all.add(with(with(stack, GZIP), ZLIB));
    }
    return all;
  }

  private static List<Wrap> with(List<Wrap> stack, Wrap outer) {
    List<Wrap> longer = new ArrayList<>(stack);
    longer.add(outer);
    return longer;
  }

  @ParameterizedTest
  @EnumSource(names = {"MIXPANEL", "POSTHOG", "SEGMENT"})
  void readsAndRewritesTheSameInAllWrappings(Language language) {
    String event = Objects.requireNonNull(EVENTS.get(language));
    Wire plain = Wire.of(language);
    Rows expected = plain.rows("/track", event);
    assertThat(expected.rows.getFirst().elements()).contains("contact.email");
    ConnectionDecoder passing = plain.decoder();
    Wire masking = Wire.of(language).rule("contact.email", Action.MASK);
    Rows expectedMasked = masking.rows("/track", event);
    assertThat(expectedMasked.rows.getFirst().elements()).doesNotContain("contact.email");
    ConnectionDecoder masked = masking.decoder();
    List<List<Wrap>> stacks = stacks();
    assertThat(stacks).hasSizeGreaterThan(100);
    for (List<Wrap> stack : stacks) {
      String name = stack.stream().map(Wrap::name).toList().toString();
      byte[] body = event.getBytes(UTF_8);
      List<String> encodings = new ArrayList<>();
      for (Wrap wrap : stack) {
        body = wrap.on().apply(body);
        if (wrap.encoding() != null) {
          encodings.add(wrap.encoding());
        }
      }
      Request request =
          Wire.request(
              "/track", null, encodings.isEmpty() ? null : String.join(", ", encodings), body);
      Decoded same = passing.decode(request);
      assertThat(same.opaque()).as(name).isNull();
      assertThat(same.body()).as(name).isSameAs(body);
      assertThat(Rows.of(passing.mapping(), same).rows).as(name).isEqualTo(expected.rows);
      Decoded rewritten = masked.decode(request);
      assertThat(Rows.of(masked.mapping(), rewritten).rows).as(name).isEqualTo(expectedMasked.rows);
      byte[] sent = rewritten.body();
      for (Wrap wrap : stack.reversed()) {
        sent = wrap.off().apply(sent);
      }
      assertThat(new String(sent, UTF_8)).as(name).isEqualTo(event.replace(EMAIL, Rewriting.EMAIL));
    }
  }

  @Test
  void believesTheBytesAndNotTheHeader() {
    ConnectionDecoder decoder = Wire.of(Language.POSTHOG).decoder();
    byte[] event = "{\"event\":\"a\",\"distinct_id\":\"u\"}".getBytes(UTF_8);
    for (String lie : new String[] {"gzip", "deflate", "br", "zstd", "identity", "x-unknown"}) {
      assertThat(decoder.decode(Wire.request("/e", null, lie, event)).opaque()).as(lie).isNull();
    }
    byte[] gzip = Wire.gzip(event);
    for (String lie : new String[] {"br", "deflate", "identity"}) {
      assertThat(decoder.decode(Wire.request("/e", null, lie, gzip)).opaque()).as(lie).isNull();
    }
    assertThat(decoder.decode(Wire.request("/e", null, "zstd", new byte[] {1, 2, 3})).opaque())
        .isEqualTo("unknown-encoding");
    assertThat(decoder.decode(Wire.request("/e", null, "br", new byte[] {1, 2, 3})).opaque())
        .isEqualTo("damaged-encoding");
  }

  @Test
  void readsBase64WhosePlusesBecameBlanks() {
    byte[] event =
        "{\"event\":\"~~~???>>>\",\"properties\":{\"distinct_id\":\"u\"}}".getBytes(UTF_8);
    String text = new String(Base64.getEncoder().encode(event), ISO_8859_1);
    assertThat(text).contains("+");
    assertThat(Wire.of(Language.MIXPANEL).post("/track", "data=" + text).events()).isEqualTo(1);
  }

  private static byte[] unbrotli(byte[] bytes) {
    try (BrotliInputStream in = new BrotliInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The smallest that Brotli's own writer makes of it, and texts longer than a block. */
  @Test
  void readsAndWritesBrotli() throws Unreadable {
    byte[] hello = HexFormat.of().parseHex("0b028068656c6c6f03");
    assertThat(new String(Brotli.inflate(hello, 100), UTF_8)).isEqualTo("hello");
    for (int length : new int[] {0, 1, 65_535, 65_536, 65_537, 200_000}) {
      byte[] plain = "{\"a\":1}  ".repeat(length / 9 + 1).substring(0, length).getBytes(UTF_8);
      byte[] stored = Brotli.store(plain);
      assertThat(unbrotli(stored)).isEqualTo(plain);
      assertThat(Brotli.inflate(stored, 1 << 20)).isEqualTo(plain);
    }
  }

  private static byte[] gunzip(byte[] bytes) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] deflate(byte[] bytes, boolean raw) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream stream = new DeflaterOutputStream(out, new Deflater(9, raw))) {
      stream.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] inflate(byte[] bytes, boolean raw) {
    try (InflaterInputStream in =
        new InflaterInputStream(new ByteArrayInputStream(bytes), new Inflater(raw))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
