package org.stoplog.ledger.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Reads a backup, which may be damaged or made by somebody who means harm, twice: once to check all
 * of it against its manifest, and once more, still checking, to use it.
 */
final class BackupReader {
  private static final int MANIFEST_LIMIT = 256 << 20;

  private final Path archive;

  BackupReader(Path archive) {
    this.archive = archive;
  }

  /** What is done with the bytes of an entry. Its own failures are StoplogExceptions. */
  interface Use {
    void begin(String name);

    void bytes(byte[] buffer, int length);

    void end();
  }

  private static final Use NOTHING =
      new Use() {
        @Override
        public void begin(String name) {}

        @Override
        public void bytes(byte[] buffer, int length) {}

        @Override
        public void end() {}
      };

  /**
   * Reads all of it and compares every entry with the manifest.
   *
   * @throws StoplogException BACKUP_INVALID naming the entry, FILE_NOT_FOUND
   */
  BackupManifest check() {
    Map<String, String> found = new HashMap<>();
    byte[] json = read(NOTHING, null, found);
    BackupManifest manifest = BackupManifest.parse(json);
    found.forEach(
        (name, hash) -> {
          if (!hash.equals(manifest.entries().get(name))) {
            throw invalid(name, "is not what was backed up", null);
          }
        });
    for (String name : manifest.entries().keySet()) {
      if (!found.containsKey(name)) {
        throw invalid(name, "is missing", null);
      }
    }
    return manifest;
  }

  /** Reads it again, handing over the bytes of each entry; fails at the end of one that differs. */
  void use(BackupManifest manifest, Use use) {
    read(use, manifest, new HashMap<>());
  }

  private byte[] read(Use use, @Nullable BackupManifest expected, Map<String, String> found) {
    if (!Files.isRegularFile(archive)) {
      throw new StoplogException(Problem.FILE_NOT_FOUND, archive + " is not a file");
    }
    String current = "the start";
    byte[] json = null;
    try (InputStream file = Files.newInputStream(archive);
        InputStream plain = new BufferedInputStream(new GZIPInputStream(file, 1 << 16), 1 << 16);
        TarArchiveInputStream tar = new TarArchiveInputStream(plain)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        current = json == null ? printable(entry.getName()) : "the end";
        if (json != null) {
          throw invalid(current, "is not the manifest", null);
        }
        if (entry.getName().equals(BackupManifest.NAME) && entry.getSize() <= MANIFEST_LIMIT) {
          json = tar.readAllBytes();
        } else {
          requireAllowed(entry, found);
          String hash = readEntry(entry.getName(), tar, use, expected);
          found.put(entry.getName(), hash);
        }
      }
      current = "the end";
      plain.transferTo(OutputStream.nullOutputStream()); // checks gzip's own sum
    } catch (IOException | IllegalArgumentException e) {
      throw invalid(current, "cannot be read", e);
    }
    if (json == null) {
      throw invalid(BackupManifest.NAME, "is missing", null);
    }
    return json;
  }

  private static void requireAllowed(TarArchiveEntry entry, Map<String, String> found) {
    if (!entry.isFile() || entry.isLink() || entry.isSymbolicLink() || entry.isSparse()) {
      throw invalid(printable(entry.getName()), "is not a plain file", null);
    }
    if (!BackupManifest.isName(entry.getName())) {
      throw invalid(printable(entry.getName()), "has a name that no backup has", null);
    }
    if (found.containsKey(entry.getName())) {
      throw invalid(entry.getName(), "is there twice", null);
    }
  }

  private static String readEntry(
      String name, InputStream content, Use use, @Nullable BackupManifest expected)
      throws IOException {
    Hashing hashing = new Hashing();
    byte[] buffer = new byte[1 << 16];
    use.begin(name);
    for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
      hashing.update(buffer, count);
      use.bytes(buffer, count);
    }
    String hash = hashing.hex();
    if (expected != null && !hash.equals(expected.entries().get(name))) {
      throw invalid(name, "changed while it was restored", null);
    }
    use.end();
    return hash;
  }

  /** A stranger's name, fit for a terminal. */
  private static String printable(String name) {
    String clean = name.replaceAll("[^\\x20-\\x7e]", "?");
    return clean.length() <= 100 ? clean : clean.substring(0, 100) + "…";
  }

  private static StoplogException invalid(String entry, String what, @Nullable Throwable cause) {
    return new StoplogException(Problem.BACKUP_INVALID, entry + " " + what, cause);
  }
}
