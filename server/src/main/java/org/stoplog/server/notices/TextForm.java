package org.stoplog.server.notices;

import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.jspecify.annotations.Nullable;

/**
 * Writes a text as plain text: headings are underlined, lists have dashes, links are written out.
 */
final class TextForm {
  private static final String BETWEEN = "\n\n";

  private final Markup markup;
  private final Pieces out;

  private TextForm(Markup markup, Pieces out) {
    this.markup = markup;
    this.out = out;
  }

  static void write(Markup markup, Pieces out) {
    new TextForm(markup, out).blocks(markup.document(), "");
  }

  private void blocks(Node parent, String indent) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      if (node != parent.getFirstChild()) {
        boolean isWithin = parent instanceof ListItem && isList(node);
        out.raw((isWithin ? "\n" : BETWEEN) + indent);
      }
      block(node, indent);
    }
  }

  private static boolean isList(Node node) {
    return node instanceof BulletList || node instanceof OrderedList;
  }

  private void block(Node node, String indent) {
    switch (node) {
      case Paragraph paragraph -> {
        Field alone = alone(paragraph);
        if (alone == null) {
          inlines(paragraph, indent);
        } else {
          out.alone(alone);
        }
      }
      case Heading heading -> {
        inlines(heading, indent);
        String title = markup.words(heading).strip();
        if (title.chars().noneMatch(Field::isMark)) {
          String line = heading.getLevel() == 1 ? "=" : "-";
          out.raw("\n" + indent + line.repeat(title.codePointCount(0, title.length())));
        }
      }
      case BulletList list -> items(list, 0, indent);
      case OrderedList list -> {
        Integer first = list.getMarkerStartNumber();
        items(list, first == null ? 1 : Math.max(1, first), indent);
      }
      default -> out.text(markup.written(node));
    }
  }

  /** A field of the list kind that has a paragraph of the text for itself; null for none. */
  static @Nullable Field alone(Paragraph paragraph) {
    if (paragraph.getParent() instanceof ListItem
        || !(paragraph.getFirstChild() instanceof Text text)
        || text.getNext() != null
        || text.getLiteral().strip().length() != 1) {
      return null;
    }
    Field field = Field.at(text.getLiteral().strip().charAt(0));
    return field != null && field.isList() ? field : null;
  }

  /**
   * @param number of the first item; 0 for dashes
   */
  private void items(Node list, int number, String indent) {
    int next = number;
    for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
      if (item != list.getFirstChild()) {
        out.raw("\n" + indent);
      }
      String mark = number == 0 ? "- " : next++ + ". ";
      out.raw(mark);
      blocks(item, indent + " ".repeat(mark.length()));
    }
  }

  private void inlines(Node parent, String indent) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      switch (node) {
        case Text text -> out.text(text.getLiteral());
        case SoftLineBreak _, HardLineBreak _ -> out.raw("\n" + indent);
        case Emphasis emphasis -> inlines(emphasis, indent);
        case StrongEmphasis emphasis -> inlines(emphasis, indent);
        case Code code -> out.text(code.getLiteral());
        case Link link -> link(link, indent);
        default -> out.text(markup.written(node));
      }
    }
  }

  private void link(Link link, String indent) {
    inlines(link, indent);
    if (!markup.words(link).strip().equals(link.getDestination())) {
      out.raw(" (").text(link.getDestination()).raw(")");
    }
  }
}
