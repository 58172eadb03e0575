package org.stoplog.server.packs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.pack.PackFormat;
import org.stoplog.ledger.pack.PackWriter;
import org.stoplog.ledger.store.AuditExtract;
import org.stoplog.ledger.store.Checkpoint;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.PackOut;
import org.stoplog.server.platform.PackSource;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/**
 * Writes a pack as a file. All of it but the log's extract is of one state of the record; the
 * extract and its checkpoint are taken after it, so everything in the pack has its entry there.
 */
final class PackMaker {
  private static final int ID_LENGTH = 36;

  private final Transactions transactions;
  private final Ledger ledger;
  private final IncidentDoor door;
  private final ObjectProvider<PackSource> sources;

  PackMaker(
      Transactions transactions,
      Ledger ledger,
      IncidentDoor door,
      ObjectProvider<PackSource> sources) {
    this.transactions = transactions;
    this.ledger = ledger;
    this.door = door;
    this.sources = sources;
  }

  /** What was written. @param entry that its checkpoint signs */
  record Written(long entry, int files) {}

  Written write(Pack pack, byte[] secret, Path file, Progress progress) {
    return transactions.inTurn(
        connection -> {
          try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
              PackWriter writer = new PackWriter(out);
              Statement statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read, read only");
            return new Making(pack, new Pseudonyms(secret), writer, progress).all(connection);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** One pack while it is written. */
  private final class Making {
    private final Pack pack;
    private final PackWriter writer;
    private final PackFiles files;
    private final Pseudonyms pseudonyms;
    private final Progress progress;

    Making(Pack pack, Pseudonyms pseudonyms, PackWriter writer, Progress progress) {
      this.pack = pack;
      this.pseudonyms = pseudonyms;
      this.writer = writer;
      this.progress = progress;
      this.files =
          new PackFiles(writer, pack.edition() == Pack.Edition.PUBLIC, pseudonyms, progress);
    }

    Written all(Connection connection) throws IOException, SQLException {
      JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
      pseudonyms.lend(jdbc);
      long state =
          jdbc.sql("select coalesce(max(seq), 0) from audit_entry").query(Long.class).single();
      PackSource.Asked asked =
          new PackSource.Asked(jdbc, connection, pack.incident(), pack.askedAt(), pack.productAt());
      List<PackSource> all =
          sources.stream().sorted(Comparator.comparingInt(PackSource::order)).toList();
      progress.step("Writing what the record has", Progress.UNKNOWN, "files");
      for (PackSource source : all) {
        stopIfAsked();
        source.write(asked, files);
      }
      Checkpoint checkpoint = ledger.checkpoint();
      Map<String, Object> head = head(asked, state, checkpoint);
      if (!files.isPublic()) {
        head.put("audit", extract(jdbc, checkpoint));
      }
      files.bytes(PackFormat.CHECKPOINT, checkpoint.text().getBytes(US_ASCII));
      files.bytes(PackFormat.KEY, checkpoint.key().pem().getBytes(US_ASCII));
      summary(asked, checkpoint);
      writer.finish(head, checkpoint.key(), ledger.stores().keys()::signCheckpoint);
      return new Written(checkpoint.entry(), writer.count());
    }

    private void stopIfAsked() {
      if (progress.stopped()) {
        throw new StoplogException(Problem.INTERRUPTED, "the pack was stopped");
      }
    }

    private Map<String, Object> head(PackSource.Asked asked, long state, Checkpoint checkpoint) {
      IncidentDoor.Seen incident = door.find(asked.jdbc(), pack.incident());
      Map<String, Object> of = new TreeMap<>();
      of.put("name", incident.name());
      Map<String, Object> head = new TreeMap<>();
      head.put("pack", pack.id().toString());
      head.put("number", pack.number());
      head.put("edition", pack.edition().word());
      head.put("madeAt", pack.askedAt().toString());
      head.put("record", Map.of("entry", state));
      head.put("checkpoint", Map.of("entry", checkpoint.entry(), "hash", checkpoint.hash()));
      if (!files.isPublic()) {
        of.put("id", incident.id().toString());
        of.put("title", incident.title());
        head.put("madeBy", pack.madeBy().toString());
      }
      head.put("incident", of);
      return head;
    }

    /** Of entries that also speak of another incident there is a hash, as of all others. */
    private Map<String, Object> extract(JdbcClient jdbc, Checkpoint checkpoint) throws IOException {
      Set<String> ours =
          files.about().stream().map(UUID::toString).collect(Collectors.toCollection(HashSet::new));
      ours.add(pack.incident().toString());
      Set<String> others =
          new HashSet<>(
              jdbc.sql("select id::text from incident where id <> :id")
                  .param("id", pack.incident())
                  .query(String.class)
                  .list());
      // Of the log as it is at the checkpoint, which this transaction does not see.
      AuditExtract.Counts counts =
          transactions.inTurn(
              connection -> {
                try (PackWriter.Entry entry = writer.file(PackFormat.AUDIT);
                    OutputStream out = new BufferedOutputStream(entry, 1 << 16)) {
                  return AuditExtract.write(
                      connection,
                      pack.incident().toString(),
                      detail -> names(detail, ours) && !names(detail, others),
                      checkpoint.entry(),
                      out,
                      progress);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      return Map.of("from", counts.from(), "shown", counts.shown(), "hidden", counts.hidden());
    }

    private void summary(PackSource.Asked asked, Checkpoint checkpoint) throws IOException {
      String title = "Evidence pack of " + door.find(asked.jdbc(), pack.incident()).name();
      List<PackOut.Section> sections = new ArrayList<>();
      sections.add(
          PackOut.Section.words(
              "This pack",
              "Edition: "
                  + pack.edition().words()
                  + ". Made "
                  + Times.second(pack.askedAt())
                  + ". "
                  + (files.isPublic()
                      ? "Counts are rounded down to tens, and those under ten are not told."
                      : "People whose data this is about stand in it as pseudonyms of this pack"
                          + " alone. What is under legal privilege is left out, and named as left"
                          + " out."),
              "Pack " + pack.id() + "."));
      sections.addAll(files.sections());
      sections.add(
          PackOut.Section.words(
              "How to check it",
              "Run: stoplog pack verify FILE --key KEY.pem, on any machine; it needs no server. Or"
                  + " follow docs/reference/evidence-pack.md with tools of your own.",
              "The manifest of the pack lists each file with its SHA-256 and is signed (Ed25519) by"
                  + " the key "
                  + checkpoint.key().id()
                  + ". Compare this id with the company on another way.",
              "The log of acts, with these decisions in it, was signed at entry "
                  + checkpoint.entry()
                  + ", "
                  + checkpoint.hash()
                  + "."));
      files.json(PackFormat.SUMMARY, PackPaper.json(sections, files.counted()));
      files.bytes(PackFormat.PAPER, PackPaper.pdf(title, pack.askedAt(), sections));
    }
  }

  /** Ids are looked up one after the other, since there may be many of them. */
  private static boolean names(String detail, Set<String> ids) {
    for (int at = detail.indexOf('-'); at >= 0; at = detail.indexOf('-', at + 1)) {
      int from = at - 8;
      if (from >= 0
          && from + ID_LENGTH <= detail.length()
          && ids.contains(detail.substring(from, from + ID_LENGTH))) {
        return true;
      }
    }
    return false;
  }
}
