package org.stoplog.ledger.journal;

/**
 * The end of a stream. May come twice when the disk failed in between.
 *
 * @param segment number of the segment that holds its opening: this one or an earlier one
 * @param request number of the opening in that segment
 * @param time by the gateway's clock, milliseconds since 1970-01-01 UTC
 * @param bytes that went to the supplier
 */
public record StreamEnd(long segment, int request, long time, long bytes) {}
