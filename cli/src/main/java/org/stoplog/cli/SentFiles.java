package org.stoplog.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files that are sent to a server, and those that its answers are written to. */
final class SentFiles {
  private static final int LARGEST = 4 << 20;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private SentFiles() {}

  /** For one that is sent as it is. */
  static void mustBeAFile(Path file) {
    Ledgers.mustExist(List.of(file));
    if (!Files.isRegularFile(file)) {
      throw new StoplogException(Problem.FILE_UNREADABLE, file + " is no file");
    }
  }

  /** UTF-8 text of at most 4 MB. */
  static String text(Path file) {
    Ledgers.mustExist(List.of(file));
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new StoplogException(Problem.UPLOAD_TOO_LARGE, name(file) + " is larger than 4 MB");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new StoplogException(Problem.ENCODING_UNREADABLE, name(file) + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, file + " could not be read", e);
    }
  }

  static JsonNode json(Path file) {
    try {
      return JSON.readTree(text(file));
    } catch (JacksonException e) {
      throw new StoplogException(
          Problem.BODY_INVALID,
          "%s, line %d: not valid JSON".formatted(name(file), e.getLocation().getLineNr()),
          e);
    }
  }

  /** Writes a new file that only the user can read; nothing is left of one that broke off. */
  static void write(Path file, byte[] content) {
    if (Files.exists(file)) {
      throw new StoplogException(Problem.USAGE, file + " exists already: name a new file");
    }
    boolean isDone = false;
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        Files.write(file, content, StandardOpenOption.WRITE);
        isDone = true;
      } finally {
        if (!isDone) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, file + " could not be written", e);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
