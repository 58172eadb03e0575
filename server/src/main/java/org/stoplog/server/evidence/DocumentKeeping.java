package org.stoplog.server.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.springframework.web.multipart.MultipartFile;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Evidence;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.reader.FileReader;
import org.stoplog.server.intake.UploadName;

/** Takes documents in: looked at, then sealed. In the plain they lie only meanwhile. */
public final class DocumentKeeping {
  private final Ledger ledger;
  private final Evidence evidence;

  DocumentKeeping(Ledger ledger) {
    this.ledger = ledger;
    this.evidence = new Evidence(ledger.stores().folder(), ledger.stores().keys());
  }

  /** What was kept, to be named by a row. */
  public record Kept(String name, String kind, long bytes, String sha256) {
    @Override
    public String toString() {
      return "Kept[" + sha256 + "]";
    }
  }

  /** What is done with a file while it lies open. */
  public interface Look<T> {
    T at(Path file, String name);
  }

  /** Has it looked at, and keeps nothing. */
  public <T> T look(MultipartFile given, Look<T> look) {
    try {
      Path file = Files.createTempFile(ledger.stores().folder().temp(), "document", ".part");
      try {
        given.transferTo(file);
        return look.at(file, UploadName.of(given.getOriginalFilename()));
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Seals it, unless it is no document.
   *
   * @param draft notes by its SHA-256 that it is about to be kept; false keeps nothing
   * @throws StoplogException REQUEST_INVALID that says why it is not taken
   */
  public Kept keep(MultipartFile given, Predicate<String> draft) {
    if (given.isEmpty() || given.getSize() > DocumentCheck.MOST_BYTES) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "Choose a document that is not empty and has at most 10 MB.");
    }
    return look(
        given,
        (file, name) -> {
          String kind = DocumentCheck.kind(file, name);
          String sha256 = FileReader.sha256(file);
          if (!draft.test(sha256)) {
            throw new StoplogException(Problem.REQUEST_INVALID, "Nothing can be added any more.");
          }
          Evidence.Kept kept = evidence.put(file);
          return new Kept(name, kind, kept.bytes(), kept.sha256());
        });
  }

  /** The content of one. */
  byte[] content(Document one) {
    try (InputStream in = evidence.read(one.sha256())) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new StoplogException(
          Problem.FILE_UNREADABLE, "a kept file is missing or was altered", e);
    }
  }
}
