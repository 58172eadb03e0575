package org.stoplog.ledger.reader;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Reads strangers' files in a child process that has no keys, an empty environment and a folder of
 * its own. Whatever the file does to the child costs this one read. Thread-safe.
 */
public final class FileReader {
  private final Path workFolder;

  /**
   * @param workFolder where the children's folders are made; removed again when they end
   */
  public FileReader(Path workFolder) {
    this.workFolder = workFolder;
  }

  /**
   * Reads the file to its end. The handler is called on this thread; what it throws stops the child
   * and comes out here.
   *
   * @param stopped asked some twenty times a second on another thread; true ends the child
   * @throws StoplogException what is wrong with the file or its mapping; {@link
   *     Problem#FILE_CHANGED} when it was written to meanwhile; {@link Problem#READER_CRASHED} or
   *     {@link Problem#READER_LIMIT} when the child did not survive it; {@link Problem#INTERRUPTED}
   *     when stopped. The handler may have had rows before: throw them away.
   */
  public ReadResult read(ReadRequest request, RowHandler handler, BooleanSupplier stopped) {
    Path file = request.file();
    FileFingerprint before = FileFingerprint.of(file);
    FutureTask<String> sha256 = new FutureTask<>(() -> FileFingerprint.sha256(file));
    Thread hashing = Thread.ofPlatform().daemon().name("hash").start(sha256);
    try {
      FrameParser.Outcome outcome = run(new ChildRequest(request, false), handler, stopped);
      String hash = sha256.get();
      if (!before.isStillThatOf(file)) {
        throw changed(file);
      }
      handler.progress(before.size());
      return new ReadResult(
          outcome.mapping(),
          outcome.rows(),
          outcome.leftOut(),
          outcome.cells(),
          hash,
          before.size(),
          outcome.passedOver());
    } catch (StoplogException e) {
      if (e.problem() == Problem.INTERRUPTED) {
        throw e;
      }
      if (stopped.getAsBoolean()) {
        // Ctrl-C at a terminal ends the child as well, at whatever it was; that is no fault of it.
        throw new StoplogException(Problem.INTERRUPTED, "reading was stopped", e);
      }
      if (!before.isStillThatOf(file)) {
        throw changed(file);
      }
      throw e;
    } catch (ExecutionException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, file + " cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoplogException(Problem.INTERRUPTED, "reading was stopped", e);
    } finally {
      hashing.interrupt();
    }
  }

  /**
   * Looks at the first thousand rows and says how the file would be read.
   *
   * @throws StoplogException as {@link #read}
   */
  public Mapping guess(ReadRequest request) {
    FileFingerprint before = FileFingerprint.of(request.file());
    try {
      return run(new ChildRequest(request, true), new NoRows(), () -> false).mapping();
    } catch (StoplogException e) {
      if (!before.isStillThatOf(request.file())) {
        throw changed(request.file());
      }
      throw e;
    }
  }

  /**
   * Lower-case hex SHA-256 of a file as it lies on the disk: the same as in {@link
   * ReadResult#sha256}, without looking at what it holds.
   *
   * @throws StoplogException {@link Problem#FILE_NOT_FOUND}, {@link Problem#FILE_UNREADABLE},
   *     {@link Problem#FILE_EMPTY}
   */
  public static String sha256(Path file) {
    FileFingerprint.of(file);
    try {
      return FileFingerprint.sha256(file);
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, file + " cannot be read", e);
    }
  }

  private FrameParser.Outcome run(
      ChildRequest request, RowHandler handler, BooleanSupplier stopped) {
    ReadRequest read = request.read();
    try (ChildProcess child = ChildProcess.start(workFolder, read.file(), read.limits())) {
      child.watch(stopped, read.limits().time());
      child.send(request);
      FrameParser.Outcome outcome = parse(child, read.file(), handler, read.mapping());
      StoplogException verdict = child.verdict();
      if (verdict != null) {
        throw named(read.file(), verdict);
      }
      if (outcome == null) {
        throw new StoplogException(
            Problem.READER_CRASHED, read.file() + ": the reader ended without a result");
      }
      return outcome;
    }
  }

  private static FrameParser.@Nullable Outcome parse(
      ChildProcess child, Path file, RowHandler handler, @Nullable Mapping expected) {
    try {
      return new FrameParser(child.frames(), handler, expected).parse();
    } catch (IOException e) {
      // The pipe broke because the child is gone: its exit says why.
      return null;
    } catch (StoplogException e) {
      throw named(file, e);
    }
  }

  /** The child knows the file by no name; who reads the message may have given several. */
  private static StoplogException named(Path file, StoplogException e) {
    String message = String.valueOf(e.getMessage());
    boolean isOfTheFile = e.problem().exitCode() <= Problem.READER_LIMIT.exitCode();
    if (!isOfTheFile || message.contains(file.toString())) {
      return e;
    }
    String between = message.startsWith("line ") ? ", " : ": ";
    return new StoplogException(e.problem(), file + between + message, e);
  }

  private static StoplogException changed(Path file) {
    return new StoplogException(Problem.FILE_CHANGED, file + " was changed while it was read");
  }

  private static final class NoRows implements RowHandler {
    @Override
    public void mapping(Mapping mapping) {}

    @Override
    public void elementSet(ElementSet set) {}

    @Override
    public void rows(RowBlock block) {}

    @Override
    public void leftOut(LeftOut row) {}

    @Override
    public void progress(long bytesRead) {}
  }
}
