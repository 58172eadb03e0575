package org.stoplog.server.incidents;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.exposure.Claim.Source;
import org.stoplog.ledger.exposure.Claim.Verified;
import org.stoplog.ledger.exposure.WindowText;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.MappingFile;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Works;

/** What people and programs do with the files of an incident, beside sending them. */
final class FileActs {
  private final Incidents incidents;
  private final FileKeeping keeping;
  private final Works works;

  FileActs(Incidents incidents, FileKeeping keeping, Works works) {
    this.incidents = incidents;
    this.keeping = keeping;
    this.works = works;
  }

  FileKeeping keeping() {
    return keeping;
  }

  /**
   * How a file came, as somebody said it.
   *
   * @param received blank for now
   * @param errors by field; filled with what is wrong
   * @return null when something is
   */
  KeptFile.@Nullable Origin origin(
      String source, String verified, String received, Map<String, String> errors) {
    Source from = find(Source.values(), Source::slug, source);
    // A file was not worked out from what a credential could read.
    if (from == null || from == Source.DERIVED) {
      errors.put("source", "Say how it came.");
    }
    Verified how = find(Verified.values(), Verified::slug, verified);
    if (how == null) {
      errors.put("verified", "Say how you know that it is them.");
    }
    Instant at = incidents.clock().product().instant();
    if (!received.isBlank()) {
      try {
        at = WindowText.parse(received.strip(), ZoneOffset.UTC).from();
      } catch (StoplogException e) {
        errors.put("received", e.getMessage() + ". Write it as 2025-11-24 09:00, in UTC.");
      }
    }
    return from == null || from == Source.DERIVED || how == null
        ? null
        : new KeptFile.Origin(from, how, at);
  }

  private static <T> @Nullable T find(T[] all, Function<T, String> slug, String word) {
    for (T one : all) {
      if (slug.apply(one).equals(word)) {
        return one;
      }
    }
    return null;
  }

  /**
   * @throws StoplogException PAGE_UNKNOWN when the incident has none of this hash
   */
  static KeptFile file(Incidents.Inside inside, String sha256) {
    return new FileRows(inside.jdbc(), inside.keys())
        .find(inside.incident().id(), sha256)
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "The incident has no such file."));
  }

  /**
   * Opens an encrypted ZIP with the password that somebody was told.
   *
   * @return false when it does not open it
   */
  boolean open(Caller caller, UUID id, String sha256, String password) {
    incidents.requireWork(caller, id);
    incidents.read(caller, id, inside -> file(inside, sha256));
    FileRows.Look look = keeping.lookAgain(sha256, password.toCharArray());
    KeptFile.Trouble trouble = look.trouble();
    if (trouble != null && trouble.isOfPassword()) {
      return false;
    }
    incidents.change(
        caller,
        id,
        change -> {
          new FileRows(change.jdbc(), change.inside().keys()).look(id, sha256, look);
          return change.record(
              new Timeline.News("file.password-given", sha256), Map.of("sha256", sha256));
        });
    return true;
  }

  /**
   * How a file would be read.
   *
   * @throws StoplogException REQUEST_INVALID when it cannot be read as rows
   */
  Mapping guess(Caller caller, UUID id, String sha256) {
    incidents.requireWork(caller, id);
    Mapping guess = incidents.read(caller, id, inside -> file(inside, sha256)).guess();
    if (guess == null) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "This file cannot be read as rows; its page says why.");
    }
    return guess;
  }

  /**
   * Starts reading a file to its end.
   *
   * @return the work
   */
  UUID read(Caller caller, UUID id, String sha256, Mapping mapping) {
    return incidents.change(caller, id, change -> start(change, sha256, mapping));
  }

  private UUID start(Incidents.Change change, String sha256, Mapping mapping) {
    UUID id = change.incident().id();
    String version = MappingFile.version(mapping);
    long seq =
        change.record(
            new Timeline.News("file.reading-asked", sha256),
            Map.of("sha256", sha256, "mapping", version));
    new FileRows(change.jdbc(), change.inside().keys()).ask(id, sha256, mapping, seq);
    return works.start(
        change.act(),
        change.by(),
        ReadingWork.KIND,
        "Read a file of " + change.incident().name(),
        Map.of(
            ReadingWork.INCIDENT,
            id.toString(),
            ReadingWork.FILE,
            sha256,
            ReadingWork.VERSION,
            version));
  }
}
