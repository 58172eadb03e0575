package org.stoplog.server.statements;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.stoplog.ledger.store.CanonicalJson;

/**
 * Feeds of the newest revisions. Readers keep what they have seen by its id, so ids follow from the
 * signed bytes and stay the same wherever the site is served.
 *
 * @param base address of the site, without a slash at its end
 * @param places as paths below the base
 * @param newest first
 */
record Feeds(String base, Places places, String publisher, List<Published> newest) {
  private static final int MOST = 50;
  private static final Instant NEVER = Instant.EPOCH;

  Feeds {
    newest = List.copyOf(newest.subList(0, Math.min(MOST, newest.size())));
  }

  byte[] bytes(Feed feed) {
    return (switch (feed) {
          case ATOM -> atom();
          case RSS -> rss();
          case JSON -> json();
        })
        .getBytes(UTF_8);
  }

  private String address(String path) {
    return base + (path.startsWith("/") ? "" : "/") + path;
  }

  private String title() {
    return publisher.isEmpty() ? "Statements" : publisher + ": statements";
  }

  private static String id(Published one) {
    return "urn:uuid:" + UUID.nameUUIDFromBytes(one.bytes());
  }

  private static String title(Published one) {
    Document document = one.document();
    Words words = document.words();
    return document.title()
        + " ("
        + (document.withdraws() ? words.withdrawn() + ", " : "")
        + words.revision()
        + " "
        + document.number()
        + ")";
  }

  private static String html(Published one) {
    Content.Text text = one.document().texts().getFirst();
    return (text.note().isEmpty() ? "" : "<p><em>" + escaped(text.note()) + "</em></p>\n")
        + Markdown.html(text.body());
  }

  private String atom() {
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    out.append("<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    // Of the site, not of the place where it is served.
    out.append("<id>urn:uuid:")
        .append(UUID.nameUUIDFromBytes(("stoplog statements " + publisher).getBytes(UTF_8)))
        .append("</id>\n");
    element(out, "title", title());
    element(out, "updated", updated().toString());
    out.append("<author><name>").append(escaped(author())).append("</name></author>\n");
    link(out, "self", Feed.ATOM.plainType(), address(places.feed(Feed.ATOM)));
    link(out, "alternate", "text/html", address(places.index()));
    for (Published one : newest) {
      Document document = one.document();
      out.append("<entry xml:lang=\"").append(escaped(document.language())).append("\">\n");
      element(out, "id", id(one));
      element(out, "title", title(one));
      element(out, "updated", document.published().toString());
      element(out, "published", document.published().toString());
      link(
          out,
          "alternate",
          "text/html",
          address(places.revision(document.slug(), document.number())));
      out.append("<content type=\"html\">").append(escaped(html(one))).append("</content>\n");
      out.append("</entry>\n");
    }
    return out.append("</feed>\n").toString();
  }

  private String rss() {
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    out.append("<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel>\n");
    element(out, "title", title());
    element(out, "link", address(places.index()));
    element(out, "description", title());
    element(out, "lastBuildDate", mailDate(updated()));
    out.append("<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"")
        .append(escaped(address(places.feed(Feed.RSS))))
        .append("\"/>\n");
    for (Published one : newest) {
      Document document = one.document();
      out.append("<item>\n");
      element(out, "title", title(one));
      element(out, "link", address(places.revision(document.slug(), document.number())));
      out.append("<guid isPermaLink=\"false\">").append(id(one)).append("</guid>\n");
      element(out, "pubDate", mailDate(document.published()));
      element(out, "description", html(one));
      out.append("</item>\n");
    }
    return out.append("</channel></rss>\n").toString();
  }

  private String json() {
    Map<String, Object> feed = new LinkedHashMap<>();
    feed.put("version", "https://jsonfeed.org/version/1.1");
    feed.put("title", title());
    feed.put("home_page_url", address(places.index()));
    feed.put("feed_url", address(places.feed(Feed.JSON)));
    feed.put("authors", List.of(Map.of("name", author())));
    List<Object> items = new ArrayList<>();
    for (Published one : newest) {
      Document document = one.document();
      items.add(
          Map.of(
              "id", id(one),
              "url", address(places.revision(document.slug(), document.number())),
              "title", title(one),
              "language", document.language(),
              "content_html", html(one),
              "content_text", Markdown.text(document.texts().getFirst().body()),
              "date_published", document.published().toString()));
    }
    feed.put("items", items);
    return CanonicalJson.write(feed) + "\n";
  }

  private String author() {
    return publisher.isEmpty() ? "unknown" : publisher;
  }

  private Instant updated() {
    return newest.isEmpty() ? NEVER : newest.getFirst().document().published();
  }

  private static String mailDate(Instant at) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atOffset(ZoneOffset.UTC));
  }

  private static void element(StringBuilder out, String name, String text) {
    out.append('<').append(name).append('>').append(escaped(text));
    out.append("</").append(name).append(">\n");
  }

  private static void link(StringBuilder out, String relation, String type, String address) {
    out.append("<link rel=\"").append(relation).append("\" type=\"").append(type);
    out.append("\" href=\"").append(escaped(address)).append("\"/>\n");
  }

  /** For text and for values in double quotes, of XML and of HTML. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
