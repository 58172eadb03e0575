package org.stoplog.server.incidents;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.View;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.Tokens;

/**
 * A file that is made in full before its first byte is given out, and lies on the disk only sealed:
 * so a slow reader holds nothing of the ledger, and a failure comes before anything was taken.
 */
final class SealedSpool implements AutoCloseable {
  private final Ledger ledger;
  private final byte[] context = Tokens.random();
  private final Path file;
  private final long lines;

  SealedSpool(Ledger ledger, ToLongFunction<Writer> write) {
    this.ledger = ledger;
    try {
      file = Files.createTempFile(ledger.stores().folder().temp(), "export", ".part");
      boolean isMade = false;
      try (OutputStream sealed =
              ledger.stores().keys().sealing(Files.newOutputStream(file), context);
          Writer out = new BufferedWriter(new OutputStreamWriter(sealed, StandardCharsets.UTF_8))) {
        lines = write.applyAsLong(out);
        isMade = true;
      } finally {
        if (!isMade) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the work said how many. */
  long lines() {
    return lines;
  }

  /** As an answer that browsers save; closed with it. */
  View download(String name) {
    return new View() {
      @Override
      public String getContentType() {
        return "text/csv;charset=UTF-8";
      }

      @Override
      public void render(
          @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
          throws IOException {
        try (SealedSpool spool = SealedSpool.this) {
          response.setContentType(getContentType());
          response.setHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
          spool.to(response.getOutputStream());
        }
      }
    };
  }

  private void to(OutputStream out) throws IOException {
    try (InputStream in = ledger.stores().keys().unsealing(Files.newInputStream(file), context)) {
      in.transferTo(out);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
