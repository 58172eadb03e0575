package org.stoplog.ledger.reader;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.stoplog.catalog.problem.Problem;
import tools.jackson.databind.json.JsonMapper;

/**
 * The program that reads one stranger's mail; started by {@link ChildProcess}, as {@link Child}.
 */
final class MailChild {
  static final int ANSWER = 1;
  static final int REFUSED = 2;

  private static final int MOST_REQUEST_BYTES = 100;
  private static final int CHUNK = 64 << 10;

  private MailChild() {}

  public static void main(String[] arguments) throws IOException {
    DataOutputStream pipe = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
    System.setOut(System.err);
    DataInputStream stdin = new DataInputStream(System.in);
    int length = stdin.readInt();
    if (length < 0 || length > MOST_REQUEST_BYTES) {
      throw new IOException("a request of " + length + " bytes");
    }
    String request = new String(stdin.readNBytes(length), StandardCharsets.UTF_8);
    Thread.ofPlatform().daemon().name("parent").start(() -> Child.endWithParent(stdin));
    try {
      answer(request, pipe);
    } catch (OutOfMemoryError e) {
      Runtime.getRuntime().halt(Child.OUT_OF_MEMORY);
    } catch (RuntimeException | IOException | LinkageError | StackOverflowError e) {
      // What a library says of a mail may hold its words.
      System.err.println(e.getClass().getName());
      Runtime.getRuntime().halt(1);
    }
    Runtime.getRuntime().halt(0);
  }

  private static void answer(String request, DataOutputStream pipe) throws IOException {
    MailParts mail = MailParts.open(Child.INPUT);
    if (!mail.isMail()) {
      refuse(Problem.FILE_FORMAT_UNKNOWN, pipe);
    } else if (request.equals("outline")) {
      byte[] json = JsonMapper.builder().build().writeValueAsBytes(mail.outline());
      pipe.write(ANSWER);
      pipe.writeInt(json.length);
      pipe.write(json);
    } else if (request.equals("report")) {
      byte[] json = JsonMapper.builder().build().writeValueAsBytes(mail.report());
      pipe.write(ANSWER);
      pipe.writeInt(json.length);
      pipe.write(json);
    } else {
      part(mail, Integer.parseInt(request.substring("part ".length())), pipe);
    }
    pipe.flush();
  }

  private static void part(MailParts mail, int number, DataOutputStream pipe) throws IOException {
    Optional<InputStream> content = mail.attachment(number);
    if (content.isEmpty()) {
      refuse(Problem.FILE_NOT_FOUND, pipe);
      return;
    }
    pipe.write(ANSWER);
    try (InputStream in = content.get()) {
      byte[] buffer = new byte[CHUNK];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (n > 0) {
          pipe.writeInt(n);
          pipe.write(buffer, 0, n);
        }
      }
    }
    pipe.writeInt(0);
  }

  private static void refuse(Problem problem, DataOutputStream pipe) throws IOException {
    byte[] slug = problem.slug().getBytes(StandardCharsets.UTF_8);
    pipe.write(REFUSED);
    pipe.writeInt(slug.length);
    pipe.write(slug);
  }
}
