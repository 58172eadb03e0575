package org.stoplog.ledger.reader;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import net.lingala.zip4j.ZipFile;
import net.lingala.zip4j.exception.ZipException;
import net.lingala.zip4j.model.FileHeader;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Takes an export apart into tickets: separated text, JSON lines, JSON, a text for each ticket, or
 * a ZIP archive of those.
 */
final class TicketSource {
  private static final int HEAD_BYTES = 1 << 20;
  private static final int MOST_ENTRIES = 200_000;
  private static final long PROGRESS_STEP = 1 << 20;

  private final TicketRequest request;
  private final TicketSink sink;
  private final Position told;
  private LongSupplier position = () -> 0;
  private long last;

  /** Is told how many bytes of the file were read. */
  interface Position {
    void at(long bytes) throws IOException;
  }

  TicketSource(TicketRequest request, TicketSink sink, Position told) {
    this.request = request;
    this.sink = sink;
    this.told = told;
  }

  void read() throws IOException {
    byte[] magic;
    try (InputStream in = Files.newInputStream(Child.INPUT)) {
      magic = in.readNBytes(4);
    }
    if (magic.length == 4 && magic[0] == 'P' && magic[1] == 'K') {
      archive();
      return;
    }
    switch (new Unpacker(request.unpacking()).unpack(Child.INPUT)) {
      case Unpacker.Content.Text text -> {
        position = text.position();
        try {
          content(text.stream(), null);
        } catch (StoplogException e) {
          throw e;
        } catch (IOException e) {
          throw Unpacker.damaged(e, text.encrypted());
        }
      }
      case Unpacker.Content.Binary binary ->
          throw new StoplogException(
              Problem.FILE_FORMAT_UNKNOWN,
              "this is " + binary.format() + "; texts are searched in CSV, JSON and text files");
    }
  }

  private void archive() throws IOException {
    String password = request.password();
    try (ZipFile zip =
        new ZipFile(Child.INPUT.toFile(), password == null ? null : password.toCharArray())) {
      List<FileHeader> entries;
      try {
        entries = zip.getFileHeaders();
      } catch (ZipException e) {
        throw new StoplogException(Problem.FILE_DAMAGED, "the ZIP archive cannot be read", e);
      }
      if (entries.size() > MOST_ENTRIES) {
        throw new StoplogException(
            Problem.ARCHIVE_TOO_LARGE,
            "the ZIP archive has more than " + MOST_ENTRIES + " entries");
      }
      if (entries.stream().anyMatch(one -> one.getFileName().startsWith("xl/workbook"))) {
        throw new StoplogException(
            Problem.FILE_FORMAT_UNKNOWN, "this is an Excel workbook; save it as CSV");
      }
      long left = TicketRequest.LIMITS.inflatedBytes();
      long done = 0;
      for (FileHeader entry : ZipEntries.dataFiles(entries)) {
        if (!sink.wantsMore()) {
          return;
        }
        left -= entry(zip, entry, left);
        done += Math.max(0, entry.getCompressedSize());
        tell(done);
      }
    }
  }

  /**
   * @return bytes that came out
   */
  private long entry(ZipFile zip, FileHeader entry, long left) throws IOException {
    if (entry.isEncrypted() && request.password() == null) {
      throw new StoplogException(Problem.PASSWORD_NEEDED, "the ZIP archive is encrypted");
    }
    String name = entry.getFileName();
    long compressed = Math.max(1, entry.getCompressedSize());
    ReadRequest.Limits all = TicketRequest.LIMITS;
    ReadRequest.Limits limits =
        new ReadRequest.Limits(
            all.heapMegabytes(),
            all.nativeMegabytes(),
            all.time(),
            all.lineBytes(),
            left,
            all.inflateRatio());
    long[] count = {0};
    try (InputStream in = new InflateGuard(zip.getInputStream(entry), limits, () -> compressed);
        InputStream counted =
            new java.io.FilterInputStream(in) {
              @Override
              public int read(byte[] bytes, int from, int length) throws IOException {
                int n = super.read(bytes, from, length);
                count[0] += Math.max(0, n);
                return n;
              }
            }) {
      content(counted, name);
    } catch (StoplogException e) {
      switch (e.problem()) {
        case FILE_EMPTY -> {
          // Nothing is in it.
        }
        case FILE_FORMAT_UNKNOWN -> sink.unread(TicketFound.Why.ARCHIVE, name);
        case DATA_MALFORMED, ENCODING_UNREADABLE -> sink.broken(name);
        default -> throw e;
      }
    } catch (IOException e) {
      throw Unpacker.damaged(e, entry.isEncrypted());
    }
    return count[0];
  }

