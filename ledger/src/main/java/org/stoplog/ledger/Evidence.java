package org.stoplog.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.stream.Stream;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.reader.FileReader;
import org.stoplog.ledger.store.DataFolder;

/**
 * Files that are kept as evidence: sealed with the keyset, named by the SHA-256 of their content.
 */
public final class Evidence {
  private static final String FOLDER = "files";

  private final Path folder;
  private final Path temp;
  private final Keyset keys;

  public Evidence(DataFolder data, Keyset keys) {
    this.folder = data.evidence().resolve(FOLDER);
    this.temp = data.temp();
    this.keys = keys;
  }

  /** What was kept. */
  public record Kept(String sha256, long bytes) {}

  /**
   * Keeps a file. The same content is kept once.
   *
   * @param plain it stays where it is
   */
  public Kept put(Path plain) {
    try {
      Files.createDirectories(folder);
      String sha256 = FileReader.sha256(plain);
      Path target = folder.resolve(sha256);
      if (!Files.exists(target)) {
        Path draft = Files.createTempFile(temp, "evidence", ".part");
        try {
          try (InputStream in = Files.newInputStream(plain);
              OutputStream out = keys.sealing(Files.newOutputStream(draft), context(sha256))) {
            in.transferTo(out);
          }
          Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
          Files.deleteIfExists(draft);
        }
      }
      return new Kept(sha256, Files.size(plain));
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, "the file could not be kept", e);
    }
  }

  /**
   * Opens a kept file into a plain one, which is the caller's to delete.
   *
   * @throws StoplogException FILE_UNREADABLE when it is missing or was altered
   */
  public void open(String sha256, Path target) {
    requireHash(sha256);
    try (InputStream in =
            keys.unsealing(Files.newInputStream(folder.resolve(sha256)), context(sha256));
        OutputStream out = Files.newOutputStream(target)) {
      in.transferTo(out);
    } catch (IOException e) {
      throw new StoplogException(
          Problem.FILE_UNREADABLE, "a kept file is missing or was altered", e);
    }
  }

  /**
   * Opens a kept file to be read once; nothing of it lies open on the disk.
   *
   * @throws IOException when it is missing; reading fails where it was altered
   */
  public InputStream read(String sha256) throws IOException {
    requireHash(sha256);
    return keys.unsealing(Files.newInputStream(folder.resolve(sha256)), context(sha256));
  }

  /** Deletes one file that nothing names: its act was never committed. */
  public void remove(String sha256) {
    requireHash(sha256);
    try {
      Files.deleteIfExists(folder.resolve(sha256));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes what nothing names: its act was never committed. Only while nobody keeps anything. */
  public void sweep(Set<String> named) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files.filter(file -> !named.contains(String.valueOf(file.getFileName()))).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireHash(String sha256) {
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not a SHA-256");
    }
  }

  private static byte[] context(String sha256) {
    return ("evidence:" + sha256).getBytes(UTF_8);
  }
}
