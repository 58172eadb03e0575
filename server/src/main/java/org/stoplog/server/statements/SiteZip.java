package org.stoplog.server.statements;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The public site as one archive that any web server can show. */
final class SiteZip {
  private SiteZip() {}

  /** The same files give the same archive. */
  static byte[] of(Map<String, PublicFile> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, PublicFile> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        // The earliest that the format knows is 1980; files without a time of their own get it.
        entry.setTimeLocal(
            file.getValue().changed().isBefore(Instant.parse("1980-01-02T00:00:00Z"))
                ? LocalDateTime.of(1980, 1, 2, 0, 0)
                : LocalDateTime.ofInstant(file.getValue().changed(), ZoneOffset.UTC));
        zip.putNextEntry(entry);
        zip.write(file.getValue().bytes());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
