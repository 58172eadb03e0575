package org.stoplog.server.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The files that pages load; their addresses change with their content. */
public final class Assets {
  private static final int HASH_LENGTH = 16;
  private static final String CSS = "text/css;charset=UTF-8";
  private static final String SCRIPT = "text/javascript;charset=UTF-8";

  private final Map<String, Asset> byName = new LinkedHashMap<>();
  private final String folder;

  private Assets(String folder) {
    this.folder = folder;
  }

  Assets() {
    this("/assets/");
    add("icon.svg", "icon.svg", "image/svg+xml");
    add("stoplog.css", "stoplog.css", CSS);
    add("room.js", "room.js", SCRIPT);
    add("htmx.js", "/META-INF/resources/webjars/htmx.org/2.0.8/dist/htmx.min.js", SCRIPT);
    add("passkeys.js", "passkeys.js", SCRIPT);
  }

  /** Those of the public listener. */
  static Assets ofPublic() {
    Assets assets = new Assets("/public-assets/");
    assets.add(PublicPages.STYLESHEET, PublicPages.STYLESHEET, CSS);
    // Without one browsers ask for /favicon.ico again and again.
    assets.add(PublicPages.ICON, PublicPages.ICON, "image/svg+xml");
    assets.add(PublicPages.ASKED_SCRIPT, PublicPages.ASKED_SCRIPT, SCRIPT);
    return assets;
  }

  /** A file, and the hash that stands in its address. */
  record Asset(byte[] content, String type, String hash) {}

  private void add(String name, String resource, String type) {
    byte[] content = read(resource);
    String hash = HexFormat.of().formatHex(Tokens.sha256(content)).substring(0, HASH_LENGTH);
    byName.put(name, new Asset(content, type, hash));
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

  /** The file, when it is the one of this version. */
  Optional<Asset> find(String name, String hash) {
    return Optional.ofNullable(byName.get(name)).filter(asset -> asset.hash().equals(hash));
  }

  String pathOf(String name) {
    return folder + named(name).hash() + "/" + name;
  }

  byte[] content(String name) {
    return named(name).content().clone();
  }

  private Asset named(String name) {
    Asset asset = byName.get(name);
    if (asset == null) {
      throw new IllegalStateException("there is no file " + name);
    }
    return asset;
  }
}