  /**
   * @param name of the entry of an archive; null for a file alone
   */
  private void content(InputStream in, @org.jspecify.annotations.Nullable String name)
      throws IOException {
    BufferedInputStream stream = new BufferedInputStream(in, 64 << 10);
    stream.mark(8);
    byte[] magic = stream.readNBytes(5);
    stream.reset();
    if (name != null && isNoText(magic)) {
      sink.unread(isPicture(name) ? TicketFound.Why.IMAGE : TicketFound.Why.ARCHIVE, name);
      return;
    }
    InputStream utf8 = TextEncoding.decode(stream, null).utf8();
    byte[] head = utf8.readNBytes(HEAD_BYTES);
    int first = 0;
    while (first < head.length && head[first] >= 0 && head[first] <= ' ') {
      first++;
    }
    if (first == head.length && head.length < HEAD_BYTES) {
      throw new StoplogException(Problem.FILE_EMPTY, "the file holds nothing but blanks");
    }
    InputStream all = new SequenceInputStream(new ByteArrayInputStream(head), utf8);
    byte start = first < head.length ? head[first] : 0;
    String lower = name == null ? "" : name.toLowerCase(Locale.ROOT);
    if ((start == '{' || start == '[') && !lower.endsWith(".txt") && !lower.endsWith(".csv")) {
      new TicketJson(sink, this::tellMore).read(all, head, first);
    } else if (isSeparated(head, lower)) {
      new TicketCsv(sink, this::tellMore).read(all, separator(head));
    } else {
      TicketCsv.text(sink, name == null ? "the file" : name, all);
    }
  }

  private static boolean isNoText(byte[] magic) {
    String text = new String(magic, StandardCharsets.ISO_8859_1);
    return List.of(
            "PK\u0003\u0004",
            "\u001f\u008b",
            "%PDF-",
            "\u0089PNG",
            "\u00ff\u00d8\u00ff",
            "GIF8",
            "Rar!",
            "7z")
        .stream()
        .anyMatch(text::startsWith);
  }

  private static boolean isPicture(String name) {
    return name.toLowerCase(Locale.ROOT).matches(".*\\.(png|jpe?g|gif|webp|bmp|tiff?|heic)");
  }

  private static boolean isSeparated(byte[] head, String name) {
    if (!name.isEmpty()) {
      return name.endsWith(".csv") || name.endsWith(".tsv");
    }
    try {
      List<List<String>> records = CsvSample.of(whole(head), null).records();
      return records.size() > 1 && records.getFirst().size() > 1;
    } catch (StoplogException e) {
      return false;
    }
  }

  private static char separator(byte[] head) {
    return CsvSample.of(whole(head), null).separator();
  }

  /** To the end of the last whole line. */
  private static byte[] whole(byte[] head) {
    int end = head.length;
    while (head.length == HEAD_BYTES && end > 0 && head[end - 1] != '\n') {
      end--;
    }
    return Arrays.copyOf(head, end);
  }

  private void tellMore() throws IOException {
    tell(position.getAsLong());
  }

  private void tell(long now) throws IOException {
    if (now - last >= PROGRESS_STEP) {
      last = now;
      told.at(now);
    }
  }
}
