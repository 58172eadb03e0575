package org.stoplog.ledger.intake;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One import of one file.
 *
 * @param id never reused
 * @param kind {@code people}, {@code disclosures} or {@code holdings}
 * @param status {@code live}, {@code replaced} or {@code undone}
 * @param fileName name without folder
 * @param sha256 of the file
 * @param supplier id, 0 for people
 * @param connection id, 0 for people
 * @param rows rows that were used
 * @param leftOut rows that were not; the report says why
 * @param suppressed rows about people who were erased
 * @param firstDay of the disclosures (UTC), null for people
 * @param lastDay of the disclosures (UTC), null for people
 */
public record Batch(
    long id,
    String kind,
    String status,
    String fileName,
    String sha256,
    int supplier,
    int connection,
    Instant importedAt,
    long rows,
    long leftOut,
    long suppressed,
    @Nullable LocalDate firstDay,
    @Nullable LocalDate lastDay) {}
