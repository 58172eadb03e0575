package org.stoplog.server.incidents;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.server.intake.MappingJson;

/** Files of an incident as programs see them: never what they hold. */
final class FileJson {
  private FileJson() {}

  /**
   * A file.
   *
   * @param name ours, made of the stranger's
   * @param event of the timeline with which it was added
   * @param by the account; null for the program itself
   * @param source mail, letter, portal, call, press, attacker or own
   * @param verified none, dkim or called-back
   * @param received when it reached us; null when unknown
   * @param trouble why it could not be looked at as rows; null when nothing is wrong
   */
  record Line(
      String sha256,
      String name,
      long bytes,
      long event,
      Instant at,
      @Nullable UUID by,
      String source,
      String verified,
      @Nullable Instant received,
      @Nullable Trouble trouble) {
    static Line of(KeptFile file) {
      KeptFile.Trouble trouble = file.trouble();
      return new Line(
          file.sha256(),
          file.name(),
          file.bytes(),
          file.seq(),
          file.at(),
          file.by(),
          file.origin().source().slug(),
          file.origin().verified().slug(),
          file.origin().received(),
          trouble == null
              ? null
              : new Trouble(trouble.problem().slug(), trouble.said(), trouble.isOfPassword()));
    }
  }

  /**
   * What is wrong with a file.
   *
   * @param problem one of docs/reference/problems
   * @param needsPassword whether a password would help
   */
  record Trouble(String problem, String detail, boolean needsPassword) {}

  /**
   * A file, and how it is read.
   *
   * @param guess how it would be read; null when it cannot be
   * @param readings the ways in which it was or is to be read, newest first
   */
  record One(Line file, MappingJson.@Nullable Way guess, List<Reading> readings) {
    One {
      readings = List.copyOf(readings);
    }

    static One of(KeptFile file, List<KeptFile.Reading> readings) {
      Mapping guess = file.guess();
      return new One(
          Line.of(file),
          guess == null ? null : MappingJson.Way.of(guess),
          readings.stream().map(Reading::of).toList());
    }
  }

  /**
   * One way of reading it, which claims name beside the file's hash.
   *
   * @param version SHA-256 of the way
   * @param rows usable ones; null until it was read to its end
   * @param leftOut rows that could not be used; null until then
   * @param reasons why
   * @param failure why the last reading came to nothing; null when none did
   */
  record Reading(
      String version,
      @Nullable Long rows,
      @Nullable Long leftOut,
      List<Reason> reasons,
      @Nullable String failure,
      MappingJson.Way way) {
    Reading {
      reasons = List.copyOf(reasons);
    }

    private static Reading of(KeptFile.Reading one) {
      LeftOutPart leftOut = one.leftOut();
      return new Reading(
          one.version(),
          one.rows(),
          leftOut == null ? null : leftOut.count(),
          leftOut == null
              ? List.of()
              : leftOut.reasons().entrySet().stream()
                  .map(reason -> new Reason(reason.getKey(), reason.getValue()))
                  .sorted(java.util.Comparator.comparing(Reason::reason))
                  .toList(),
          one.failure(),
          MappingJson.Way.of(one.mapping()));
    }
  }

  /** How many rows for one reason. */
  record Reason(String reason, long rows) {}
}
