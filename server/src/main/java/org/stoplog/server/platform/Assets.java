package org.stoplog.server.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;

/** The files that pages load; their addresses change with their content. */
public final class Assets {
  private static final int HASH_LENGTH = 16;

  private final byte[] stylesheet;
  private final String hash;

  Assets() {
    stylesheet = read("stoplog.css");
    String text = new String(stylesheet, java.nio.charset.StandardCharsets.UTF_8);
    hash = HexFormat.of().formatHex(Tokens.sha256(text)).substring(0, HASH_LENGTH);
  }

  private static byte[] read(String name) {
    try (InputStream content = Assets.class.getResourceAsStream(name)) {
      if (content == null) {
        throw new IllegalStateException(name + " is missing in the jar");
      }
      return content.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] stylesheet() {
    return stylesheet.clone();
  }

  boolean isCurrent(String asked) {
    return hash.equals(asked);
  }

  String stylesheetPath() {
    return "/assets/" + hash + "/stoplog.css";
  }
}
