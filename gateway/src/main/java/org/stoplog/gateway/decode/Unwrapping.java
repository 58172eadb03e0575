package org.stoplog.gateway.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes bodies out of their wrappings. What a body is says the body: clients get their headers
 * wrong, and suppliers look at the bytes themselves. Not thread-safe.
 */
final class Unwrapping {
  private static final int MOST_LAYERS = 6;
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  /**
   * @param text what is inside
   * @param layers from the outermost
   * @param ofQuery whether it came in the query
   * @param shape what it is, as far as its beginning says
   */
  record Payload(byte[] text, List<Layer> layers, boolean ofQuery, Shape shape) {
    /** The body or query with another text in the same wrappings. */
    byte[] wrap(byte[] other) {
      byte[] wrapped = other;
      for (Layer layer : layers.reversed()) {
        wrapped = layer.wrap(wrapped);
      }
      return wrapped;
    }
  }

  private final Inflating inflating;
  private final int most;

  /**
   * @param most bytes that a body may inflate to
   */
  Unwrapping(int most) {
    this.most = most;
    this.inflating = new Inflating(most);
  }

  /**
   * @param fields names of form fields that hold events
   * @param shapes what the body may be
   * @return null when the request has neither body nor such a field
   */
  @Nullable Payload unwrap(Request request, Set<String> fields, Set<Shape> shapes)
      throws Unreadable {
    String query = request.query();
    Form.Found found =
        query == null || fields.isEmpty()
            ? null
            : Form.find(query.getBytes(StandardCharsets.ISO_8859_1), fields);
    if (request.body().length == 0) {
      if (found == null) {
        return null;
      }
      List<Layer> layers = new ArrayList<>();
      layers.add(found.layer());
      return new Payload(inner(found.value(), layers), layers, true, Shape.JSON);
    }
    if (found != null) {
      throw new Unreadable("ambiguous-field");
    }
    if (request.body().length > most) {
      throw new Unreadable("too-large");
    }
    if (!isUtf8(request.contentType())) {
      throw new Unreadable("charset");
    }
    List<Layer> layers = new ArrayList<>(2);
    byte[] bytes = request.body();
    if (request.contentEncoding() != null) {
      bytes = decoded(bytes, request.contentEncoding(), layers);
    }
    bytes = inflated(bytes, layers);
    if (shapes.contains(Shape.QUERIES)) {
      return new Payload(bytes, layers, false, Shape.QUERIES);
    }
    if (isJson(bytes)) {
      Shape shape = shapes.contains(Shape.ENVELOPE) ? Shape.ENVELOPE : Shape.JSON;
      return new Payload(bytes, layers, false, shape);
    }
    Form.Found field = fields.isEmpty() ? null : Form.find(bytes, fields);
    if (field != null) {
      layers.add(field.layer());
      bytes = field.value();
    }
    if (field == null && shapes.contains(Shape.PARTS) && Multipart.isMultipart(bytes)) {
      return new Payload(bytes, layers, false, Shape.PARTS);
    }
    List<Layer> outer = List.copyOf(layers);
    try {
      return new Payload(inner(bytes, layers), layers, false, Shape.JSON);
    } catch (Unreadable e) {
      Shape shape = field == null ? other(bytes, request.contentType(), shapes) : null;
      if (shape == null || !e.slug().equals("not-json")) {
        throw e;
      }
      return new Payload(bytes, outer, false, shape);
    }
  }

  /** What else it is, null for nothing that the supplier takes. */
  private static @Nullable Shape other(
      byte[] bytes, @Nullable String contentType, Set<Shape> shapes) {
    String said = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
    boolean strict = shapes.contains(Shape.TABLE) && !said.contains("form-urlencoded");
    if (shapes.contains(Shape.FORM) && WholeForm.isForm(bytes, strict)) {
      return Shape.FORM;
    }
    if (shapes.contains(Shape.TABLE) && Table.isTable(bytes, said.contains("csv"))) {
      return Shape.TABLE;
    }
    return shapes.contains(Shape.TEXT) ? Shape.TEXT : null;
  }

  /** What a field or a text without one holds: JSON, or base64 of it, or of what inflates to it. */
  private byte[] inner(byte[] bytes, List<Layer> layers) throws Unreadable {
    byte[] inner = inflated(bytes, layers);
    if (isJson(inner)) {
      return inner;
    }
    inner = inflated(base64(inner, layers), layers);
    if (isJson(inner)) {
      return inner;
    }
    throw new Unreadable("not-json");
  }

