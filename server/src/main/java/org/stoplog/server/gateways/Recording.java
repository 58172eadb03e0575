package org.stoplog.server.gateways;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.decode.ConnectionDecoder;
import org.stoplog.gateway.policy.Language;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.traffic.Mappings;
import org.stoplog.ledger.traffic.Traffic;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Watch;

/**
 * Makes batches of the segments that gateways sent. A batch is a commit of all tables, so segments
 * are gathered for a few minutes, unless they are many or somebody wants them now.
 */
final class Recording extends Watch {
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final Duration GATHER = Duration.ofMinutes(5);
  private static final long MANY_BYTES = 64L << 20;

  private final Traffic traffic;
  private final LongSupplier nanos;
  private final Progress progress =
      new Progress() {
        @Override
        public void step(String name, long total, String unit) {}

        @Override
        public void at(long done) {}

        @Override
        public boolean stopped() {
          return isEnding();
        }
      };
  private long lastNanos;
  private boolean hasRecorded;

  /**
   * @param nanos of a clock that never stands or goes back
   */
  Recording(Traffic traffic, LongSupplier nanos, ServerLog log) {
    super("recording", LOOK, log);
    this.traffic = traffic;
    this.nanos = nanos;
  }

  @Override
  protected void look(boolean isAsked) {
    Map<UUID, Long> due = traffic.segments().due();
    long bytes = due.values().stream().mapToLong(Long::longValue).sum();
    boolean isTime =
        !hasRecorded || nanos.getAsLong() - lastNanos >= GATHER.toNanos() || bytes >= MANY_BYTES;
    if (due.isEmpty() || !(isAsked || isTime)) {
      return;
    }
    for (UUID gateway : due.keySet()) {
      record(gateway);
    }
    lastNanos = nanos.getAsLong();
    hasRecorded = true;
  }

  /** What came and was not recorded, in words; null for nothing. */
  @Nullable String waiting() {
    long bytes = traffic.segments().due().values().stream().mapToLong(Long::longValue).sum();
    return bytes == 0 ? null : Numbers.amount(bytes, "bytes");
  }

  /** Everything that came of a gateway until now. Waits for a recording that is under way. */
  void record(UUID gateway) {
    boolean hasMore = true;
    while (hasMore && !isEnding()) {
      hasMore = traffic.recorder().record(gateway, MAPPINGS, progress).more();
    }
  }

  /** How a gateway of this version, or of an older one, made rows. */
  static final Mappings MAPPINGS =
      new Mappings() {
        @Override
        public @Nullable Mapping of(int number) {
          for (Language language : Language.values()) {
            if (language.mappingNumber() == number) {
              return ConnectionDecoder.mapping(language);
            }
          }
          return null;
        }
      };
}
