package org.stoplog.ledger.reader;

import org.jspecify.annotations.Nullable;

/**
 * One column of a table, or one path of an event, and what it is to us.
 *
 * @param column header as in the file, or {@code #3} for the third column of a file without header,
 *     or a dotted path such as {@code properties.$email}
 * @param role what the column is
 * @param detail scheme slug for IDENTIFIER and LINK, name for ATTRIBUTE, else null
 * @param element id of the data element that a non-empty cell discloses, or null
 */
public record Field(String column, Role role, @Nullable String detail, @Nullable String element) {}
