package org.stoplog.ledger.exposure;

/**
 * The numbers of an exposure, never one alone. People count once in each part, and may be in
 * several.
 *
 * @param people in any part, surely enough to be told
 * @param seen people of whom something was sent, says the ledger
 * @param seenPossible of these, only possibly inside the window
 * @param held people of whom the supplier has something, says its own export
 * @param declared people of whom grants allow it to have something
 * @param inFile people in the supplier's file
 * @param ambiguous people who may be meant by something that may also mean another; told only by
 *     decision
 * @param subjects identifiers in the ledger that belong to nobody in the directory
 * @param unknownRows rows of the file that belong to nobody in the directory
 */
public record Summary(
    long people,
    long seen,
    long seenPossible,
    long held,
    long declared,
    long inFile,
    long ambiguous,
    long subjects,
    long unknownRows) {}
