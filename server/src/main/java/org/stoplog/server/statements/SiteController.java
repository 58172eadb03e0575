package org.stoplog.server.statements;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.PublicAssets;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.PublicPages;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** The public site for its owner: what is on it, its key, and all of it as files. */
@Controller
final class SiteController {
  private static final String PATH = "/public-site";

  private final Pages pages;
  private final Transactions transactions;
  private final SiteMaker maker;
  private final PublicAssets assets;
  private final PublicDoor door;

  SiteController(
      Pages pages,
      Transactions transactions,
      SiteMaker maker,
      PublicAssets assets,
      PublicDoor door) {
    this.pages = pages;
    this.transactions = transactions;
    this.maker = maker;
    this.assets = assets;
    this.door = door;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View show() {
    return show(null, listener(), 200);
  }

  private View show(@Nullable String error, String base, int status) {
    Map<String, Document> last = new LinkedHashMap<>();
    transactions
        .run(Published::all)
        .forEach(one -> last.put(one.document().slug(), one.document()));
    List<SitePage.Line> lines = new ArrayList<>();
    last.values().forEach(document -> lines.add(line(document)));
    Origin origin = door.origin();
    return pages.view(
        "public-site",
        new SitePage(
            origin == null ? null : origin.base() + Places.Live.ROOT,
            maker.key().id(),
            maker.key().pem(),
            lines,
            error,
            base),
        status);
  }

  private SitePage.Line line(Document document) {
    Instant next = document.nextUpdate();
    return new SitePage.Line(
        document.title(),
        document.slug(),
        document.number(),
        Times.second(document.published()),
        document.withdraws()
            ? "withdrawn"
            : next == null ? "none" : StatementForm.written(next) + " UTC",
        door.isOpen() ? listener() + Places.Live.ROOT + "/" + document.slug() : null);
  }

  /** Address of the public listener, without a slash; empty without one. */
  private String listener() {
    Origin origin = door.origin();
    return origin == null ? "" : origin.base();
  }

  /** All that is published, and so not a secret; that it was taken is in the log. */
  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/export")
  Object export(@RequestParam("base") String typed) {
    String base = typed.strip().replaceAll("/+$", "");
    if (!isAddress(base)) {
      return show("Write the address where it will be served, as https://NAME/PATH.", typed, 422);
    }
    Caller caller = Caller.signedIn();
    byte[] zip =
        transactions.act(
            act -> {
              List<Published> all = Published.all(act.jdbc());
              Map<String, PublicFile> files =
                  new LinkedHashMap<>(maker.files(all, base, listener()));
              for (String name : List.of(PublicPages.STYLESHEET, PublicPages.ICON)) {
                files.put(name, PublicFile.of(assets.content(name), "", Instant.EPOCH));
              }
              act.record(
                  caller.account(),
                  "statements.exported",
                  Map.of("revisions", all.size(), "files", files.size()));
              return SiteZip.of(files);
            });
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType("application/zip"))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename("statements.zip").build().toString())
        .body(zip);
  }

  private static boolean isAddress(String text) {
    try {
      URI uri = new URI(text);
      return text.length() <= 300
          && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
