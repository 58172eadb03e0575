package org.stoplog.ledger.reader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** The one read that a child does. */
final class ChildReading {
  private static final int SAMPLE_BYTES = 1 << 20;

  private final ChildRequest request;
  private final @Nullable Mapping given;
  private final ChildOutput out;

  ChildReading(ChildRequest request, ChildOutput out) {
    this.request = request;
    this.given = request.read().mapping();
    this.out = out;
  }

  void run() throws IOException {
    switch (new Unpacker(request).unpack(Child.INPUT)) {
      case Unpacker.Content.Text text -> {
        try {
          text(text);
        } catch (IOException e) {
          throw Unpacker.damaged(e, text.encrypted());
        }
      }
      case Unpacker.Content.Binary binary -> {
        TablePlan.checkFormat(given, binary.format());
        if (binary.format() == Format.PARQUET) {
          ParquetRead.run(request, binary.file().toString(), out);
        } else {
          XlsxRead.run(request, binary.file(), out);
        }
      }
    }
  }

  private void text(Unpacker.Content.Text text) throws IOException {
    TextEncoding.Decoded decoded =
        TextEncoding.decode(text.stream(), given == null ? null : given.encoding());
    byte[] head = decoded.utf8().readNBytes(SAMPLE_BYTES);
    boolean whole = head.length < SAMPLE_BYTES;
    int first = 0;
    while (first < head.length && head[first] >= 0 && head[first] <= ' ') {
      first++;
    }
    if (first == head.length && whole) {
      throw new StoplogException(Problem.FILE_EMPTY, "the file holds nothing but blanks");
    }
    int sampleEnd = head.length;
    while (!whole && sampleEnd > 0 && head[sampleEnd - 1] != '\n') {
      sampleEnd--;
    }
    byte[] sample = Arrays.copyOf(head, sampleEnd);
    InputStream all = new SequenceInputStream(new ByteArrayInputStream(head), decoded.utf8());
    byte start = first < head.length ? head[first] : 0;
    Optional<Mapping> events =
        start == '{' || start == '[' ? events(sample, first) : Optional.empty();
    if (start == '{' || events.isPresent()) {
      json(sample, all, decoded.encoding(), events.orElse(null), text);
    } else if (start == '[' || start == '<') {
      throw new StoplogException(
          Problem.FILE_FORMAT_UNKNOWN,
          start == '['
              ? "this is a JSON array; one object a line is read"
              : "this is HTML or XML, perhaps a page with an error");
    } else {
      csv(sample, all, decoded.encoding(), text);
    }
  }

  /**
   * People files are read as they are, whatever their lines look like; so is what rows are chosen
   * from, since any of its keys may be the column to choose by.
   */
  private Optional<Mapping> events(byte[] sample, int first) {
    if (request.read().purpose() == Purpose.PEOPLE || request.read().only() != null) {
      return Optional.empty();
    }
    int end = first;
    while (end < sample.length && sample[end] != '\n') {
      end++;
    }
    return first >= end
        ? Optional.empty()
        : Decoders.eventMapping(Arrays.copyOfRange(sample, first, end));
  }

  private void json(
      byte[] sample,
      InputStream all,
      String encoding,
      @Nullable Mapping events,
      Unpacker.Content.Text text)
      throws IOException {
    TablePlan.checkFormat(given, Format.NDJSON, Format.MIXPANEL, Format.SEGMENT);
    Mapping mapping = given == null ? events : given;
    if (mapping == null) {
      mapping = JsonGuess.guess(request.read(), encoding, sample);
    }
    RowFilter only = request.read().only();
    if (only != null && mapping.format() != Format.NDJSON) {
      throw new StoplogException(
          Problem.MAPPING_INVALID,
          "rows are chosen from tables only; for this event export give a mapping with format ndjson");
    }
    if (begin(mapping)) {
      return;
    }
    Mapping known = mapping;
    ChunkReader chunks = new ChunkReader(all, request.read().limits().lineBytes(), 1, null);
    new Lanes(
            known.fields().size(),
            out,
            text.position(),
            emitter -> new LineChunks(Decoders.forFormat(known, only), emitter))
        .run(chunks);
  }

  private void csv(byte[] sample, InputStream all, String encoding, Unpacker.Content.Text text)
      throws IOException {
    TablePlan.checkFormat(given, Format.CSV);
    CsvSample csv = CsvSample.of(sample, given == null ? null : given.separator());
    TablePlan plan =
        TablePlan.of(request.read(), Format.CSV, encoding, csv.separator(), csv.records());
    if (begin(plan.mapping())) {
      return;
    }
    long firstLine = 1;
    if (plan.mapping().header()) {
      all.skipNBytes(csv.headerBytes());
      firstLine += csv.headerLines();
    }
    byte separator = (byte) csv.separator();
    ChunkReader chunks =
        new ChunkReader(
            all, request.read().limits().lineBytes(), firstLine, new CsvScan(separator));
    new Lanes(
            plan.mapping().fields().size(),
            out,
            text.position(),
            emitter ->
                new CsvDecoder(
                    separator, plan.columns(), RowMapper.of(plan, request.read(), emitter)))
        .run(chunks);
  }

  /** Whether that was all that is wanted. */
  private boolean begin(Mapping mapping) {
    return begin(request, mapping, out);
  }

  static boolean begin(ChildRequest request, Mapping mapping, ChildOutput out) {
    out.mapping(mapping);
    if (request.guessOnly()) {
      out.end(0, 0, new long[mapping.fields().size()]);
      return true;
    }
    return false;
  }
}
