package org.stoplog.sample;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the sample's files into a folder. Equal worlds give equal bytes.
 *
 * <ul>
 *   <li>{@code people.csv}: id, email, phone, name, country, language, plan, status, org_id,
 *       org_role, since, until, merged_into, guardian, birth_year. One row for each stretch of time
 *       in which nothing changed; identifiers and attributes hold from since (inclusive) to until
 *       (exclusive).
 *   <li>{@code suppliers.csv}: see {@code Register}.
 *   <li>{@code mixpanel/YYYY-MM.ndjson.gz}: Lumetrics over its connection {@code web-sdk}; {@code
 *       segment/YYYY-MM.ndjson.gz}: Relaypipe over {@code source-api}, passing on to Postwren, and
 *       to Adspring, whom {@code suppliers.csv} does not have.
 *   <li>{@code support-contacts.csv}: what Helphive holds as of the story's first day.
 *   <li>{@code supplier-day16.csv}, {@code supplier-day40.csv}: the breached supplier's datasets.
 *   <li>{@code keys-organisations.csv}, {@code keys-phones.csv}, {@code keys-email-sha256.csv},
 *       {@code keys-distinct-ids.csv}: one column of keys each.
 *   <li>{@code sample-20.csv}: twenty rows of proof.
 * </ul>
 */
public final class SampleFiles {
  public static final String PEOPLE = "people.csv";
  public static final String SUPPLIERS = "suppliers.csv";
  public static final String CONTACTS = "support-contacts.csv";
  public static final String DAY_16 = "supplier-day16.csv";
  public static final String DAY_40 = "supplier-day40.csv";
  public static final String PROOF = "sample-20.csv";
  public static final String KEYS_ORGANISATIONS = KeyList.Kind.ORGANISATIONS.file;
  public static final String KEYS_PHONES = KeyList.Kind.PHONES.file;
  public static final String KEYS_EMAIL_SHA256 = KeyList.Kind.HASHES.file;
  public static final String KEYS_DISTINCT_IDS = KeyList.Kind.DISTINCT_IDS.file;

  private final World world;

  public SampleFiles(World world) {
    this.world = world;
  }

  /**
   * @param folder is made when missing
   * @throws IOException when a file cannot be written
   */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Table table : tables(world)) {
      write(table, folder.resolve(table.file()));
    }
    for (Export export : exports(world)) {
      Files.createDirectories(folder.resolve(export.folder()));
      for (YearMonth month : export.recorded()) {
        write(export, month, folder.resolve(name(export, month)));
      }
    }
  }

  /** Names of the supplier's event exports, oldest first; none for most suppliers. */
  public static List<String> exportsOf(String supplier) {
    return export(supplier).map(SampleFiles::names).orElse(List.of());
  }

  /** Months between the supplier's exports that there is no export for. */
  public static List<YearMonth> darkMonthsOf(String supplier) {
    return export(supplier).map(Export::dark).orElse(List.of());
  }

  /** For each column of a table that discloses one: header and id of its data element. */
  public static Map<String, String> elementsOf(String file) {
    Map<String, String> elements = new LinkedHashMap<>();
    for (Column column : table(World.of(0, World.FEWEST), file).columns()) {
      Datum datum = column.datum();
      if (datum != null) {
        elements.put(column.header(), datum.id());
      }
    }
    return elements;
  }

  static List<Table> tables(World world) {
    return List.of(
        new PeopleTable(world),
        new Register(),
        new Contacts(world),
        new Dataset(world, false),
        new Dataset(world, true),
        new KeyList(world, KeyList.Kind.ORGANISATIONS),
        new KeyList(world, KeyList.Kind.PHONES),
        new KeyList(world, KeyList.Kind.HASHES),
        new KeyList(world, KeyList.Kind.DISTINCT_IDS),
        new Proof(world));
  }

  static List<Export> exports(World world) {
    return List.of(new Lumetrics(world), new Relaypipe(world));
  }

  static Table table(World world, String file) {
    return tables(world).stream()
        .filter(table -> table.file().equals(file))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the sample has no table " + file));
  }

  private static Optional<Export> export(String supplier) {
    World any = World.of(0, World.FEWEST);
    return switch (supplier) {
      case Suppliers.LUMETRICS -> Optional.of(new Lumetrics(any));
      case Suppliers.RELAYPIPE -> Optional.of(new Relaypipe(any));
      default -> Optional.empty();
    };
  }

  static String name(Export export, YearMonth month) {
    return export.folder() + "/" + month + ".ndjson.gz";
  }

  private static List<String> names(Export export) {
    return export.recorded().stream().map(month -> name(export, month)).toList();
  }

  private static void write(Table table, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      CsvLine line = new CsvLine(out);
      line.write(table.columns().stream().map(Column::header).toList());
      table.rows(row -> line.write(row.cells()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void write(Export export, YearMonth month, Path file) throws IOException {
    try (OutputStream raw = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        OutputStream zip = new Fast(raw);
        BufferedWriter out =
            new BufferedWriter(new OutputStreamWriter(zip, StandardCharsets.UTF_8), 1 << 16)) {
      export.month(
          month,
          event -> {
            try {
              out.write(event.text());
              out.write('\n');
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Gzip as fast as it goes; Java's puts no time of day into the header. */
  private static final class Fast extends GZIPOutputStream {
    Fast(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
