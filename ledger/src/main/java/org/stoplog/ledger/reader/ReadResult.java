package org.stoplog.ledger.reader;

/**
 * What came of a read that went to the end.
 *
 * @param mapping how the file was read
 * @param rows rows handed over
 * @param leftOut rows left out
 * @param cells for each field of the mapping, the number of non-empty cells (fill rate)
 * @param sha256 lower-case hex SHA-256 of the file as it lies on the disk
 * @param bytes size of the file
 * @param passedOver rows that are not those that were asked for
 */
public record ReadResult(
    Mapping mapping,
    long rows,
    long leftOut,
    long[] cells,
    String sha256,
    long bytes,
    long passedOver) {}
