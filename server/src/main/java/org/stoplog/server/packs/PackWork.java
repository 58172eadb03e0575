package org.stoplog.server.packs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.stoplog.ledger.Evidence;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.reader.FileReader;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.LongWork;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/**
 * Makes a pack and keeps it as evidence. Run again it begins anew, with the same time and the same
 * pseudonyms.
 */
final class PackWork implements LongWork {
  static final String KIND = "evidence-pack";
  static final String PACK = "pack";

  private final Transactions transactions;
  private final Ledger ledger;
  private final IncidentDoor door;
  private final PackMaker maker;
  private final ServerClock clock;

  PackWork(
      Transactions transactions,
      Ledger ledger,
      IncidentDoor door,
      PackMaker maker,
      ServerClock clock) {
    this.transactions = transactions;
    this.ledger = ledger;
    this.door = door;
    this.maker = maker;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String run(Task task, Progress progress) {
    UUID id = UUID.fromString(String.valueOf(task.arguments().get(PACK)));
    Pack pack = transactions.run(jdbc -> new PackRows(jdbc).find(id)).orElseThrow();
    if (pack.made() != null) {
      return pack.path();
    }
    byte[] secret =
        transactions.run(
            jdbc -> ledger.stores().keys().unseal(new PackRows(jdbc).secret(id), Pack.context(id)));
    try {
      Path plain = Files.createTempFile(ledger.stores().folder().temp(), "pack", ".part");
      try {
        PackMaker.Written written = maker.write(pack, secret, plain, progress);
        progress.step("Keeping it as evidence", Progress.UNKNOWN, "bytes");
        keep(pack, task.by(), plain, written);
      } finally {
        Files.deleteIfExists(plain);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pack.path();
  }

  private void keep(Pack pack, UUID by, Path plain, PackMaker.Written written) {
    // A draft until its row names it: the next start takes away what no row does.
    String sha256 = FileReader.sha256(plain);
    transactions.run(
        jdbc ->
            jdbc.sql("insert into passing.evidence_draft values (:sha256) on conflict do nothing")
                .param("sha256", sha256)
                .update());
    Evidence.Kept kept = new Evidence(ledger.stores().folder(), ledger.stores().keys()).put(plain);
    transactions.act(
        act -> {
          door.lock(act.jdbc(), pack.incident());
          new PackRows(act.jdbc())
              .made(
                  pack.id(),
                  new Pack.Made(
                      clock.realNow(),
                      kept.sha256(),
                      kept.bytes(),
                      written.entry(),
                      written.files()));
          act.jdbc()
              .sql("delete from passing.evidence_draft where sha256 = :sha256")
              .param("sha256", kept.sha256())
              .update();
          door.tell(act.jdbc(), pack.incident(), by, "pack.made", Integer.toString(pack.number()));
          act.record(
              by,
              "pack.made",
              Map.of(
                  "incident", pack.incident().toString(),
                  "pack", pack.id().toString(),
                  "edition", pack.edition().word(),
                  "sha256", kept.sha256(),
                  "bytes", kept.bytes(),
                  "files", written.files(),
                  "entry", written.entry()));
          return true;
        });
  }
}
