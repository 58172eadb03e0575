package org.stoplog.ledger.apps;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Opens a list as text: UTF-8 or UTF-16, with or without a mark, and refuses anything else. */
final class AppText {
  private static final long LARGEST = 512L << 20;

  private AppText() {}

  static Reader open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new StoplogException(
          Files.exists(file) ? Problem.FILE_UNREADABLE : Problem.FILE_NOT_FOUND,
          file + (Files.exists(file) ? " is not a plain file" : " does not exist"));
    }
    if (Files.size(file) > LARGEST) {
      throw new StoplogException(Problem.DATA_MALFORMED, file + " is larger than 512 MB");
    }
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    in.mark(4);
    byte[] start = in.readNBytes(3);
    in.reset();
    Charset charset = charset(start);
    in.skipNBytes(mark(start));
    return new InputStreamReader(
        in,
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  private static Charset charset(byte[] start) {
    if (begins(start, 0xff, 0xfe)) {
      return StandardCharsets.UTF_16LE;
    }
    if (begins(start, 0xfe, 0xff)) {
      return StandardCharsets.UTF_16BE;
    }
    // Without a mark: a list begins with an ASCII character, which has a zero beside it.
    boolean isLong = start.length >= 2;
    if (isLong && start[0] != 0 && start[1] == 0) {
      return StandardCharsets.UTF_16LE;
    }
    return isLong && start[0] == 0 && start[1] != 0
        ? StandardCharsets.UTF_16BE
        : StandardCharsets.UTF_8;
  }

  private static int mark(byte[] start) {
    if (begins(start, 0xef, 0xbb, 0xbf)) {
      return 3;
    }
    return begins(start, 0xff, 0xfe) || begins(start, 0xfe, 0xff) ? 2 : 0;
  }

  private static boolean begins(byte[] start, int... wanted) {
    if (start.length < wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if ((start[i] & 0xff) != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
