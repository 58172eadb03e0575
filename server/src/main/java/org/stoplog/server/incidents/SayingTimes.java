package org.stoplog.server.incidents;

import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.exposure.Window;
import org.stoplog.ledger.exposure.WindowText;
import org.stoplog.server.platform.Caller;

/** Records what is said of the times of an incident. */
final class SayingTimes {
  private static final int LONGEST_REASON = 2_000;
  private static final String UNKNOWN = "unknown";

  private final Incidents incidents;

  SayingTimes(Incidents incidents) {
    this.incidents = incidents;
  }

  /**
   * Words on a time.
   *
   * @param said as people write it; empty, or "unknown", where the source says that nobody knows
   * @param source of {@link SaidTimes.Source}
   */
  record Words(TimeKind kind, String source, String said, String reason) {}

  /**
   * @return number of the event
   * @throws StoplogException REQUEST_INVALID with what is wrong
   */
  long record(Caller who, UUID id, Words words) {
    Window read = check(words);
    TimeKind kind = words.kind();
    String said = read == null ? UNKNOWN : words.said().strip();
    return incidents.change(
        who,
        id,
        change -> {
          long seq =
              change.record(
                  new Timeline.News(
                      "time.recorded",
                      kind.slug(),
                      kind.title() + ": " + said + ", says " + words.source(),
                      false),
                  Map.of("time", kind.slug(), "source", words.source(), "known", read != null));
          new SaidTimes(change.jdbc(), change.inside().keys())
              .add(
                  id,
                  seq,
                  kind,
                  words.source(),
                  said,
                  read,
                  words.reason().isBlank() ? null : words.reason().strip());
          return seq;
        });
  }

  private static @Nullable Window check(Words words) {
    Window window = window(words.said());
    if (Arrays.stream(SaidTimes.Source.values())
        .noneMatch(source -> source.slug().equals(words.source()))) {
      throw wrong("Say who says it.");
    }
    boolean isAware = words.kind() == TimeKind.AWARE;
    if (isAware && words.reason().isBlank()) {
      throw wrong("This is a decision: write the reason, since several deadlines count from it.");
    }
    if (words.reason().length() > LONGEST_REASON) {
      throw wrong("The reason has at most " + LONGEST_REASON + " characters.");
    }
    if (isAware && !words.source().equals(SaidTimes.Source.US.slug())) {
      throw wrong("When we became aware is ours to decide, not another's to say.");
    }
    return window;
  }

  private static @Nullable Window window(String said) {
    if (said.isBlank() || said.strip().equalsIgnoreCase(UNKNOWN)) {
      return null;
    }
    Window window;
    try {
      window = WindowText.parse(said, ZoneOffset.UTC);
    } catch (StoplogException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    if (window.from() == null || window.to() == null) {
      throw wrong("Write one time, or a period with both ends.");
    }
    return window;
  }

  private static StoplogException wrong(String what) {
    return new StoplogException(Problem.REQUEST_INVALID, what);
  }
}
