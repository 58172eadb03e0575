package org.stoplog.server.notices;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * The body of a text as it was read: paragraphs, headings, lists, emphasis and links of CommonMark.
 * All else that Markdown has, as HTML, images and code, stands there as it was written. A mark
 * stands for each field, so that what fills it is not there when the text is read.
 *
 * @param source with marks, as the tree refers to it
 */
record Markup(Node document, String source) {
  /** What is nested deeper stays text. */
  private static final int DEEPEST = 12;

  private static final Parser PARSER =
      Parser.builder()
          .enabledBlockTypes(Set.of(Heading.class, ListBlock.class))
          .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
          .maxOpenBlockParsers(DEEPEST)
          .maxInlineNesting(DEEPEST)
          .build();

  /**
   * Part of a text under one heading.
   *
   * @param blocks that the heading's mark names
   * @param words what it says in plain words, without what fields fill in
   */
  record Part(Set<Block> blocks, String words, Set<Field> fields) {}

  /** Reads a text whose fields are sound. */
  static Markup of(String body) {
    String source = Template.marked(body);
    return new Markup(PARSER.parse(source), source);
  }

  /** As it was written, of a node that is shown as text. */
  String written(Node node) {
    StringBuilder text = new StringBuilder();
    for (SourceSpan span : node.getSourceSpans()) {
      if (!text.isEmpty()) {
        text.append('\n');
      }
      int from = span.getInputIndex();
      text.append(source, from, Math.min(source.length(), from + span.getLength()));
    }
    return text.toString();
  }

  /** Takes the marks of blocks out of its headings, before it is written. */
  void unmark() {
    for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Heading && node.getLastChild() instanceof Text last) {
        last.setLiteral(Block.marked(last.getLiteral()).title());
      }
    }
  }

  /** What is wrong with its marks and links; empty when nothing is. */
  Optional<String> objection() {
    Set<Block> seen = EnumSet.noneOf(Block.class);
    for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Heading heading && heading.getLastChild() instanceof Text last) {
        Block.Marked marked = Block.marked(last.getLiteral());
        if (!marked.unknown().isEmpty()) {
          return Optional.of(
              "the heading "
                  + place(heading)
                  + " is marked #"
                  + marked.unknown().getFirst()
                  + ", and there is no such block");
        }
        for (Block block : marked.blocks()) {
          if (!seen.add(block)) {
            return Optional.of("two headings are marked #" + block.word());
          }
        }
      }
    }
    for (Link link : links()) {
      if (link.getDestination().chars().anyMatch(Field::isMark)) {
        return Optional.of(
            "a link's address " + place(link) + " has a field; it would tell of them");
      }
    }
    return Optional.empty();
  }

  private static String place(Node node) {
    List<SourceSpan> spans = node.getSourceSpans();
    return spans.isEmpty() ? "" : "in line " + (spans.getFirst().getLineIndex() + 1);
  }

  /** Its links, also those that are written as a reference. */
  List<Link> links() {
    List<Link> links = new ArrayList<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Link link) {
            links.add(link);
            visitChildren(link);
          }
        });
    return links;
  }

  /** From heading to heading; what stands before the first is a part without a block. */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    Set<Block> blocks = Set.of();
    StringBuilder words = new StringBuilder();
    for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Heading heading) {
        parts.add(part(blocks, words));
        words = new StringBuilder();
        blocks =
            heading.getLastChild() instanceof Text last
                ? Block.marked(last.getLiteral()).blocks()
                : Set.of();
      } else {
        words.append(words(node)).append('\n');
      }
    }
    parts.add(part(blocks, words));
    return parts;
  }

  private static Part part(Set<Block> blocks, StringBuilder words) {
    Set<Field> fields = EnumSet.noneOf(Field.class);
    StringBuilder plain = new StringBuilder();
    for (char c : words.toString().toCharArray()) {
      Field field = Field.at(c);
      if (field == null) {
        plain.append(c);
      } else {
        fields.add(field);
      }
    }
    return new Part(blocks, plain.toString().strip(), fields);
  }

  /** What is read of a node, with marks. */
  String words(Node node) {
    StringBuilder words = new StringBuilder();
    words(node, words);
    return words.toString();
  }

  private void words(Node node, StringBuilder words) {
    switch (node) {
      case Text text -> words.append(text.getLiteral());
      case SoftLineBreak _, HardLineBreak _ -> words.append('\n');
      case Code code -> words.append(code.getLiteral());
      // They are shown as they were written.
      case HtmlInline _, Image _, LinkReferenceDefinition _ -> words.append(written(node));
      default -> {
        for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
          words(child, words);
        }
      }
    }
    if (node instanceof org.commonmark.node.Block) {
      words.append('\n');
    }
  }
}
