package org.stoplog.ledger.reader;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;

/** Takes what a read gives and shows it as text: {@code 2 email=a@b.example [contact.email]}. */
class Collected implements RowHandler {
  final List<String> rows = new ArrayList<>();
  final List<LeftOut> leftOut = new ArrayList<>();
  private final List<ElementSet> sets = new ArrayList<>();
  Mapping mapping;
  long progress;

  static ReadRequest.Limits limits() {
    return new ReadRequest.Limits(256, 512, Duration.ofSeconds(60), 1 << 20, 1L << 30, 200);
  }

  static ReadRequest request(Path file, Purpose purpose) {
    return new ReadRequest(file, purpose, null, null, null, limits());
  }

  static ReadRequest request(Path file, Mapping mapping) {
    return new ReadRequest(file, Purpose.HOLDINGS, mapping, null, null, limits());
  }

  /** Roles as {@code column=identifier:email}, for the fields that are not ignored. */
  static String roles(Mapping mapping) {
    return mapping.fields().stream()
        .filter(field -> field.role() != Role.IGNORE)
        .map(
            field ->
                field.column()
                    + "="
                    + MappingFile.slug(field.role())
                    + (field.detail() == null ? "" : ":" + field.detail()))
        .collect(Collectors.joining(" "));
  }

  @Override
  public void mapping(Mapping newMapping) {
    mapping = newMapping;
  }

  @Override
  public void elementSet(ElementSet set) {
    sets.add(set);
  }

  @Override
  public void rows(RowBlock block) {
    for (int r = 0; r < block.rows; r++) {
      StringBuilder row = new StringBuilder().append(block.line[r]);
      for (int c = block.firstCell[r]; c < block.firstCell[r + 1]; c++) {
        row.append(' ')
            .append(mapping.fields().get(block.field[c]).column())
            .append('=')
            .append(
                new String(block.bytes, block.start[c], block.length[c], StandardCharsets.UTF_8));
      }
      if (block.time[r] != RowBlock.NO_TIME) {
        row.append(" @").append(java.time.Instant.ofEpochMilli(block.time[r]));
      }
      row.append(' ').append(Elements.catalogue().idsOf(sets.get(block.elements[r])));
      rows.add(row.toString());
    }
  }

  @Override
  public void leftOut(LeftOut row) {
    leftOut.add(row);
  }

  @Override
  public void progress(long bytesRead) {
    progress = bytesRead;
  }
}
