package org.stoplog.server.statements;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.LineBreakRendering;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * Markdown as a page shows it: headings, lists, quotes, emphasis, code. HTML in it is text,
 * pictures are their words, and a link leads nowhere but to our own pages; any other shows its
 * address.
 */
final class Markdown {
  private static final int MOST_NESTED = 20;

  /** Below the title of the page. */
  private static final int FIRST_LEVEL = 2;

  private static final int DEEPEST = 4;

  private static final Parser PARSER =
      Parser.builder()
          .enabledBlockTypes(
              Set.of(Heading.class, BlockQuote.class, ListBlock.class, ThematicBreak.class))
          .maxOpenBlockParsers(MOST_NESTED)
          .build();
  private static final HtmlRenderer HTML = HtmlRenderer.builder().escapeHtml(true).build();
  private static final TextContentRenderer TEXT =
      TextContentRenderer.builder().lineBreakRendering(LineBreakRendering.SEPARATE_BLOCKS).build();

  /** One of our own pages: a path, or one beside this. */
  private static final Pattern OWN =
      Pattern.compile("(?!//)(?![A-Za-z][A-Za-z0-9+.-]*:)[A-Za-z0-9/._~#?=&%-]{1,300}");

  private Markdown() {}

  static String html(String markdown) {
    return HTML.render(tamed(markdown));
  }

  static String text(String markdown) {
    return TEXT.render(tamed(markdown)).strip();
  }

  /** Addresses that are shown as text. */
  static List<String> links(String markdown) {
    List<String> links = new ArrayList<>();
    PARSER
        .parse(markdown)
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(Link link) {
                if (!OWN.matcher(link.getDestination()).matches()) {
                  links.add(link.getDestination());
                }
              }
            });
    return links;
  }

  private static Node tamed(String markdown) {
    Node document = PARSER.parse(markdown);
    document.accept(new Taming());
    return document;
  }

  private static final class Taming extends AbstractVisitor {
    /** Levels as they were written, of the headings that the next one may lie under. */
    private final Deque<Integer> open = new ArrayDeque<>();

    /** No level is left out, whatever was written: screen readers go by them. */
    @Override
    public void visit(Heading heading) {
      visitChildren(heading);
      int written = heading.getLevel();
      while (!open.isEmpty() && open.getLast() >= written) {
        open.removeLast();
      }
      heading.setLevel(Math.min(DEEPEST, FIRST_LEVEL + open.size()));
      open.addLast(written);
    }

    @Override
    public void visit(Image image) {
      visitChildren(image);
      freed(image);
    }

    @Override
    public void visit(Link link) {
      visitChildren(link);
      String address = link.getDestination();
      link.setTitle(null);
      if (!OWN.matcher(address).matches()) {
        if (!address.isEmpty() && !address.equals(words(link))) {
          link.appendChild(new Text(" (" + address + ")"));
        }
        freed(link);
      }
    }

    private static String words(Node node) {
      StringBuilder words = new StringBuilder();
      for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
        words.append(child instanceof Text text ? text.getLiteral() : "\u0000");
      }
      return words.toString();
    }

    /** Only its words stay. */
    private static void freed(Node node) {
      Node child = node.getFirstChild();
      while (child != null) {
        Node next = child.getNext();
        node.insertBefore(child);
        child = next;
      }
      node.unlink();
    }
  }
}
