package org.stoplog.ledger.journal;

import java.nio.file.Path;

/**
 * A segment that nothing is written to any more, to be sent to the server.
 *
 * @param sha256 of the whole file, 64 hex digits
 */
public record ClosedSegment(long number, Path file, long bytes, String sha256) {}
