package org.stoplog.cli.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.intake.PassedOn;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterCsv;
import org.stoplog.sample.SampleFiles;
import org.stoplog.sample.Story;
import org.stoplog.sample.Suppliers;

/** What the made-up company recorded before the breach: its own files, imported as users do it. */
public final class DemoRecord {
  public static final Way RELAYPIPE = new Way(Suppliers.RELAYPIPE, "source-api");
  public static final Way POSTWREN = new Way(Suppliers.POSTWREN, "via " + Suppliers.RELAYPIPE);
  public static final Way HELPHIVE = new Way(Suppliers.HELPHIVE, "contact-sync");

  private final Ledger ledger;
  private final Path files;
  private final Story story;

  public DemoRecord(Ledger ledger, Path files, Story story) {
    this.ledger = ledger;
    this.files = files;
    this.story = story;
  }

  /** What was imported before. */
  private record Known(String file, int supplier, int connection) {}

  /** A connection of a supplier, by names. */
  public record Way(String supplier, String connection) {}

  /** The breached supplier's connection, and what of it was sent through the gateway. */
  static final String SDK = "web-sdk";

  /** The last of the breached supplier's exports: its events went through the gateway. */
  static String sentThrough(Story story) {
    return SampleFiles.exportsOf(story.supplier()).getLast();
  }

  /**
   * Imports what is not there yet.
   *
   * @param without exports that are not imported: their events come by another way
   * @return events that a hub passed on to suppliers that are not in the register, of those files
   *     that were imported now
   */
  public long load(Set<String> without, Progress progress) {
    Set<Known> there =
        ledger.batches().stream()
            .filter(batch -> batch.status().equals("live"))
            .map(batch -> new Known(batch.fileName(), batch.supplier(), batch.connection()))
            .collect(Collectors.toSet());
    ledger.importSuppliers(RegisterCsv.read(files.resolve(SampleFiles.SUPPLIERS)));
    load(there, SampleFiles.PEOPLE, Purpose.PEOPLE, null, progress);
    long unlisted = 0;
    for (Way way : List.of(new Way(story.supplier(), SDK), RELAYPIPE)) {
      for (String export : SampleFiles.exportsOf(way.supplier())) {
        if (!without.contains(export)) {
          unlisted += load(there, export, Purpose.DISCLOSURES, way, progress);
        }
      }
    }
    load(there, SampleFiles.CONTACTS, Purpose.HOLDINGS, HELPHIVE, progress);
    return unlisted;
  }

  private long load(
      Set<Known> there, String name, Purpose purpose, @Nullable Way way, Progress progress) {
    Path file = files.resolve(name);
    int[] place =
        way == null
            ? new int[2]
            : ledger.inTransaction(
                db -> {
                  Register register = new Register(db);
                  int id = register.get(way.supplier()).id();
                  return new int[] {id, register.getOrCreateConnection(id, way.connection()).id()};
                });
    if (there.contains(new Known(file.getFileName().toString(), place[0], place[1]))) {
      return 0;
    }
    return ledger
        .importFile(
            new ImportRequest(
                file,
                purpose,
                null,
                place[0],
                place[1],
                null,
                story.region(),
                null,
                false,
                purpose == Purpose.PEOPLE),
            progress)
        .passedOn()
        .unknown()
        .stream()
        .mapToLong(PassedOn.Recipient::events)
        .sum();
  }
}
