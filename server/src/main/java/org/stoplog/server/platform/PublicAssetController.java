package org.stoplog.server.platform;

import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Serves what public pages load. */
@Controller
final class PublicAssetController {
  private final PublicAssets assets;

  PublicAssetController(PublicAssets assets) {
    this.assets = assets;
  }

  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @GetMapping("/public-assets/{hash}/{name}")
  ResponseEntity<byte[]> file(
      @PathVariable("hash") String hash, @PathVariable("name") String name) {
    Assets.Asset asset =
        assets
            .find(name, hash)
            .orElseThrow(
                () -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such file."));
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(asset.type()))
        .cacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
        .body(asset.content().clone());
  }
}
