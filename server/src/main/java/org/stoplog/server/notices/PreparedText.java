package org.stoplog.server.notices;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;

/**
 * A text that was read once, for many copies. A copy takes no reading: what is the same in all
 * stands ready, in plain text and in HTML, and what is a person's goes in between. For use by
 * several threads.
 */
final class PreparedText {
  /** So many sets of elements are remembered; real audiences have few. */
  private static final int MOST_SETS = 4_096;

  private static final int MOST_LURES = 6;

  private final Content.Text text;
  private final List<Pieces.Piece> subject;
  private final List<Pieces.Piece> plain;
  private final List<Pieces.Piece> html;
  private final Map<ElementSet, Own> owns = new ConcurrentHashMap<>();

  /** What is said of a set of elements, within a sentence and as a list, in both forms. */
  private record Own(Forms elements, Forms lures, String passwords) {}

  private record Forms(String inline, String list, String inlineHtml, String listHtml) {
    static Forms of(List<String> items, String inline) {
      return new Forms(
          inline, Pieces.list(items, false), Pieces.plain(inline, true), Pieces.list(items, true));
    }

    String get(boolean isHtml, boolean isList) {
      return isHtml ? (isList ? listHtml : inlineHtml) : isList ? list : inline;
    }
  }

  private PreparedText(
      Content.Text text,
      List<Pieces.Piece> subject,
      List<Pieces.Piece> plain,
      List<Pieces.Piece> html) {
    this.text = text;
    this.subject = subject;
    this.plain = plain;
    this.html = html;
  }

  /**
   * @param supplier as the register calls it, when the notice does not say
   * @param sender domain of the address that copies come from; null when it is not known yet
   */
  static PreparedText of(
      Content content, Content.Text text, String supplier, @Nullable String sender) {
    Map<Field, List<String>> same = same(content, text, supplier, sender);
    Pieces.Joints joints = text.words().joints();
    Pieces subject = new Pieces(false, same, joints).text(Template.marked(text.subject()));
    Pieces plain = new Pieces(false, same, joints);
    TextForm.write(read(text), plain);
    Pieces html = new Pieces(true, same, joints);
    HtmlForm.write(
        read(text),
        Template.marked(text.subject()),
        text.language(),
        text.words().isRightToLeft(),
        html);
    return new PreparedText(text, subject.done(), plain.done(), html.done());
  }

  private static Markup read(Content.Text text) {
    Markup markup = Markup.of(text.body());
    markup.unmark();
    return markup;
  }

  private static Map<Field, List<String>> same(
      Content content, Content.Text text, String supplier, @Nullable String sender) {
    Map<Field, List<String>> same = new EnumMap<>(Field.class);
    content.said(text).forEach((field, value) -> same.put(field, List.of(value)));
    String own = content.more().supplier();
    same.put(Field.SUPPLIER, List.of(PlainValue.line(own.isEmpty() ? supplier : own)));
    same.put(Field.NOT_INCLUDED, text.words().names(content.more().notIncluded()));
    Set<String> senders = new LinkedHashSet<>();
    if (sender != null) {
      senders.add(sender);
    }
    senders.addAll(content.more().senders());
    same.put(Field.SENDERS, List.copyOf(senders));
    same.put(Field.NEVER, text.words().never());
    return same;
  }

  /** One person's copy. */
  Letter letter(Letter.Reader reader) {
    Own own = owns.get(reader.elements());
    if (own == null) {
      own = own(reader.elements());
      if (owns.size() < MOST_SETS) {
        owns.put(reader.elements(), own);
      }
    }
    String name = PlainValue.name(reader.name());
    return new Letter(
        text.language(),
        PlainValue.line(fill(subject, false, name, reader, own)),
        fill(plain, false, name, reader, own),
        fill(html, true, name, reader, own));
  }

  private String fill(
      List<Pieces.Piece> pieces,
      boolean isHtml,
      @Nullable String name,
      Letter.Reader reader,
      Own own) {
    StringBuilder out = new StringBuilder(isHtml ? 12_000 : 6_000);
    for (Pieces.Piece piece : pieces) {
      switch (piece) {
        case Pieces.Piece.Literal literal -> out.append(literal.text());
        case Pieces.Piece.Own(Field field, boolean isList) ->
            out.append(
                switch (field) {
                  case NAME -> name(name, isHtml);
                  case CODE -> Pieces.plain(reader.code(), isHtml);
                  case ELEMENTS -> own.elements().get(isHtml, isList);
                  case LURES -> own.lures().get(isHtml, isList);
                  case PASSWORDS -> Pieces.plain(own.passwords(), isHtml);
                  default -> throw new IllegalStateException(field + " is no person's");
                });
      }
    }
    return out.toString();
  }

  /** What is written from the right must not turn what stands around it. */
  private String name(@Nullable String name, boolean isHtml) {
    if (name == null) {
      return Pieces.plain(text.stranger(), isHtml);
    }
    if (isHtml) {
      return "<bdi>" + Pieces.plain(name, true) + "</bdi>";
    }
    return java.text.Bidi.requiresBidi(name.toCharArray(), 0, name.length())
        ? "\u2068" + name + "\u2069"
        : name;
  }

  private Own own(ElementSet elements) {
    LetterWords words = text.words();
    List<String> names = elements.isEmpty() ? List.of(text.unknown()) : words.names(elements);
    List<String> lures = new ArrayList<>();
    for (LetterWords.Lure lure : words.lures()) {
      // Of whom nothing is known that something was taken of, we know at least that we can write.
      boolean isLikely =
          elements.isEmpty()
              ? lure.id().equals("email") || lure.id().equals("personal")
              : !lure.elements().and(elements).isEmpty();
      if (isLikely && lures.size() < MOST_LURES) {
        lures.add(lure.sentence());
      }
    }
    if (lures.isEmpty()) {
      lures.add(words.lures().getFirst().sentence());
    }
    String passwords =
        elements.isEmpty()
            ? "unknown"
            : elements.and(LetterWords.TO_CHANGE).isEmpty() ? "safe" : "exposed";
    return new Own(
        Forms.of(names, words.joints().join(names)),
        Forms.of(lures, String.join(" ", lures)),
        words.passwords().getOrDefault(passwords, ""));
  }
}
