package org.stoplog.server.statements;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.stoplog.ledger.identity.StatementKey;
import org.stoplog.server.platform.PublicLink;
import org.stoplog.server.platform.PublicPages;
import org.stoplog.server.platform.PublicShell;

/** Makes all pages and files of the public site of what is published. */
final class SiteMaker {
  private static final String HTML = "text/html;charset=UTF-8";

  private final PublicPages pages;
  private final StatementKey key;
  private final List<PublicLink> links;

  SiteMaker(PublicPages pages, StatementKey key, List<PublicLink> links) {
    this.pages = pages;
    this.key = key;
    this.links = links.stream().sorted(Comparator.comparingInt(PublicLink::order)).toList();
  }

  StatementKey key() {
    return key;
  }

  /** By the path that each has at the public listener. */
  Map<String, PublicFile> live(List<Published> all, String base) {
    PublicShell shell = pages.shell("en");
    Places live = new Places.Live(shell.stylesheet(), shell.icon());
    return new Site(all, base, "", level -> live).make();
  }

  /**
   * By the name that each has in a folder.
   *
   * @param base where the folder will be served; empty when nobody knows, and then feeds have paths
   *     only
   * @param listener address of the public listener, for questions that files cannot answer; empty
   *     without one
   */
  Map<String, PublicFile> files(List<Published> all, String base, String listener) {
    return new Site(all, base, listener, level -> new Places.Files("../".repeat(level))).make();
  }

  private final class Site {
    private final Map<String, List<Published>> bySlug = new TreeMap<>();
    private final Map<String, PublicFile> made = new LinkedHashMap<>();
    private final List<Published> newest;
    private final String base;
    private final String listener;
    private final IntFunction<Places> at;
    private final Places top;
    private final Instant changed;

    /**
     * @param at places as a page names them that lies so many folders deep
     */
    Site(List<Published> all, String base, String listener, IntFunction<Places> at) {
      for (Published one : all) {
        bySlug.computeIfAbsent(one.document().slug(), slug -> new ArrayList<>()).add(one);
      }
      this.newest =
          all.stream()
              .sorted(
                  Comparator.comparing((Published one) -> one.document().published()).reversed())
              .toList();
      this.base = base;
      this.listener = listener;
      this.at = at;
      this.top = at.apply(0);
      this.changed = newest.isEmpty() ? Instant.EPOCH : newest.getFirst().document().published();
    }

    Map<String, PublicFile> make() {
      page(top.index(), "public-index", index(), top, words().language(), changed);
      Feeds feeds = new Feeds(base, top, publisher(), newest);
      for (Feed feed : Feed.values()) {
        add(top.feed(feed), feeds.bytes(feed), feed.type(), changed);
      }
      add(
          top.key(),
          key.pem().getBytes(java.nio.charset.StandardCharsets.US_ASCII),
          "text/plain;charset=US-ASCII",
          Instant.EPOCH);
      bySlug.forEach(this::statement);
      return made;
    }

    private String publisher() {
      return newest.isEmpty() ? "" : newest.getFirst().document().publisher();
    }

    private Words words() {
      return newest.isEmpty() ? Words.EN : newest.getFirst().document().words();
    }

    private PublicIndexPage index() {
      Words words = words();
      return new PublicIndexPage(
          words,
          publisher(),
          bySlug.values().stream()
              .map(List::getLast)
              .sorted(
                  Comparator.comparing((Published one) -> one.document().published()).reversed())
              .map(
                  one ->
                      new PublicIndexPage.Line(
                          one.document().language(),
                          one.document().title(),
                          top.statement(one.document().slug()),
                          one.document().number(),
                          words.time(one.document().published()),
                          one.document().published().toString(),
                          one.document().withdraws()))
              .toList(),
          follow(top),
          asked(words.language()),
          top.key());
    }

    private List<PublicIndexPage.Link> follow(Places places) {
      List<PublicIndexPage.Link> feeds = new ArrayList<>();
      for (Feed feed : Feed.values()) {
        feeds.add(new PublicIndexPage.Link(feed.title(), places.feed(feed), feed.plainType()));
      }
      return feeds;
    }

    /** What strangers may ask; files answer nothing, so there it leads to the listener. */
    private List<PublicIndexPage.Link> asked(String language) {
      boolean isHere = top instanceof Places.Live;
      return isHere || !listener.isEmpty()
          ? links.stream()
              .map(
                  link ->
                      new PublicIndexPage.Link(
                          link.in(language), (isHere ? "" : listener) + link.path(), ""))
              .toList()
          : List.of();
    }

    private void statement(String slug, List<Published> revisions) {
      for (int i = 0; i < revisions.size(); i++) {
        Published one = revisions.get(i);
        int number = one.document().number();
        revision(top.revision(slug, number), at.apply(2), revisions, i);
        add(
            top.document(slug, number),
            one.bytes(),
            "application/json",
            one.document().published());
        add(
            top.signature(slug, number),
            one.signature(),
            "application/octet-stream",
            one.document().published());
      }
      revision(top.statement(slug), at.apply(1), revisions, revisions.size() - 1);
    }

    private void revision(String path, Places places, List<Published> revisions, int which) {
      Published shown = revisions.get(which);
      page(
          path,
          "public-statement",
          PublicStatementPage.of(
              revisions,
              which,
              places,
              key.id(),
              follow(places),
              asked(shown.document().words().language())),
          places,
          shown.document().words().language(),
          // A later revision shows on the pages of all before it.
          revisions.getLast().document().published());
    }

    private void page(
        String path, String template, Object page, Places places, String language, Instant at) {
      byte[] bytes =
          pages.bytes(
              template, page, new PublicShell(
                  language, places.stylesheet(), places.icon(), places.index()));
      add(path, bytes, HTML, at);
    }

    private void add(String path, byte[] bytes, String type, Instant at) {
      made.put(path, PublicFile.of(bytes, type, at));
    }
  }
}
