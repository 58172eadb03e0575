package org.stoplog.server.notices;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.letters.Claims;
import org.stoplog.catalog.letters.ReadyLetter;
import org.stoplog.catalog.letters.ReadyLetters;

/** Looks over a notice for what a writer overlooks, and for what the snapshot does not prove. */
final class Lint {
  private static final String ALL = "notice";

  private final Content content;
  private final Snapshot snapshot;
  private final List<Finding> findings = new ArrayList<>();

  private Lint(Content content, Snapshot snapshot) {
    this.content = content;
    this.snapshot = snapshot;
  }

  /**
   * What a text is held against.
   *
   * @param hosts to which links are allowed
   * @param exposed elements of everybody in the exposure and in the audience
   * @param isKnown whether there is an exposure at all
   * @param isPartlyUnknown whether of somebody nobody knows which elements were taken
   */
  record Snapshot(Set<String> hosts, ElementSet exposed, boolean isKnown, boolean isPartlyUnknown) {
    Snapshot {
      hosts = Set.copyOf(hosts);
    }
  }

  /** Errors first. */
  static List<Finding> of(Content content, Snapshot snapshot) {
    Lint lint = new Lint(content, snapshot);
    lint.look();
    List<Finding> all = new ArrayList<>(lint.findings);
    all.sort(java.util.Comparator.comparing(finding -> !finding.isError()));
    return all;
  }

  private void error(String where, String what) {
    findings.add(Finding.error(where, what));
  }

  private void warning(String where, String what) {
    findings.add(Finding.warning(where, what));
  }

  /** What is read of one text. */
  private record Look(Content.Text text, List<Markup.Part> parts, Set<Block> blocks) {
    static Look of(Content.Text text) {
      List<Markup.Part> parts = Markup.of(text.body()).parts();
      Set<Block> blocks = EnumSet.noneOf(Block.class);
      parts.forEach(part -> blocks.addAll(part.blocks()));
      return new Look(text, parts, blocks);
    }

    Set<Field> fields() {
      return Template.fields(text.subject() + "\n" + text.body());
    }
  }

  private void look() {
    List<Look> looks = content.texts().stream().map(Look::of).toList();
    for (Look look : looks) {
      blocks(look);
      links(look);
      claims(look);
      drafts(look);
    }
    looks.stream().skip(1).forEach(look -> compare(looks.getFirst(), look));
    notIncluded(looks);
  }

  private void blocks(Look look) {
    String language = look.text().language();
    for (Block block : Block.values()) {
      if (look.blocks().contains(block) || content.more().omits().contains(block)) {
        continue;
      }
      String what =
          "there is no block on "
              + block.meaning()
              + ": mark a heading with {#"
              + block.word()
              + "}, or say in the form that it is left out on purpose";
      if (block.isNeeded()) {
        error(language, what);
      } else {
        warning(language, what);
      }
    }
    for (Markup.Part part : look.parts()) {
      if (!part.blocks().isEmpty() && part.words().isEmpty() && part.fields().isEmpty()) {
        error(language, "the block #" + part.blocks().iterator().next().word() + " is empty");
      }
    }
  }

  private void links(Look look) {
    List<String> refused = Links.of(content, look.text()).refused(snapshot.hosts());
    if (!refused.isEmpty()) {
      error(
          look.text().language(),
          "links that are not allowed: "
              + String.join(", ", refused)
              + "; take them out, or have their host put on the list by two people");
    }
  }

  private void claims(Look look) {
    String language = look.text().language();
    if (!look.text().words().knows(snapshot.exposed())) {
      error(
          language,
          "it has no name for some of the data; keep the notice again, to take the names of now");
    }
    ReadyLetter words = ReadyLetters.find(language).orElse(null);
    for (Markup.Part part : look.parts()) {
      if (words == null || !snapshot.isKnown()) {
        continue;
      }
      boolean isDenial =
          part.blocks().contains(Block.NOT_INCLUDED) || part.blocks().contains(Block.PASSWORDS);
      boolean isStatement = part.blocks().contains(Block.DATA);
      Claims.named(words, part.words())
          .forEach(
              (kind, word) -> {
                ElementSet meant =
                    Claims.all().getOrDefault(kind, ElementSet.NONE).and(snapshot.exposed());
                if (isDenial && !meant.isEmpty()) {
                  error(
                      language,
                      "it speaks of \""
                          + word
                          + "\" where it says what was not included, and the exposure has: "
                          + String.join(", ", ReadyLetters.english().elements(meant)));
                } else if (isStatement && !isDenial && meant.isEmpty()) {
                  warning(
                      language,
                      "it speaks of \""
                          + word
                          + "\" as taken, and nobody in the exposure has that");
                }
              });
    }
  }

  private void notIncluded(List<Look> looks) {
    ElementSet both = content.more().notIncluded().and(snapshot.exposed());
    if (!both.isEmpty()) {
      error(
          ALL,
          "it says that this was not included, and the exposure has it: "
              + String.join(", ", ReadyLetters.english().elements(both)));
    }
    boolean isSaid =
        !content.more().notIncluded().isEmpty()
            && looks.stream().anyMatch(look -> look.fields().contains(Field.NOT_INCLUDED));
    if (isSaid && !snapshot.isKnown()) {
      warning(ALL, "nobody knows yet who is affected, so what was not included is not proven");
    } else if (isSaid && snapshot.isPartlyUnknown()) {
      warning(
          ALL,
          "of some people nobody knows which data were taken, so what was not included is not"
              + " proven for them");
    }
  }

  private void drafts(Look look) {
    Content.Text text = look.text();
    if (!text.isChecked()) {
      warning(text.language(), "nobody said that a native speaker checked it");
    }
    if (ReadyLetters.find(text.language()).isEmpty()) {
      warning(
          text.language(),
          "there are no ready-made words in this language: names of data are in English");
    }
    Letter letter = Letter.of(content, "Supplier", sample(text));
    Reading.of(text.language(), letter.body())
        .filter(Reading::isHard)
        .ifPresent(
            reading ->
                warning(
                    text.language(),
                    "it is hard to read (LIX "
                        + reading.lix()
                        + ", at most "
                        + reading.limit()
                        + "): shorter sentences and words help"));
  }

  private static Letter.Reader sample(Content.Text text) {
    return new Letter.Reader(null, text.language(), ElementSet.NONE, Letter.SAMPLE_CODE);
  }

  private void compare(Look first, Look other) {
    String language = other.text().language();
    Set<String> blocks = words(first.blocks());
    blocks.removeAll(words(other.blocks()));
    if (!blocks.isEmpty()) {
      warning(language, "it lacks blocks of the first language: " + String.join(", ", blocks));
    }
    Set<String> more = words(other.blocks());
    more.removeAll(words(first.blocks()));
    if (!more.isEmpty()) {
      warning(language, "it has blocks that the first has not: " + String.join(", ", more));
    }
    Set<Field> fields = EnumSet.noneOf(Field.class);
    fields.addAll(first.fields());
    fields.removeAll(other.fields());
    if (!fields.isEmpty()) {
      warning(
          language,
          "it lacks fields of the first language: "
              + fields.stream().map(Field::word).collect(Collectors.joining(", ")));
    }
  }

  private static Set<String> words(Set<Block> blocks) {
    return blocks.stream().map(Block::word).collect(Collectors.toCollection(TreeSet::new));
  }
}
