package org.stoplog.ledger.reader;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.detect.Detector;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Searches exports of tickets in a child process without keys, as {@link FileReader} reads lists.
 * Thread-safe.
 */
public final class TicketReader {
  /** Somebody waits for a guess. */
  private static final Duration GUESSING = Duration.ofMinutes(1);

  private static final int LONGEST_NAME = 400;
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path workFolder;

  /**
   * @param workFolder where the children's folders are made; removed again when they end
   */
  public TicketReader(Path workFolder) {
    this.workFolder = workFolder;
  }

  /** Takes tickets in the order of the file. What it throws ends the reading and comes out. */
  public interface Handler {
    void ticket(TicketFound found);
  }

  /**
   * Looks at the first tickets and says how the file would be read.
   *
   * @throws StoplogException what is wrong with the file; READER_LIMIT or READER_CRASHED when the
   *     child did not survive it
   */
  public TicketPlan guess(Path file, char @Nullable [] password) {
    byte[] json = run(file, null, password, GUESSING, found -> {}, Progress.NONE);
    try {
      return JSON.readValue(json, TicketPlan.class);
    } catch (JacksonException e) {
      throw crashed();
    }
  }

  /**
   * Searches all tickets.
   *
   * @throws StoplogException as above, and INTERRUPTED when stopped; the handler may have had
   *     tickets before: throw them away
   */
  public TicketFound.Totals read(
      Path file, TicketPlan plan, char @Nullable [] password, Handler handler, Progress progress) {
    byte[] json = run(file, plan, password, TicketRequest.LIMITS.time(), handler, progress);
    try {
      TicketFound.Totals totals = JSON.readValue(json, TicketFound.Totals.class);
      return new TicketFound.Totals(
          Math.max(0, totals.tickets()), unread(totals.unread()), Math.max(0, totals.moreUnread()));
    } catch (JacksonException e) {
      throw crashed();
    }
  }

  private byte[] run(
      Path file,
      @Nullable TicketPlan plan,
      char @Nullable [] password,
      Duration time,
      Handler handler,
      Progress progress) {
    try (ChildProcess child =
        ChildProcess.start(workFolder, file, TicketRequest.LIMITS, TicketChild.class)) {
      child.watch(progress::stopped, time);
      child.send(
          JSON.writeValueAsBytes(
              new TicketRequest(plan, password == null ? null : new String(password))));
      byte[] answer = null;
      try {
        DataInputStream in = new DataInputStream(new BufferedInputStream(child.frames()));
        answer = frames(in, handler, progress);
      } catch (IOException | JacksonException e) {
        // Its exit says why, if it has ended.
        answer = null;
      }
      StoplogException verdict = child.verdict();
      if (verdict != null) {
        throw new StoplogException(
            verdict.problem(), String.valueOf(verdict.getMessage()), verdict);
      }
      if (answer == null) {
        throw crashed();
      }
      return answer;
    }
  }

  private static StoplogException crashed() {
    return new StoplogException(Problem.READER_CRASHED, "the reader ended without a result");
  }

  private static byte @Nullable [] frames(DataInputStream in, Handler handler, Progress progress)
      throws IOException {
    while (true) {
      int kind = in.read();
      switch (kind) {
        case TicketRequest.PROGRESS -> progress.at(in.readLong());
        case TicketRequest.TICKET ->
            handler.ticket(checked(JSON.readValue(chunk(in), TicketFound.class)));
        case TicketRequest.ANSWER -> {
          return chunk(in);
        }
        case TicketRequest.REFUSED -> throw refused(new String(chunk(in), StandardCharsets.UTF_8));
        default -> {
          return null;
        }
      }
    }
  }

  private static byte[] chunk(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > TicketRequest.MOST_FRAME) {
      throw new IOException("a chunk of " + length + " bytes");
    }
    return in.readNBytes(length);
  }

  /** What the child says is data: only what we know is taken from it. */
  private static TicketFound checked(TicketFound found) {
    Map<String, Integer> finds = new HashMap<>();
    found
        .finds()
        .forEach(
            (slug, count) -> {
              if (Detector.of(slug).isPresent() && count > 0) {
                finds.put(slug, count);
              }
            });
    return new TicketFound(
        cut(found.id()),
        cut(found.person()),
        plausible(found.time()),
        found.hasText(),
        finds,
        found.places().stream()
            .filter(place -> finds.containsKey(place.detector()))
            .map(
                place ->
                    new TicketFound.Place(
                        place.detector(), name(place.field()), Math.max(0, place.at())))
            .toList(),
        found.secrets().stream()
            .filter(
                one -> finds.containsKey(one.detector()) && SHA256.matcher(one.sha256()).matches())
            .toList(),
        unread(found.unread()),
        Math.max(0, found.moreUnread()));
  }

  /** Of the years 1 to 9999, which every store of times takes. */
  private static @Nullable Long plausible(@Nullable Long time) {
    return time == null || time < -62_135_596_800L || time > 253_402_300_799L ? null : time;
  }

  private static List<TicketFound.Unread> unread(List<TicketFound.Unread> unread) {
    return unread.stream().map(one -> new TicketFound.Unread(one.why(), name(one.name()))).toList();
  }

  private static String name(@Nullable String name) {
    String cut = cut(name);
    return cut == null ? "" : cut;
  }

  private static @Nullable String cut(@Nullable String text) {
    return text == null || text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME);
  }

  /** The child names one of our problems and says it in words of ours. */
  private static StoplogException refused(String said) {
    String[] parts = said.split("\n", 2);
    Problem problem =
        Arrays.stream(Problem.values())
            .filter(one -> one.slug().equals(parts[0]))
            .findFirst()
            .orElse(Problem.READER_CRASHED);
    return new StoplogException(
        problem, parts.length == 2 ? name(parts[1]) : "the export could not be read");
  }
}
