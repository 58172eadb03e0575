package org.stoplog.ledger.exposure;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.problem.Nearest;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.exposure.Claim.Certainty;
import org.stoplog.ledger.exposure.Claim.Origin;
import org.stoplog.ledger.exposure.Claim.Polarity;
import org.stoplog.ledger.exposure.Claim.Source;
import org.stoplog.ledger.exposure.Claim.Verified;
import org.stoplog.ledger.exposure.Located.Fields;
import org.stoplog.ledger.exposure.Located.Text;
import org.stoplog.ledger.exposure.Taken.Count;
import org.stoplog.ledger.exposure.Taken.Dataset;
import org.stoplog.ledger.exposure.Taken.DatasetKind;
import org.stoplog.ledger.exposure.Taken.Expansion;
import org.stoplog.ledger.exposure.Taken.Organisations;
import org.stoplog.ledger.exposure.Taken.SentFile;
import org.stoplog.ledger.exposure.Taken.Where;
import org.stoplog.ledger.exposure.Window.Kind;
import org.stoplog.ledger.register.Predicate;

/** Turns one entry of a claims file into a claim. */
final class ClaimReader {
  private static final List<String> KEYS =
      List.of(
          "id",
          "supplier",
          "source",
          "verified",
          "received",
          "as-of",
          "polarity",
          "certainty",
          "elements",
          "windows",
          "files",
          "sent-files",
          "cohort",
          "count",
          "organisations",
          "sub-processors",
          "scenario",
          "supersedes",
          "note");

  private static final int MOST_WINDOWS = 200;
  private static final int MOST_FILES = 100;
  private static final int MOST_SENT_FILES = 2000;

  private final String file;
  private final Path folder;
  private final ZoneId zone;

  /**
   * @param file name for messages
   * @param folder that paths are relative to
   * @param zone of times without one
   */
  ClaimReader(String file, Path folder, ZoneId zone) {
    this.file = file;
    this.folder = folder;
    this.zone = zone;
  }

  Claim read(Located entry) {
    Keys keys = Keys.of(file, entry, "a claim", KEYS);
    Origin origin =
        new Origin(
            orElse(keys.word("source", Source.values(), Source::slug), Source.OWN),
            orElse(keys.word("verified", Verified.values(), Verified::slug), Verified.NONE),
            keys.instant("received"),
            keys.instant("as-of"));
    Taken taken = taken(keys);
    if (origin.source() == Source.DERIVED
        && !(taken.datasets().isEmpty() && taken.sentFiles().isEmpty())) {
      throw keys.wrong(
          entry,
          "a derived claim says what could be read at a supplier and names no files; give the file"
              + " a claim of its own with the source that it came from");
    }
    return new Claim(
        keys.needed("id"),
        keys.needed("supplier"),
        origin,
        orElse(keys.word("polarity", Polarity.values(), Polarity::slug), Polarity.IN),
        orElse(keys.word("certainty", Certainty.values(), Certainty::slug), Certainty.CLAIMED),
        taken,
        keys.text("scenario"),
        keys.text("supersedes"),
        keys.text("note"));
  }

  private Taken taken(Keys keys) {
    return new Taken(
        elements(keys),
        keys.items("windows", MOST_WINDOWS).stream().map(this::window).toList(),
        keys.items("files", MOST_FILES).stream().map(this::dataset).toList(),
        keys.items("sent-files", MOST_SENT_FILES).stream().map(this::sentFile).toList(),
        cohort(keys),
        count(keys),
        organisations(keys),
        keys.flag("sub-processors", true));
  }

  private List<String> elements(Keys keys) {
    Set<String> seen = new HashSet<>();
    List<String> ids = new ArrayList<>();
    for (Located item : keys.items("elements")) {
      String id = Keys.text(file, item, "elements");
      if (Elements.catalogue().find(id).isEmpty()) {
        List<String> known = Elements.catalogue().all().stream().map(Element::id).toList();
        String nearest = Nearest.word(id, known);
        throw keys.wrong(
            item,
            "\"%s\" is not a data element; %s"
                .formatted(
                    id,
                    nearest.isEmpty()
                        ? "`stoplog elements` lists them"
                        : "did you mean \"" + nearest + "\"?"));
      }
      if (!seen.add(id)) {
        throw keys.wrong(item, "the element \"" + id + "\" is given twice");
      }
      ids.add(id);
    }
    return ids;
  }

