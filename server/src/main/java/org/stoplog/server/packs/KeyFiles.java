package org.stoplog.server.packs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.PackPeople;
import org.stoplog.server.notices.ToldPeople;
import org.stoplog.server.platform.Transactions;

/** Makes the file that says who the pseudonyms of a pack are. It never lies open on the disk. */
final class KeyFiles {
  private final Transactions transactions;
  private final Ledger ledger;

  KeyFiles(Transactions transactions, Ledger ledger) {
    this.transactions = transactions;
    this.ledger = ledger;
  }

  /** A sealed file, which is the caller's to delete. */
  record Made(Path file, long people) {}

  /** Of people in the waves of the pack. */
  long people(Pack pack) {
    return transactions.run(
        jdbc ->
            jdbc.sql(
                    "select count(*) from ("
                        + ToldPeople.select(pack.incident(), pack.askedAt())
                        + ") told")
                .query(Long.class)
                .single());
  }

  Made make(KeyRequest asked) {
    Pack pack = asked.pack();
    Pseudonyms pseudonyms =
        new Pseudonyms(
            transactions.run(
                jdbc ->
                    ledger
                        .stores()
                        .keys()
                        .unseal(new PackRows(jdbc).secret(pack.id()), Pack.context(pack.id()))));
    Map<String, String> about =
        Map.of(
            "pack",
            pack.id().toString(),
            "sha256",
            Objects.requireNonNull(pack.made()).sha256(),
            "columns",
            "person,own_id,number,email,name,language");
    try {
      Path file = Files.createTempFile(ledger.stores().folder().temp(), "key", ".part");
      boolean isMade = false;
      try (Writer out =
          new BufferedWriter(
              new OutputStreamWriter(
                  asked.recipient().sealing(Files.newOutputStream(file), about), UTF_8))) {
        long people =
            transactions.inTurn(
                connection -> {
                  try {
                    return new PackPeople(ledger.stores())
                        .write(
                            connection,
                            ToldPeople.select(pack.incident(), pack.askedAt()),
                            pseudonyms::of,
                            out,
                            Progress.NONE);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
        isMade = true;
        return new Made(file, people);
      } finally {
        if (!isMade) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
