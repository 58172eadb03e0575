package org.stoplog.server.statements;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A revision of a statement, as anybody reads it.
 *
 * @param newer path of the newest revision; null when this is it
 * @param next when more is promised; null when no more is
 * @param since when the revision before was published; null for the first
 * @param document path of the signed bytes
 * @param keyId of the key that signed
 */
public record PublicStatementPage(
    Words words,
    String publisher,
    int number,
    String at,
    String machine,
    @Nullable String newer,
    boolean isWithdrawn,
    @Nullable String next,
    @Nullable String nextMachine,
    @Nullable String since,
    List<Text> texts,
    List<Revision> revisions,
    String document,
    String signature,
    String key,
    String keyId,
    List<PublicIndexPage.Link> feeds,
    List<PublicIndexPage.Link> asked) {
  public PublicStatementPage {
    texts = List.copyOf(texts);
    revisions = List.copyOf(revisions);
    feeds = List.copyOf(feeds);
    asked = List.copyOf(asked);
  }

  /**
   * @param html made of Markdown by us, with nothing of the writer's but text
   * @param changes lines that are not as in the revision before
   */
  public record Text(
      String language, String title, String note, String html, List<TextDiff.Line> changes) {
    public Text {
      changes = List.copyOf(changes);
    }
  }

  /** One of all revisions, the newest first. */
  public record Revision(
      int number, String at, String machine, String path, String note, boolean isShown) {}

  public boolean isChanged() {
    return texts.stream().anyMatch(text -> !text.changes().isEmpty() || !text.note().isEmpty());
  }

  static PublicStatementPage of(
      List<Published> revisions,
      int which,
      Places places,
      String keyId,
      List<PublicIndexPage.Link> feeds,
      List<PublicIndexPage.Link> asked) {
    Document shown = revisions.get(which).document();
    Document before = which == 0 ? null : revisions.get(which - 1).document();
    Document last = revisions.getLast().document();
    Words words = shown.words();
    Instant next = shown.nextUpdate();
    List<Revision> all = new ArrayList<>();
    for (Published one : revisions.reversed()) {
      Document document = one.document();
      all.add(
          new Revision(
              document.number(),
              words.time(document.published()),
              document.published().toString(),
              places.revision(document.slug(), document.number()),
              document.texts().getFirst().note(),
              document.number() == shown.number()));
    }
    return new PublicStatementPage(
        words,
        shown.publisher(),
        shown.number(),
        words.time(shown.published()),
        shown.published().toString(),
        shown.number() == last.number() ? null : places.statement(shown.slug()),
        last.withdraws(),
        next == null ? null : words.time(next),
        next == null ? null : next.toString(),
        before == null ? null : words.time(before.published()),
        shown.texts().stream().map(text -> text(text, before)).toList(),
        all,
        places.document(shown.slug(), shown.number()),
        places.signature(shown.slug(), shown.number()),
        places.key(),
        keyId,
        feeds,
        asked);
  }

  /** What somebody reads who sees no marks. */
  private static String read(Content.Text text) {
    return text.title() + "\n" + Markdown.text(text.body());
  }

  static Text text(Content.Text text, @Nullable Document before) {
    Content.Text earlier = before == null ? null : before.text(text.language());
    return new Text(
        text.language(),
        text.title(),
        text.note(),
        Markdown.html(text.body()),
        earlier == null
            ? List.of()
            : TextDiff.lines(read(earlier), read(text)));
  }
}