  private Window window(Located item) {
    if (item instanceof Text) {
      String text = Keys.text(file, item, "windows");
      return located(item, () -> WindowText.parse(text, zone));
    }
    Keys keys = Keys.of(file, item, "a window", List.of("data", "access", "zone", "precision"));
    String data = keys.text("data");
    String access = keys.text("access");
    if ((data == null) == (access == null)) {
      throw keys.wrong(item, "a window has either \"data\" or \"access\"");
    }
    ZoneId own = zone(keys, zone);
    Precision precision = keys.word("precision", Precision.values(), Precision::slug);
    Kind kind = data == null ? Kind.ACCESS : Kind.DATA;
    String text = data == null ? Objects.requireNonNull(access) : data;
    return located(keys.place(kind.slug()), () -> WindowText.parse(kind, text, own, precision));
  }

  private Dataset dataset(Located item) {
    if (item instanceof Text) {
      return new Dataset(path(item, "files"), null, DatasetKind.DATASET, null);
    }
    Keys keys = Keys.of(file, item, "a file", List.of("path", "mapping", "kind", "where"));
    keys.needed("path");
    Where where = null;
    Located condition = keys.value("where");
    if (condition != null) {
      Keys parts = Keys.of(file, condition, "\"where\"", List.of("column", "value"));
      where = new Where(parts.needed("column"), parts.needed("value"));
    }
    return new Dataset(
        path(keys.place("path"), "path"),
        keys.value("mapping") == null ? null : path(keys.place("mapping"), "mapping"),
        orElse(keys.word("kind", DatasetKind.values(), DatasetKind::slug), DatasetKind.DATASET),
        where);
  }

  private SentFile sentFile(Located item) {
    if (item instanceof Text) {
      return new SentFile(Keys.text(file, item, "sent-files"), null);
    }
    Keys keys = Keys.of(file, item, "a sent file", List.of("name", "sha256"));
    String name = keys.text("name");
    String sha256 = keys.text("sha256");
    if (name == null && sha256 == null) {
      throw keys.wrong(item, "a sent file needs \"name\" or \"sha256\"");
    }
    if (sha256 != null && !sha256.matches("[0-9a-fA-F]{64}")) {
      throw keys.wrong(keys.place("sha256"), "\"sha256\" has 64 digits of 0-9 and a-f");
    }
    return new SentFile(name, sha256 == null ? null : sha256.toLowerCase(Locale.ROOT));
  }

  private @Nullable Predicate cohort(Keys keys) {
    String text = keys.text("cohort");
    return text == null ? null : located(keys.place("cohort"), () -> Predicate.parse(text));
  }

  private @Nullable Count count(Keys keys) {
    Located value = keys.value("count");
    if (value == null) {
      return null;
    }
    Double about;
    Double factor = null;
    if (value instanceof Fields) {
      Keys parts = Keys.of(file, value, "\"count\"", List.of("about", "factor"));
      parts.needed("about");
      about = parts.number("about");
      factor = parts.number("factor");
    } else {
      about = keys.number("count");
    }
    if (about == null || !(about >= 0 && about <= 1e15) || about != Math.rint(about)) {
      throw keys.wrong(value, "a count is a whole number such as 70000");
    }
    if (factor != null && !(factor >= 1 && factor <= 1000)) {
      throw keys.wrong(value, "\"factor\" is a number from 1 to 1000");
    }
    return new Count(about.longValue(), factor == null ? Count.DEFAULT_FACTOR : factor);
  }

  private Organisations organisations(Keys keys) {
    Located value = keys.value("organisations");
    if (value == null) {
      return Organisations.ONLY_THEMSELVES;
    }
    Keys parts =
        value instanceof Text
            ? keys
            : Keys.of(file, value, "\"organisations\"", List.of("expand", "on"));
    String key = value instanceof Text ? "organisations" : "expand";
    Expansion expansion =
        orElse(parts.word(key, Expansion.values(), Expansion::slug), Expansion.NONE);
    return new Organisations(expansion, value instanceof Text ? null : parts.day("on"));
  }

  private Path path(Located at, String key) {
    String text = Keys.text(file, at, key);
    try {
      Path path = folder.resolve(text).toAbsolutePath().normalize();
      if (!Files.isRegularFile(path)) {
        throw Keys.wrong(
            file, at, "there is no file \"" + text + "\" (looked from the claims file's folder)");
      }
      return path;
    } catch (InvalidPathException e) {
      throw Keys.wrong(file, at, "\"" + key + "\" is not a path");
    }
  }

  /** The zone that the keys name. */
  static ZoneId zone(Keys keys, ZoneId otherwise) {
    String name = keys.text("zone");
    try {
      return name == null ? otherwise : EdgeText.zoneOf(name);
    } catch (DateTimeException e) {
      throw keys.wrong(keys.place("zone"), String.valueOf(e.getMessage()));
    }
  }

  /** Says in which file and line something was refused that knows only its own text. */
  private <T> T located(Located at, java.util.function.Supplier<T> parse) {
    try {
      return parse.get();
    } catch (StoplogException e) {
      throw Keys.wrong(file, at, String.valueOf(e.getMessage()));
    }
  }

  private static <T> T orElse(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
