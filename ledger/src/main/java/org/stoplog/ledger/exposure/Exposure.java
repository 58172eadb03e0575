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
 * @param claims ids of the claims by their bit in the file's column {@code claims}; none when no
 *     claims file was used
 */
public record Exposure(
    long id,
    Instant createdAt,
    String title,
    Path file,
    String sha256,
    Summary summary,
    List<MatchReport> reports,
    List<String> claims) {
  public Exposure {
    reports = List.copyOf(reports);
    claims = List.copyOf(claims);
  }
}
