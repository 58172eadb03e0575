package org.stoplog.ledger.reader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** What tells that a file was changed or replaced while it was read. */
record FileFingerprint(long size, FileTime modified, @Nullable Object key) {

  /**
   * @throws StoplogException {@link Problem#FILE_NOT_FOUND}, {@link Problem#FILE_UNREADABLE} or
   *     {@link Problem#FILE_EMPTY}
   */
  static FileFingerprint of(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw new StoplogException(Problem.FILE_UNREADABLE, file + " is not a plain file");
      }
      if (!Files.isReadable(file)) {
        throw new StoplogException(Problem.FILE_UNREADABLE, file + " may not be read");
      }
      if (attributes.size() == 0) {
        throw new StoplogException(Problem.FILE_EMPTY, file + " has no bytes");
      }
      return new FileFingerprint(
          attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
    } catch (NoSuchFileException e) {
      throw new StoplogException(Problem.FILE_NOT_FOUND, file + " does not exist", e);
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, file + " cannot be read", e);
    }
  }

  boolean isStillThatOf(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return equals(new FileFingerprint(now.size(), now.lastModifiedTime(), now.fileKey()));
    } catch (IOException e) {
      return false;
    }
  }

  /** Lower-case hex SHA-256 of the file as it lies on the disk. */
  static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[256 << 10];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
