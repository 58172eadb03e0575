package org.stoplog.ledger.apps;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;

/**
 * The apps of one or more files of one source. It is the company's own export, so it is read here;
 * its names are strangers', and are data.
 */
public final class AppList {
  private static final int MOST = 1_000_000;
  private static final int PORTION = 1_000;

  private final AppSource source;
  private final Progress progress;
  private final Map<String, FoundApp> apps = new LinkedHashMap<>();
  private long rows;
  private long leftOut;

  private AppList(AppSource source, Progress progress) {
    this.source = source;
    this.progress = progress;
  }

  /**
   * Reads CSV or JSON.
   *
   * @throws StoplogException FILE_NOT_FOUND, FILE_EMPTY, HEADER_MISSING, ENCODING_UNREADABLE,
   *     DATA_MALFORMED, INTERRUPTED
   */
  public static AppList read(AppSource source, List<Path> files, Progress progress) {
    AppList list = new AppList(source, progress);
    AppJson json = new AppJson(list);
    for (Path file : files) {
      progress.step("reading " + file.getFileName(), Progress.UNKNOWN, "rows");
      list.read(file, json);
    }
    json.join();
    return list;
  }

  private void read(Path file, AppJson json) {
    long before = rows;
    try (BufferedReader text = new BufferedReader(AppText.open(file))) {
      if (isJson(text)) {
        json.read(text, String.valueOf(file.getFileName()));
      } else {
        new AppCsv(this).read(text, String.valueOf(file.getFileName()));
      }
    } catch (CharacterCodingException e) {
      throw new StoplogException(
          Problem.ENCODING_UNREADABLE, file + " is neither UTF-8 nor UTF-16 text", e);
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, file + " could not be read", e);
    } catch (UncheckedIOException e) {
      throw new StoplogException(
          e.getCause() instanceof CharacterCodingException
              ? Problem.ENCODING_UNREADABLE
              : Problem.FILE_UNREADABLE,
          file + " could not be read",
          e);
    }
    if (rows == before) {
      throw new StoplogException(Problem.FILE_EMPTY, file + " holds no apps");
    }
  }

  private static boolean isJson(Reader text) throws IOException {
    text.mark(PORTION);
    int c = text.read();
    for (int i = 0; i < PORTION - 1 && Character.isWhitespace(c); i++) {
      c = text.read();
    }
    text.reset();
    return c == '[' || c == '{';
  }

  AppSource source() {
    return source;
  }

  /** One row or item was read. */
  void count() {
    if (++rows > MOST) {
      throw new StoplogException(
          Problem.DATA_MALFORMED, "the list has more than " + MOST + " rows");
    }
    if (rows % PORTION == 0) {
      progress.at(rows);
      if (progress.stopped()) {
        throw new StoplogException(Problem.INTERRUPTED, "stopped while the list was read");
      }
    }
  }

  void leaveOut() {
    leftOut++;
  }

  void add(FoundApp app) {
    apps.merge(app.external(), app, FoundApp::and);
  }

  List<FoundApp> apps() {
    return new ArrayList<>(apps.values());
  }

  /** Rows and items of all files. */
  public long rows() {
    return rows;
  }

  /** Rows that name no app, or are of the identity provider itself. */
  public long leftOut() {
    return leftOut;
  }
}
