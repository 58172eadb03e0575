package org.stoplog.server.incidents;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Evidence;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.exposure.Claims;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.reader.MappingFile;

/** Reads the claims of an incident, with the files that they name. */
final class Facts {
  private final Ledger ledger;

  Facts(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * A file of an incident, as claims name it.
   *
   * @param password of an encrypted ZIP, null for none
   */
  record Kept(String sha256, char @Nullable [] password) {
    /** Its path in a claim's document: nothing of what somebody called it. */
    String path() {
      return sha256;
    }
  }

  /**
   * All files of an incident, and how they are read.
   *
   * @param mappings as YAML, by their path in a claim's document
   */
  record Named(List<Kept> files, Map<String, String> mappings) {
    Named {
      files = List.copyOf(files);
      mappings = Map.copyOf(mappings);
    }
  }

  static Named files(JdbcClient jdbc, Keyset keys, UUID incident) {
    FileRows rows = new FileRows(jdbc, keys);
    Map<String, String> mappings = new HashMap<>();
    for (KeptFile.Reading reading : rows.readings(incident)) {
      mappings.put(KeptFile.Reading.path(reading.version()), MappingFile.toYaml(reading.mapping()));
    }
    return new Named(
        rows.all(incident).stream()
            .map(file -> new Kept(file.sha256(), rows.password(incident, file.sha256())))
            .toList(),
        mappings);
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
    Named named = files(inside.jdbc(), inside.keys(), inside.incident().id());
    return WorkFolder.use(
        ledger,
        folder -> {
          for (Kept file : named.files()) {
            Files.createFile(folder.resolve(file.path()));
          }
          for (String mapping : named.mappings().keySet()) {
            Files.createFile(folder.resolve(mapping));
          }
          return work.apply(
              ClaimDocument.read(inside.incident().exposureTitle(), documents, folder));
        });
  }

  /**
   * Reads the claims to answer them: the files that they name lie open in a folder of the ledger
   * until the work ends.
   */
  <T> T answering(String title, List<String> documents, Named named, Answer<T> work) {
    Evidence evidence = new Evidence(ledger.stores().folder(), ledger.stores().keys());
    return WorkFolder.use(
        ledger,
        folder -> {
          Map<Path, char[]> passwords = new HashMap<>();
          for (Kept file : named.files()) {
            if (documents.stream().anyMatch(document -> document.contains(file.sha256()))) {
              Path plain = folder.resolve(file.path()).toAbsolutePath().normalize();
              evidence.open(file.sha256(), plain);
              if (file.password() != null) {
                passwords.put(plain, file.password());
              }
            }
          }
          for (Map.Entry<String, String> mapping : named.mappings().entrySet()) {
            Files.writeString(folder.resolve(mapping.getKey()), mapping.getValue(), UTF_8);
          }
          try {
            return work.of(ClaimDocument.read(title, documents, folder), passwords);
          } catch (StoplogException e) {
            // The folder is ours and gone; what is said names the file by its hash.
            String message = String.valueOf(e.getMessage()).replace(folder + File.separator, "");
            throw new StoplogException(e.problem(), message, e);
          }
        });
  }

  /** Answers claims, given the passwords of the files that need one. */
  interface Answer<T> {
    T of(Claims claims, Map<Path, char[]> passwords);
  }
}
