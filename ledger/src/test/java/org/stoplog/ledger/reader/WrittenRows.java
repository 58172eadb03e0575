package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.Elements;

/** Takes rows as the child's writer does, insists on the order of the calls, and tells them. */
final class WrittenRows implements RowWriter {
  private final Mapping mapping;
  private boolean open;
  private Row row = new Row();

  final List<Row> rows = new ArrayList<>();
  final List<String> leftOut = new ArrayList<>();

  static final class Row {
    long line;
    @Nullable Instant time;
    final Set<String> elements = new TreeSet<>();
    final List<String> cells = new ArrayList<>();
    final Set<String> filled = new TreeSet<>();
  }

  WrittenRows(Mapping mapping) {
    this.mapping = mapping;
  }

  static WrittenRows of(Format format, String... lines) {
    Mapping mapping =
        format == Format.MIXPANEL
            ? MixpanelDecoder.defaultMapping()
            : SegmentDecoder.defaultMapping();
    return of(mapping, lines);
  }

  static WrittenRows of(Mapping mapping, String... lines) {
    WrittenRows written = new WrittenRows(mapping);
    LineDecoder decoder =
        mapping.format() == Format.MIXPANEL
            ? new MixpanelDecoder(mapping)
            : new SegmentDecoder(mapping);
    long number = 0;
    for (String line : lines) {
      byte[] text = ("xx" + line + "yy").getBytes(StandardCharsets.UTF_8);
      decoder.decode(++number, text, 2, text.length - 2, written);
    }
    written.isClosed();
    return written;
  }

  void isClosed() {
    assertThat(open).as("a row is left open").isFalse();
  }

  Row only() {
    assertThat(leftOut).isEmpty();
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  @Override
  public void begin(long line) {
    assertThat(open).as("a row is begun inside another").isFalse();
    open = true;
    row = new Row();
    row.line = line;
  }

  @Override
  public void time(long epochMillis) {
    assertThat(open).isTrue();
    row.time = Instant.ofEpochMilli(epochMillis);
  }

  @Override
  public void element(int ordinal) {
    assertThat(open).isTrue();
    row.elements.add(Elements.catalogue().at(ordinal).id());
  }

  @Override
  public void cell(int field, byte[] bytes, int from, int length) {
    assertThat(open).isTrue();
    assertThat(length).isPositive();
    Field its = mapping.fields().get(field);
    String what = its.role() + (its.detail() == null ? "" : " " + its.detail());
    row.cells.add(what + " " + new String(bytes, from, length, StandardCharsets.UTF_8));
  }

  @Override
  public void filled(int field) {
    assertThat(open).isTrue();
    row.filled.add(mapping.fields().get(field).column());
  }

  @Override
  public void end() {
    assertThat(open).isTrue();
    open = false;
    rows.add(row);
  }

  @Override
  public void passOver() {
    assertThat(open).isTrue();
    open = false;
  }

  @Override
  public void leaveOut(@Nullable String column, String reason) {
    assertThat(open).isTrue();
    open = false;
    leftOut.add(row.line + " " + column + " " + reason);
  }
}
