package org.stoplog.ledger.exposure;

import java.util.Map;
import org.stoplog.ledger.intake.LeftOutReport;
import org.stoplog.ledger.reader.Mapping;

/**
 * What became of the rows of a supplier's file.
 *
 * @param mapping how it was read
 * @param sha256 of the file
 * @param rows usable rows
 * @param exact rows that name exactly one person
 * @param shared rows of a mailbox (or number) that several people have at the same time
 * @param probable rows that match one person only without plus-tag or dots
 * @param ambiguous rows that several people may be meant by
 * @param unmatched rows of nobody in the directory; these people are affected too, if the file is
 *     right
 * @param erased rows of people who were erased at their wish
 * @param duplicates rows beyond the first for the same person
 * @param filled for each column the share of rows in which it is filled, 0 to 1
 * @param leftOut rows that could not be used, and why
 * @param organisations rows that name an organisation and nobody in it
 * @param passedOver rows that do not show the indicator that was looked for
 */
public record MatchReport(
    Mapping mapping,
    String sha256,
    long rows,
    long exact,
    long shared,
    long probable,
    long ambiguous,
    long unmatched,
    long erased,
    long duplicates,
    Map<String, Double> filled,
    LeftOutReport leftOut,
    long organisations,
    long passedOver) {}
