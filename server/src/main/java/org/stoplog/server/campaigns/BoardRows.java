package org.stoplog.server.campaigns;

import org.stoplog.server.platform.NamedRows;
import org.stoplog.server.platform.Times;

/** The board of a campaign as a table to take away. */
final class BoardRows {
  private BoardRows() {}

  static NamedRows of(Board board) {
    NamedRows rows =
        new NamedRows("supplier", "like", "state", "affected", "score", "answered", "taken_over");
    for (Board.Line line : board.lines()) {
      Asked one = line.asked();
      rows.add(
          one.name(),
          String.join("; ", one.likeness()),
          one.words(),
          line.words(),
          line.scoring() == null ? null : line.scoring().percent(),
          one.sent() == null ? null : Times.second(one.sent()),
          one.taken() == null ? null : Times.second(one.taken()));
    }
    return rows;
  }
}
