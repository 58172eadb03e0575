package org.stoplog.cli.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy that the catcher took.
 *
 * @param to whom the envelope named, as {@link SampleAddresses#plain} writes it
 * @param sha256 of the message without the envelope's two lines, in hex
 */
record CaughtMail(String to, String sha256) {
  private static final String TO = "Delivered-To: ";

  static List<CaughtMail> all(Path folder) throws IOException {
    List<CaughtMail> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".eml")).toList()) {
        all.add(read(Files.readAllBytes(file)));
      }
    }
    return all;
  }

  private static CaughtMail read(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    int second = text.indexOf("\r\n") + 2;
    int message = text.indexOf("\r\n", second) + 2;
    String to = new String(bytes, second + TO.length(), message - 2 - second - TO.length(), UTF_8);
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(Arrays.copyOfRange(bytes, message, bytes.length));
      return new CaughtMail(SampleAddresses.plain(to), HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
