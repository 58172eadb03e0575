package org.stoplog.server.platform;

import java.util.Optional;

/** The files that public pages load. */
public final class PublicAssets {
  private final Assets assets;

  PublicAssets() {
    assets = Assets.ofPublic();
  }

  Optional<Assets.Asset> find(String name, String hash) {
    return assets.find(name, hash);
  }

  String pathOf(String name) {
    return assets.pathOf(name);
  }

  /** A file's content, for a site that is served from elsewhere. */
  public byte[] content(String name) {
    return assets.content(name);
  }
}