  private byte[] decoded(byte[] body, String header, List<Layer> layers) throws Unreadable {
    byte[] bytes = body;
    String[] names = header.toLowerCase(Locale.ROOT).split(",", MOST_LAYERS + 1);
    if (names.length > MOST_LAYERS) {
      throw new Unreadable("too-many-layers");
    }
    for (String name : Arrays.asList(names).reversed()) {
      switch (name.strip()) {
        case "", "identity" -> {}
        case "gzip", "x-gzip" -> {
          if (Inflating.isGzip(bytes)) {
            bytes = inflating.gzip(bytes);
            layers.add(new Layer.Gzip());
          }
        }
        case "deflate" -> {
          if (Inflating.isZlib(bytes)) {
            bytes = inflating.zlib(bytes);
            layers.add(new Layer.Deflate(false));
          } else if (!isJson(bytes) && !Inflating.isGzip(bytes)) {
            bytes = inflating.raw(bytes);
            layers.add(new Layer.Deflate(true));
          }
        }
        case "br" -> {
          if (!isJson(bytes) && !Inflating.isGzip(bytes)) {
            bytes = inflating.brotli(bytes);
            layers.add(new Layer.InBrotli());
          }
        }
        default -> {
          // Zstd and what may come: nothing that is alive reads it without the machine's own code.
          if (!isJson(bytes) && !Inflating.isGzip(bytes)) {
            throw new Unreadable("unknown-encoding");
          }
        }
      }
    }
    return bytes;
  }

  private byte[] inflated(byte[] wrapped, List<Layer> layers) throws Unreadable {
    byte[] bytes = wrapped;
    while (Inflating.isGzip(bytes)) {
      if (layers.size() >= MOST_LAYERS) {
        throw new Unreadable("too-many-layers");
      }
      bytes = inflating.gzip(bytes);
      layers.add(new Layer.Gzip());
    }
    if (bytes.length > ZSTD.length && Arrays.equals(bytes, 0, ZSTD.length, ZSTD, 0, ZSTD.length)) {
      throw new Unreadable("unknown-encoding");
    }
    return bytes;
  }

  private static byte[] base64(byte[] text, List<Layer> layers) throws Unreadable {
    byte[] plain = new byte[text.length];
    int size = 0;
    boolean url = false;
    boolean usual = false;
    int padding = 0;
    int end = text.length;
    while (end > 0 && isBlank(text[end - 1])) {
      end--;
    }
    for (int i = 0; i < end; i++) {
      byte c = text[i];
      if (c == ' ') {
        // A plus that was not percent-encoded reads as a blank in forms.
        c = '+';
      }
      if (c == '\r' || c == '\n') {
        continue;
      }
      url |= c == '-' || c == '_';
      usual |= c == '+' || c == '/';
      padding += c == '=' ? 1 : 0;
      plain[size++] = c;
    }
    if (size < 2 || (url && usual)) {
      throw new Unreadable("not-json");
    }
    byte[] trimmed = Arrays.copyOf(plain, size);
    try {
      byte[] inner = (url ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(trimmed);
      layers.add(new Layer.InBase64(url, padding > 0 || size % 4 == 0));
      return inner;
    } catch (IllegalArgumentException e) {
      throw new Unreadable("not-json");
    }
  }

  /** A supplier that believes another name would read other letters than we do. */
  private static boolean isUtf8(@Nullable String contentType) {
    int at = contentType == null ? -1 : contentType.toLowerCase(Locale.ROOT).indexOf("charset=");
    if (contentType == null || at < 0) {
      return true;
    }
    String name = contentType.substring(at + "charset=".length()).toLowerCase(Locale.ROOT);
    String bare = name.startsWith("\"") ? name.substring(1) : name;
    return bare.startsWith("utf-8") || bare.startsWith("utf8") || bare.startsWith("us-ascii");
  }

  private static boolean isJson(byte[] bytes) {
    int at = 0;
    while (at < bytes.length && isBlank(bytes[at])) {
      at++;
    }
    return at < bytes.length && (bytes[at] == '{' || bytes[at] == '[');
  }

  private static boolean isBlank(byte c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
