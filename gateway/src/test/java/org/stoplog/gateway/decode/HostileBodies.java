package org.stoplog.gateway.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Bodies that somebody made to break readers, small enough to be given to each language. */
final class HostileBodies {
  private static final byte[] BOMB = Wire.gzip(new byte[22 << 20]);

  static final String[] TYPES = {
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=b",
    "text/csv",
    "application/x-sentry-envelope",
    "image/png"
  };

  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    ",",
    "\"",
    "\\",
    "&",
    "=",
    "%",
    "%4",
    "%5B",
    "\r\n",
    "\n",
    "--",
    "--xYz",
    ";",
    "\u0000",
    "é",
    "[x]",
    "\"length\":3",
    "@",
    "+4930123456",
    "a@b.example",
    "name=",
    ":"
  };

  private HostileBodies() {}

  /** What becomes more than a reader may hold. */
  static List<byte[]> bombs() {
    return List.of(BOMB, Arrays.copyOf(BOMB, BOMB.length - 9), Wire.gzip(BOMB));
  }

  static List<byte[]> all() {
    List<byte[]> all = new ArrayList<>();
    String[] texts = {
      "[".repeat(50_000),
      "{\"a\":".repeat(50_000),
      "{\"a\":1,\"a\":2}",
      "{\"a\":1}{\"a\":1}",
      "[{\"items\":[{\"items\":[{\"items\":[{}]}]}]}]",
      "{\"to\":[{\"to\":[{\"to\":[{\"to\":[]}]}]}]}",
      "{\"attributes\":[],\"events\":[],\"purchases\":[1]}",
      "{\"$path\":\"anna@example.com\",\"$lines\":[],\"$body\":1}",
      "{\"personalizations\":[{\"to\":\"anna@example.com\"}]}",
      "a[b" + "][b".repeat(10_000) + "]=1",
      "a=1&a[b]=2&a[b][c]=3&a[]=4&a[][]=5&=6&&&[=7&]=8",
      "a=%&b=%4&c=%zz",
      "=",
      "&",
      "--",
      "--b",
      "--b\r\n",
      "--b\r\n\r\n\r\n--b--",
      "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n--b--",
      "--b\r\nContent-Disposition: form-data; name=\"\"; filename=\"\"\r\n\r\n\r\n--b--",
      "--b\r\n" + "X: y\r\n".repeat(10_000) + "\r\n--b--",
      "a,b\n\"",
      "a,b\n,\n",
      ",\n,",
      "a\n",
      "\"\"\"\n\"\"",
      "{}\n{}\n{}\n",
      "{}\n{\"type\":\"event\",\"length\":0}\n\n",
      "{\"dsn\":1}\n{\"type\":\"attachment\",\"length\":99999}\n",
      "{}\r\n{\"type\":\"event\"}\r\n{\"user\":{\"email\":\"anna@example.com\"}}\r\n",
      "\ufeff{}",
      "\u0000",
      "anna@example.com",
      "data=e30%3D",
      "e30="
    };
    for (String text : texts) {
      all.add(text.getBytes(UTF_8));
    }
    all.add("{\"a\":\"é\"}".getBytes(ISO_8859_1));
    all.add("a=é".getBytes(ISO_8859_1));
    all.add("a,b\né,é\n".getBytes(ISO_8859_1));
    all.add("{\"a\":1}".getBytes(UTF_16BE));
    return all;
  }

  /** A few changes: something is put in, taken out, said twice, or cut off. */
  static byte[] spoiled(byte[] body, Random random) {
    StringBuilder text = new StringBuilder(new String(body, ISO_8859_1));
    for (int n = random.nextInt(4); n > 0 && !text.isEmpty(); n--) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + 1 + random.nextInt(20));
      switch (random.nextInt(5)) {
        case 0 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
        case 1 -> text.delete(at, to);
        case 2 -> text.insert(at, text.substring(at, to));
        case 3 -> text.setCharAt(at, (char) random.nextInt(256));
        default -> text.setLength(random.nextInt(3) == 0 ? at : text.length());
      }
    }
    return text.toString().getBytes(ISO_8859_1);
  }
}
