package org.stoplog.ledger.register;

import org.jspecify.annotations.Nullable;

/**
 * Something wrong in a suppliers file or form.
 *
 * @param line of the row, from 1
 * @param column null when it is about the whole row
 * @param what for people
 */
public record Fault(long line, @Nullable Column column, String what) {}
