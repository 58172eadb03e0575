package org.stoplog.gateway.decode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.reader.Field;
import org.stoplog.ledger.reader.LeftOut;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.RequestRows;
import org.stoplog.ledger.reader.RowBlock;
import org.stoplog.ledger.reader.RowHandler;

/** What the server will read of a request. */
final class Rows implements RowHandler {
  record Row(@Nullable Instant time, List<String> elements, List<String> cells) {}

  final List<Row> rows = new ArrayList<>();
  final List<String> leftOut = new ArrayList<>();
  private final List<ElementSet> sets = new ArrayList<>();
  private @Nullable Mapping mapping;

  static Rows of(Mapping mapping, Decoded decoded) {
    Rows rows = new Rows();
    rows.mapping = mapping;
    byte[] frames = decoded.frames();
    String fault = new RequestRows(mapping, rows).read(frames, 0, frames.length);
    if (fault != null) {
      throw new AssertionError(fault);
    }
    return rows;
  }

  @Override
  public void mapping(Mapping its) {
    mapping = its;
  }

  @Override
  public void elementSet(ElementSet set) {
    sets.add(set);
  }

  @Override
  public void rows(RowBlock block) {
    for (int r = 0; r < block.rows; r++) {
      List<String> cells = new ArrayList<>();
      for (int c = block.firstCell[r]; c < block.firstCell[r + 1]; c++) {
        Field field = Objects.requireNonNull(mapping).fields().get(block.field[c]);
        cells.add(
            field.role()
                + (field.detail() == null ? "" : " " + field.detail())
                + " "
                + new String(block.bytes, block.start[c], block.length[c], StandardCharsets.UTF_8));
      }
      rows.add(
          new Row(
              block.time[r] == RowBlock.NO_TIME ? null : Instant.ofEpochMilli(block.time[r]),
              Elements.catalogue().idsOf(sets.get(block.elements[r])),
              cells));
    }
  }

  @Override
  public void leftOut(LeftOut row) {
    leftOut.add(row.line() + " " + row.reason());
  }

  @Override
  public void progress(long bytesRead) {}
}
