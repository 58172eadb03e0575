package org.stoplog.ledger.intake;

import org.stoplog.ledger.reader.Mapping;

/**
 * What an import did.
 *
 * @param batch its id
 * @param replaced id of the batch that it replaced because the same file was imported before, or 0
 * @param mapping how the file was read
 * @param rows rows that were used
 * @param leftOut rows that were not, and why
 * @param suppressed rows about people who were erased
 * @param cells for each field of the mapping, the number of non-empty cells
 * @param contacts people of whom an address is kept; 0 when that was not asked for
 * @param passedOn whom the events of a hub went on to
 */
public record ImportReport(
    long batch,
    long replaced,
    Mapping mapping,
    long rows,
    LeftOutReport leftOut,
    long suppressed,
    long[] cells,
    long contacts,
    PassedOn passedOn) {}
