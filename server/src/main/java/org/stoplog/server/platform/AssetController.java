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

/** Serves what pages load. */
@Controller
final class AssetController {
  private final Assets assets;

  AssetController(Assets assets) {
    this.assets = assets;
  }

  @Access(value = Permission.ANYONE, listener = Listener.INTERNAL)
  @GetMapping("/assets/{hash}/stoplog.css")
  ResponseEntity<byte[]> stylesheet(@PathVariable("hash") String hash) {
    if (!assets.isCurrent(hash)) {
      throw new StoplogException(Problem.PAGE_UNKNOWN, "this version has no such stylesheet");
    }
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType("text/css;charset=UTF-8"))
        .cacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
        .body(assets.stylesheet());
  }
}
