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

/**
 * Writes a text as HTML for mail: nothing from outside, no colours (the reader's own, light or
 * dark, are the right ones), fonts of their system, one narrow column.
 */
final class HtmlForm {
  private static final String FONT =
      "font:16px/1.5 -apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Noto"
          + " Sans',Helvetica,Arial,sans-serif";

  private final Markup markup;
  private final Pieces out;

  private HtmlForm(Markup markup, Pieces out) {
    this.markup = markup;
    this.out = out;
  }

  /**
   * @param subject with marks
   */
  static void write(
      Markup markup, String subject, String language, boolean isRightToLeft, Pieces out) {
    String direction = isRightToLeft ? "rtl" : "ltr";
    out.raw("<!DOCTYPE html>\n<html lang=\"" + Pieces.plain(language, true) + "\" dir=\"")
        .raw(direction)
        .raw("\" style=\"color-scheme:light dark\">\n<head>\n<meta charset=\"utf-8\">\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .raw("<meta name=\"color-scheme\" content=\"light dark\">\n")
        .raw("<meta name=\"supported-color-schemes\" content=\"light dark\">\n")
        .raw(
            "<meta name=\"format-detection\""
                + " content=\"telephone=no,date=no,address=no,email=no\">\n")
        .raw("<title>")
        .text(subject)
        .raw("</title>\n</head>\n<body style=\"margin:0;padding:0\">\n")
        .raw("<main style=\"max-width:38em;margin:0 auto;padding:24px 16px;" + FONT)
        .raw(";overflow-wrap:break-word\">\n");
    new HtmlForm(markup, out).blocks(markup.document());
    out.raw("</main>\n</body>\n</html>\n");
  }

  static String paragraph(String html) {
    return "<p style=\"margin:0 0 1em\">" + html + "</p>\n";
  }

  static String item(String html) {
    return "<li style=\"margin:0 0 .3em\">" + html + "</li>\n";
  }

  static String list(String items) {
    return "<ul style=\"margin:0 0 1em;padding:0 1.5em\">\n" + items + "</ul>\n";
  }

  private void blocks(Node parent) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      block(node);
    }
  }

  private void block(Node node) {
    switch (node) {
      case Paragraph paragraph -> paragraph(paragraph);
      case Heading heading -> {
        boolean isFirst = heading.getLevel() == 1;
        String name = isFirst ? "h1" : "h2";
        out.raw("<" + name + " style=\"margin:1.6em 0 .5em;line-height:1.3;font-size:")
            .raw(isFirst ? "1.35em" : "1.1em")
            .raw("\">");
        inlines(heading);
        out.raw("</" + name + ">\n");
      }
      case BulletList list -> list(list, "ul", "");
      case OrderedList list -> {
        Integer first = list.getMarkerStartNumber();
        list(list, "ol", first == null || first == 1 ? "" : " start=\"" + first + "\"");
      }
      default -> out.raw("<p style=\"margin:0 0 1em\">").text(markup.written(node)).raw("</p>\n");
    }
  }

  private void paragraph(Paragraph paragraph) {
    Field alone = TextForm.alone(paragraph);
    if (alone != null) {
      out.alone(alone);
    } else if (paragraph.getParent() instanceof ListItem && paragraph.getPrevious() == null) {
      inlines(paragraph);
    } else {
      out.raw("<p style=\"margin:0 0 1em\">");
      inlines(paragraph);
      out.raw("</p>\n");
    }
  }

  private void list(Node list, String name, String start) {
    out.raw("<" + name + start + " style=\"margin:0 0 1em;padding:0 1.5em\">\n");
    for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
      out.raw("<li style=\"margin:0 0 .3em\">");
      blocks(item);
      out.raw("</li>\n");
    }
    out.raw("</" + name + ">\n");
  }

  private void inlines(Node parent) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      switch (node) {
        case Text text -> out.text(text.getLiteral());
        // Whoever breaks a line in the form, as in an address, means it.
        case SoftLineBreak _, HardLineBreak _ -> out.raw("<br>\n");
        case Emphasis emphasis -> within("em", emphasis);
        case StrongEmphasis emphasis -> within("strong", emphasis);
        case Code code -> out.text(code.getLiteral());
        case Link link -> {
          out.raw("<a href=\"").text(link.getDestination()).raw("\">");
          inlines(link);
          out.raw("</a>");
        }
        default -> out.text(markup.written(node));
      }
    }
  }

  private void within(String name, Node node) {
    out.raw("<" + name + ">");
    inlines(node);
    out.raw("</" + name + ">");
  }
}
