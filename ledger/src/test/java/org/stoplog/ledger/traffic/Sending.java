package org.stoplog.ledger.traffic;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.journal.ClosedSegment;
import org.stoplog.ledger.journal.Intent;
import org.stoplog.ledger.journal.JournalOptions;
import org.stoplog.ledger.journal.JournalWriter;
import org.stoplog.ledger.journal.Mode;
import org.stoplog.ledger.journal.Outcome;
import org.stoplog.ledger.journal.Result;
import org.stoplog.ledger.journal.Sender;
import org.stoplog.ledger.journal.Ticket;
import org.stoplog.ledger.reader.EventFields;
import org.stoplog.ledger.reader.EventRules;
import org.stoplog.ledger.reader.Format;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.TrafficReader;
import org.stoplog.ledger.reader.ValueRules;

/** A gateway as its journal has it: what it sends in a segment. */
final class Sending implements AutoCloseable {
  static final int MIXPANEL = 1;
  static final int SEGMENT = 2;

  /** What the server knows. */
  static final Mappings MAPPINGS =
      number ->
          switch (number) {
            case MIXPANEL -> EventFields.ofMixpanel().mapping(Format.MIXPANEL);
            case SEGMENT -> EventFields.ofSegment().mapping(Format.SEGMENT);
            default -> null;
          };

  private static final JournalOptions OPTIONS =
      new JournalOptions(
          64 << 20, Duration.ofHours(9), Duration.ofHours(9), 8 << 20, Duration.ofMillis(1), 0);

  private final JournalWriter journal;
  private final InstantSource clock;
  private final TrafficReader mixpanel = reader(MIXPANEL, EventRules.ofMixpanel());
  private final TrafficReader segment = reader(SEGMENT, EventRules.ofSegment());

  private static TrafficReader reader(int number, EventRules rules) {
    Mapping mapping = MAPPINGS.of(number);
    return new TrafficReader(mapping, rules, Set.of(), Set.of(), ValueRules.NONE);
  }

  Sending(Path folder, UUID gateway, byte[] serverKey, InstantSource clock) {
    this.clock = clock;
    journal = JournalWriter.open(folder, gateway, serverKey, OPTIONS, clock, closed -> {});
  }

  /** What one request discloses. */
  record Sent(int connection, ElementSet elements, Instant at) {}

  /** A request with one event about a user. */
  Sent user(int connection, String user, boolean hasCity, @Nullable Result result) {
    String city = hasCity ? ",\"$city\":\"Ulm\"" : "";
    return send(
        connection,
        MIXPANEL,
        "{\"event\":\"x\",\"properties\":{\"time\":1500000000,\"distinct_id\":\"%s\"%s}}"
            .formatted(user, city),
        result);
  }

  /** A request with one event about an address. */
  Sent email(int connection, String email, @Nullable Result result) {
    return send(
        connection,
        MIXPANEL,
        "{\"event\":\"x\",\"properties\":{\"$email\":\"" + email + "\"}}",
        result);
  }

  /** The same in another supplier's language. */
  Sent track(int connection, String user, @Nullable Result result) {
    return send(
        connection,
        SEGMENT,
        "{\"type\":\"track\",\"event\":\"x\",\"userId\":\"" + user + "\"}",
        result);
  }

  /** An event about nobody. */
  void nobody(int connection, Result result) {
    send(connection, MIXPANEL, "{\"event\":\"x\",\"properties\":{}}", result);
  }

  private Sent send(int connection, int mapping, String event, @Nullable Result result) {
    TrafficReader reader = mapping == MIXPANEL ? mixpanel : segment;
    byte[] text = event.getBytes(StandardCharsets.UTF_8);
    String fault =
        reader.read(text, 0, text.length, new TrafficReader.Sent(0, null, ElementSet.NONE, false));
    if (fault != null) {
      throw new AssertionError(fault);
    }
    Instant at = clock.instant();
    record(connection, mapping, null, reader.frames(), result);
    return new Sent(connection, reader.elements(), at);
  }

  void opaque(int connection, @Nullable Result result) {
    record(connection, MIXPANEL, "not-json", new byte[0], result);
  }

  /** A request whose frames are whatever is given. */
  void record(
      int connection,
      int mapping,
      @Nullable String opaque,
      byte[] frames,
      @Nullable Result result) {
    Ticket ticket =
        journal.intent(intent(connection, mapping, opaque), frames, 0, frames.length).join();
    if (result != null) {
      journal.outcome(ticket, clock.millis(), new Outcome(result, 200));
    }
  }

  /** A request of an application at the proxy that was refused. */
  void attempt(int connection, String host, String app) {
    Intent intent =
        new Intent(
            clock.millis(), connection, Mode.FORWARD, Sender.SECRET, 0, 0, host, null, null, app);
    Ticket ticket = journal.intent(intent, new byte[0], 0, 0).join();
    journal.outcome(ticket, clock.millis(), new Outcome(Result.REFUSED, 0));
  }

  Ticket open(int connection) {
    return journal.open(intent(connection, 0, null)).join();
  }

  JournalWriter journal() {
    return journal;
  }

  private Intent intent(int connection, int mapping, @Nullable String opaque) {
    return new Intent(
        clock.millis(),
        connection,
        Mode.REVERSE,
        Sender.SECRET,
        mapping,
        100,
        "api.example.com",
        "/track",
        opaque,
        "shop/2.1");
  }

  /** Ends the segment. @return all that this journal has and nobody deleted */
  List<ClosedSegment> end() {
    journal.close();
    return journal.closed();
  }

  @Override
  public void close() {
    journal.close();
  }
}
