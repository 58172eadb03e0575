package org.stoplog.server.notices;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.web.util.HtmlUtils;

/**
 * A text on its way to being filled: what is the same in every copy, and where something of the
 * person stands. What fields fill in is text, in HTML too.
 */
final class Pieces {
  /** Part of a prepared text. */
  sealed interface Piece {
    /** The same in every copy. */
    record Literal(String text) implements Piece {}

    /** Another in each copy; as a list where nothing else is in its paragraph. */
    record Own(Field field, boolean isList) implements Piece {}
  }

  private final boolean isHtml;
  private final Map<Field, List<String>> same;
  private final Joints joints;
  private final List<Piece> pieces = new ArrayList<>();
  private final StringBuilder literal = new StringBuilder();

  /**
   * @param same what fills the fields that are no person's
   */
  Pieces(boolean isHtml, Map<Field, List<String>> same, Joints joints) {
    this.isHtml = isHtml;
    this.same = same;
    this.joints = joints;
  }

  /** How a language joins what it lists. */
  record Joints(String middle, String last) {
    /** "a, b and c". */
    String join(List<String> items) {
      String joined = items.isEmpty() ? "" : items.getFirst();
      for (int i = 1; i < items.size(); i++) {
        String joint = i == items.size() - 1 ? last : middle;
        int first = joint.indexOf("{0}");
        int second = joint.indexOf("{1}");
        joined =
            joint.substring(0, first)
                + joined
                + joint.substring(first + 3, second)
                + items.get(i)
                + joint.substring(second + 3);
      }
      return joined;
    }
  }

  /** What is ours: markup, a line's end. */
  Pieces raw(String markup) {
    literal.append(markup);
    return this;
  }

  /** What an author wrote, with marks for fields. */
  Pieces text(String written) {
    int from = 0;
    for (int i = 0; i < written.length(); i++) {
      Field field = Field.at(written.charAt(i));
      if (field != null) {
        literal.append(plain(written.substring(from, i), isHtml));
        from = i + 1;
        field(field, false);
      }
    }
    literal.append(plain(written.substring(from), isHtml));
    return this;
  }

  /** A field that is alone in its paragraph. */
  Pieces alone(Field field) {
    field(field, true);
    return this;
  }

  private void field(Field field, boolean isList) {
    if (field.isOfThePerson()) {
      end();
      pieces.add(new Piece.Own(field, isList));
      return;
    }
    List<String> said = same.getOrDefault(field, List.of());
    literal.append(isList ? list(said, isHtml) : inline(field, said));
  }

  private String inline(Field field, List<String> said) {
    return plain(field == Field.NEVER ? String.join(" ", said) : joints.join(said), isHtml);
  }

  private void end() {
    if (!literal.isEmpty()) {
      pieces.add(new Piece.Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  List<Piece> done() {
    end();
    return List.copyOf(pieces);
  }

  /** One item a line, or a list of HTML; one alone is a paragraph. */
  static String list(List<String> items, boolean isHtml) {
    if (items.size() == 1) {
      return isHtml ? HtmlForm.paragraph(plain(items.getFirst(), true)) : items.getFirst();
    }
    StringBuilder out = new StringBuilder();
    for (String item : items) {
      if (isHtml) {
        out.append(HtmlForm.item(plain(item, true)));
      } else {
        out.append(out.isEmpty() ? "- " : "\n- ").append(item);
      }
    }
    return isHtml ? HtmlForm.list(out.toString()) : out.toString();
  }

  /** What was written or filled in, as text. */
  static String plain(String text, boolean isHtml) {
    return isHtml ? HtmlUtils.htmlEscape(text, "UTF-8").replace("\n", "<br>\n") : text;
  }
}
