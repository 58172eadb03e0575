package org.stoplog.server.incidents;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Evidence;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.exposure.Claims;
import org.stoplog.ledger.identity.Keyset;

/** Reads the claims of an incident, with the files that they name. */
final class Facts {
  private final Ledger ledger;

  Facts(Ledger ledger) {
    this.ledger = ledger;
  }

  /** A file of an incident, as claims name it. */
  record Kept(String sha256, String name, long bytes) {
    /** Its path in a claim's document: nothing of what somebody called it. */
    String path() {
      return sha256;
    }
  }

  static List<Kept> files(JdbcClient jdbc, Keyset keys, UUID incident) {
    return jdbc.sql(
            "select sha256, name, bytes from incident_file where incident = :incident order by seq")
        .param("incident", incident)
        .query(
            (row, number) ->
                new Kept(
                    row.getString("sha256"),
                    new String(
                        keys.unseal(row.getBytes("name"), Incident.sealContext(incident)), UTF_8),
                    row.getLong("bytes")))
        .list();
  }

  /**
   * Reads the claims to look at them: files that they name are there, but empty.
   *
   * @param more a document beside those that are recorded
   */
  <T> T looking(Incidents.Inside inside, List<String> more, Function<Claims, T> work) {
    List<String> documents =
        Stream.concat(
                new ClaimRows(inside.jdbc(), inside.keys())
                    .all(inside.incident().id()).stream().map(ClaimRows.Row::document),
                more.stream())
            .toList();
    if (documents.isEmpty()) {
      return work.apply(new Claims(inside.incident().exposureTitle(), List.of()));
    }
    List<Kept> files = files(inside.jdbc(), inside.keys(), inside.incident().id());
    return inFolder(
        folder -> {
          for (Kept file : files) {
            Files.createFile(folder.resolve(file.path()));
          }
          return work.apply(
              ClaimDocument.read(inside.incident().exposureTitle(), documents, folder));
        });
  }

  /**
   * Reads the claims to answer them: the files that they name lie open in a folder of the ledger
   * until the work ends.
   */
  <T> T answering(
      String title, List<String> documents, List<Kept> files, Function<Claims, T> work) {
    Evidence evidence = new Evidence(ledger.stores().folder(), ledger.stores().keys());
    return inFolder(
        folder -> {
          for (Kept file : files) {
            if (documents.stream().anyMatch(document -> document.contains(file.sha256()))) {
              evidence.open(file.sha256(), folder.resolve(file.path()));
            }
          }
          return work.apply(ClaimDocument.read(title, documents, folder));
        });
  }

  /** Work in a folder that may fail as files do. */
  private interface InFolder<T> {
    T in(Path folder) throws IOException;
  }

  private <T> T inFolder(InFolder<T> work) {
    try {
      Path folder = Files.createTempDirectory(ledger.stores().folder().temp(), "incident");
      try {
        return work.in(folder);
      } finally {
        remove(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
