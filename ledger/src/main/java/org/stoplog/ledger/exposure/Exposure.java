package org.stoplog.ledger.exposure;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The frozen answer to a question: a Parquet file, its hash and what it came from.
 *
 * @param id of the row in PostgreSQL
 * @param file {@code evidence/exposures/<sha256>.parquet} in the data folder
 * @param sha256 lower-case hex, of the file
 * @param summary its numbers
 * @param reports one for each file that was matched
 */
public record Exposure(
    long id,
    Instant createdAt,
    String title,
    Path file,
    String sha256,
    Summary summary,
    List<MatchReport> reports) {
  public Exposure {
    reports = List.copyOf(reports);
  }
}
