package org.stoplog.ledger.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a journal is. Counts are since its start.
 *
 * @param failure what the disk or the folder said; null when records can be kept
 * @param failingSince by the wall clock; null when it works
 * @param lastForced when something was last made durable; null when nothing was yet
 * @param intents requests and streams that were made durable
 * @param refused those that were not, for whatever reason
 * @param outcomes that were written
 * @param lostOutcomes that could not be: their requests stay possibly received
 * @param lostNotes gaps and ends of streams that could not be kept
 * @param forces how often the disk was waited for
 * @param forceNanos how long, all in all
 * @param broken segments that ended at a failure of the disk
 * @param waitingBytes bytes of records that wait for the disk now
 * @param open segments that are written to or wait for outcomes
 * @param closed segments that wait to be sent
 * @param handOverFailures how often a closed segment could not be read or was not taken
 */
public record JournalHealth(
    @Nullable String failure,
    @Nullable Instant failingSince,
    @Nullable Instant lastForced,
    long intents,
    long refused,
    long outcomes,
    long lostOutcomes,
    long lostNotes,
    long forces,
    long forceNanos,
    long broken,
    int waitingBytes,
    int open,
    int closed,
    long handOverFailures) {}
