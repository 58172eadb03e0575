package org.stoplog.ledger.reader;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads strangers' mails (RFC 5322 files) in a child process without keys, as {@link FileReader}
 * reads their lists. Thread-safe.
 */
public final class MailReader {
  /** A mail is looked at while somebody waits. */
  private static final ReadRequest.Limits LIMITS =
      new ReadRequest.Limits(512, 64, Duration.ofMinutes(1), 1 << 20, 1L << 30, 100);

  /** What a child may say of one mail. */
  private static final int MOST_OUTLINE = 4 << 20;

  private static final int MOST_CHUNK = 1 << 20;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path workFolder;

  /**
   * @param workFolder where the children's folders are made; removed again when they end
   */
  public MailReader(Path workFolder) {
    this.workFolder = workFolder;
  }

  /**
   * Looks at a mail.
   *
   * @throws StoplogException FILE_FORMAT_UNKNOWN when it is none; READER_LIMIT or READER_CRASHED
   *     when the child did not survive it
   */
  public MailOutline outline(Path mail) {
    return read(
        mail,
        "outline",
        in -> {
          byte[] json = chunk(in, MOST_OUTLINE);
          return JSON.readValue(json, MailOutline.class);
        });
  }

  /**
   * Looks at a mail that came back after one was sent.
   *
   * @throws StoplogException as above
   */
  public DeliveryReport report(Path mail) {
    return read(
        mail, "report", in -> JSON.readValue(chunk(in, MOST_OUTLINE), DeliveryReport.class));
  }

  /**
   * Takes one attachment out into a plain file.
   *
   * @param number as in {@link MailOutline.Attachment}
   * @throws StoplogException as above, and FILE_NOT_FOUND when the mail has no such part
   */
  public void attachment(Path mail, int number, Path target) {
    read(
        mail,
        "part " + number,
        in -> {
          try (OutputStream out = Files.newOutputStream(target)) {
            for (byte[] next = chunk(in, MOST_CHUNK); next.length > 0; ) {
              out.write(next);
              next = chunk(in, MOST_CHUNK);
            }
          }
          return true;
        });
  }

  /** Takes what a child says. */
  private interface Answer<T> {
    T of(DataInputStream in) throws IOException;
  }

  private <T> T read(Path mail, String request, Answer<T> answer) {
    try (ChildProcess child = ChildProcess.start(workFolder, mail, LIMITS, MailChild.class)) {
      child.watch(() -> false, LIMITS.time());
      child.send(request.getBytes(StandardCharsets.UTF_8));
      T result = null;
      boolean isBroken = false;
      try {
        DataInputStream in = new DataInputStream(child.frames());
        int kind = in.read();
        if (kind == MailChild.REFUSED) {
          throw refused(new String(chunk(in, MOST_CHUNK), StandardCharsets.UTF_8));
        }
        if (kind == MailChild.ANSWER) {
          result = answer.of(in);
        }
      } catch (IOException | JacksonException e) {
        // Its exit says why, if it has ended.
        isBroken = true;
      }
      StoplogException verdict = child.verdict();
      if (verdict != null) {
        throw new StoplogException(verdict.problem(), "the mail: " + verdict.getMessage(), verdict);
      }
      if (result == null || isBroken) {
        throw new StoplogException(
            Problem.READER_CRASHED, "the mail: the reader ended without a result");
      }
      return result;
    }
  }

  private static byte[] chunk(DataInputStream in, int most) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > most) {
      throw new IOException("a chunk of " + length + " bytes");
    }
    return in.readNBytes(length);
  }

  /** The child names one of our problems; anything else it says is not repeated. */
  private static StoplogException refused(String slug) {
    Problem problem =
        Arrays.stream(Problem.values())
            .filter(one -> one.slug().equals(slug))
            .findFirst()
            .orElse(Problem.READER_CRASHED);
    return new StoplogException(
        problem,
        switch (problem) {
          case FILE_FORMAT_UNKNOWN -> "the file is no mail: it has no header such as From or Date";
          case FILE_NOT_FOUND -> "the mail has no such attachment";
          default -> "the mail could not be read";
        });
  }
}
