package org.stoplog.ledger.reader;

import org.jspecify.annotations.Nullable;

/**
 * One row that was left out.
 *
 * @param line line where the row starts, from 1
 * @param column header of the column at fault, null when the whole row is
 * @param reason slug of the reason, for example {@code no-identifier}, {@code ragged-row}, {@code
 *     not-an-email}, {@code line-too-long}, {@code bad-json}, {@code unclosed-quote}, {@code
 *     bad-date}
 */
public record LeftOut(long line, @Nullable String column, String reason) {}
