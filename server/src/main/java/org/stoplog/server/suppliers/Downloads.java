package org.stoplog.server.suppliers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.stoplog.ledger.register.RegisterFile;
import org.stoplog.ledger.register.RegisterFormat;
import org.stoplog.ledger.register.Row;

/** Files that a page hands out. */
final class Downloads {
  private Downloads() {}

  /** The register, as it is now. */
  static ResponseEntity<byte[]> register(RegisterFormat format, List<Row> rows) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      RegisterFile.write(format, out, rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file("suppliers." + format.ending(), format.mediaType(), out.toByteArray());
  }

  private static ResponseEntity<byte[]> file(String name, String type, byte[] content) {
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(type))
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
        .cacheControl(CacheControl.noStore())
        .body(content);
  }
}
