package org.stoplog.ledger.reader;

import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * The program that reads one stranger's file. It is started by {@link ChildProcess} and knows
 * nothing but the request on its standard input.
 */
final class Child {
  /** What the JVM exits with on {@code -XX:+ExitOnOutOfMemoryError}. */
  static final int OUT_OF_MEMORY = 3;

  /** The file's name in the child's folder. */
  static final Path INPUT = Path.of("input");

  private static final int MOST_REQUEST_BYTES = 8 << 20;

  private Child() {}

  public static void main(String[] arguments) throws IOException {
    OutputStream pipe = new FileOutputStream(FileDescriptor.out);
    // A library that prints must not get between the frames.
    System.setOut(System.err);
    DataInputStream stdin = new DataInputStream(System.in);
    int length = stdin.readInt();
    if (length < 0 || length > MOST_REQUEST_BYTES) {
      throw new IOException("a request of " + length + " bytes");
    }
    byte[] json = stdin.readNBytes(length);
    Thread.ofPlatform().daemon().name("parent").start(() -> endWithParent(stdin));
    ChildOutput out = new ChildOutput(pipe);
    try {
      ChildRequest request = ChildRequest.fromJson(json);
      new ChildReading(request, out).run();
    } catch (StoplogException e) {
      out.problem(e.problem(), String.valueOf(e.getMessage()));
    } catch (OutOfMemoryError e) {
      Runtime.getRuntime().halt(OUT_OF_MEMORY);
    } catch (RuntimeException | IOException | LinkageError | StackOverflowError e) {
      out.problem(Problem.READER_CRASHED, describe(e));
    }
    Runtime.getRuntime().halt(0);
  }

  /** The message of an exception may hold a value of the file, its class and place do not. */
  private static String describe(Throwable fault) {
    Throwable cause = fault;
    while (cause.getCause() != null
        && (cause instanceof UncheckedIOException || cause.getClass() == RuntimeException.class)) {
      cause = cause.getCause();
    }
    StackTraceElement[] stack = cause.getStackTrace();
    String place = stack.length == 0 ? "" : " in " + stack[0].getClassName();
    return "the reader failed: " + cause.getClass().getSimpleName() + place;
  }

  /** The pipe ends when the parent does, however it ends. */
  static void endWithParent(InputStream stdin) {
    try {
      while (stdin.read() >= 0) {
        // Nothing more is expected.
      }
    } catch (IOException e) {
      // Gone as well.
    }
    Runtime.getRuntime().halt(1);
  }
}
