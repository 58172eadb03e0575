package org.stoplog.sample;

import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param header as in the file
 * @param datum element that a filled cell discloses, null for none
 */
record Column(String header, @Nullable Datum datum) {
  static Column of(String header) {
    return new Column(header, null);
  }
}
