package org.stoplog.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Seeded;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.journal.SegmentReport.Tail;

/** What the server makes of segments that are cut, damaged, or made by a host that was taken. */
class SegmentDamageTest {
  @TempDir Path temp;
  Journals journals;
  Path changed;

  @BeforeEach
  void makeKeys() {
    journals = new Journals(temp.resolve("keys"));
    changed = temp.resolve("changed.seg");
  }

  /** Four blocks: one for each request, and one with the end. */
  private byte[] small() throws IOException {
    Path folder = temp.resolve("journal");
    JournalWriter writer = journals.open(folder, Journals.OPTIONS, closed -> {});
    for (String id : List.of("one", "two", "three")) {
      Ticket ticket = Journals.send(writer, id).join();
      writer.outcome(ticket, Journals.TIME, new Outcome(Result.DELIVERED, 200));
    }
    writer.close();
    return Files.readAllBytes(Journals.segments(folder).getFirst());
  }

  @Test
  void aWholeOneIsCompleteAndEveryCutGivesABeginning() throws IOException {
    byte[] whole = small();
    Files.write(changed, whole);
    Seen all = new Seen();
    SegmentReport report = journals.read(changed, all);
    assertThat(report.complete()).isTrue();
    assertThat(report.closed()).isTrue();
    assertThat(report.tail()).isNull();
    assertThat(report.unanswered()).isZero();
    assertThat(all.ids()).containsExactly("one", "two", "three");
    assertThat(all.requests.getFirst().outcome()).isEqualTo(new Outcome(Result.DELIVERED, 200));
    assertThat(all.requests.getFirst().intent()).isEqualTo(Journals.intent(7));
    int most = -1;
    for (int length = 0; length < whole.length; length++) {
      Files.write(changed, Arrays.copyOf(whole, length));
      if (length < Format.HEADER_BYTES) {
        refused(Problem.SEGMENT_INVALID);
        continue;
      }
      Seen seen = new Seen();
      SegmentReport cut = journals.read(changed, seen);
      assertThat(cut.complete()).isFalse();
      assertThat(cut.bytes()).isEqualTo(length);
      assertThat(seen.ids()).isEqualTo(all.ids().subList(0, seen.requests.size()));
      assertThat(seen.requests.size()).isGreaterThanOrEqualTo(most);
      assertThat(cut.tail()).isEqualTo(cut.tailBytes() == 0 ? null : Tail.CUT_OFF);
      most = seen.requests.size();
    }
    assertThat(most).isEqualTo(3);
  }

  @Test
  void everyChangedByteIsNoticedAndCostsTheTailAlone() throws IOException {
    byte[] whole = small();
    List<String> all = List.of("one", "two", "three");
    for (int at = 0; at < whole.length; at++) {
      byte[] bytes = whole.clone();
      bytes[at] ^= (byte) (1 << (at % 8));
      Files.write(changed, bytes);
      if (at < Format.HEADER_BYTES) {
        refused(Problem.SEGMENT_INVALID);
        continue;
      }
      Seen seen = new Seen();
      SegmentReport report = journals.read(changed, seen);
      assertThat(report.tail()).isIn(Tail.DAMAGED, Tail.CUT_OFF);
      assertThat(report.complete()).isFalse();
      assertThat(report.tailBytes()).isGreaterThanOrEqualTo(whole.length - at);
      assertThat(seen.ids()).isEqualTo(all.subList(0, seen.requests.size()));
    }
  }

  @Test
  void aChangeWithANewChecksumIsNoticedToo() throws IOException {
    byte[] whole = small();
    for (int at : new int[] {9, 26, 33, 41, 60, 100}) {
      byte[] bytes = whole.clone();
      bytes[at] ^= 1;
      CRC32C sum = new CRC32C();
      sum.update(bytes, 0, Format.HEADER_BYTES - 4);
      ByteBuffer.wrap(bytes).putInt(Format.HEADER_BYTES - 4, (int) sum.getValue());
      Files.write(changed, bytes);
      if (at == 33) {
        // When it was begun is the one thing that is not bound; nothing is decided by it.
        assertThat(journals.read(changed, new Seen()).complete()).isTrue();
      } else if (at == 41) {
        assertThat(SegmentReader.header(changed).keyId())
            .isNotEqualTo(SegmentReader.header(Files.write(temp.resolve("w"), whole)).keyId());
      } else {
        refused(Problem.KEYSET_WRONG);
      }
    }
    byte[] bytes = whole.clone();
    int length = ByteBuffer.wrap(bytes).getInt(Format.HEADER_BYTES);
    bytes[Format.HEADER_BYTES + 20] ^= 1;
    CRC32C sum = new CRC32C();
    sum.update(bytes, Format.HEADER_BYTES + 8, length);
    ByteBuffer.wrap(bytes).putInt(Format.HEADER_BYTES + 4, (int) sum.getValue());
    Files.write(changed, bytes);
    SegmentReport report = journals.read(changed, new Seen());
    assertThat(report.tail()).isEqualTo(Tail.ALTERED);
    assertThat(report.intents()).isZero();
  }

  @Test
  void blocksCannotBeSwappedDoubledOrLeftOut() throws IOException {
    byte[] whole = small();
    int first = Format.HEADER_BYTES;
    int second = first + 8 + ByteBuffer.wrap(whole).getInt(first);
    int third = second + 8 + ByteBuffer.wrap(whole).getInt(second);
    byte[] without = new byte[whole.length - (second - first)];
    System.arraycopy(whole, 0, without, 0, first);
    System.arraycopy(whole, second, without, first, whole.length - second);
    tail(without, Tail.ALTERED, 0);
    byte[] doubled = new byte[whole.length + (second - first)];
    System.arraycopy(whole, 0, doubled, 0, second);
    System.arraycopy(whole, first, doubled, second, whole.length - first);
    tail(doubled, Tail.ALTERED, 1);
    byte[] longer = Arrays.copyOf(whole, whole.length + 100);
    assertThat(tail(longer, Tail.BEHIND_THE_END, 3).closed()).isTrue();
    byte[] again = Arrays.copyOf(whole, whole.length + (third - second));
    System.arraycopy(whole, second, again, whole.length, third - second);
    tail(again, Tail.BEHIND_THE_END, 3);
  }

  private SegmentReport tail(byte[] bytes, Tail tail, int requests) throws IOException {
    Files.write(changed, bytes);
    Seen seen = new Seen();
    SegmentReport report = journals.read(changed, seen);
    assertThat(report.tail()).isEqualTo(tail);
    assertThat(report.complete()).isFalse();
    assertThat(seen.requests).hasSize(requests);
    return report;
  }

  @Test
  void anotherServersKeysOpenNothing() throws IOException {
    Files.write(changed, small());
    try (Keyset other = Keyset.openOrCreate(temp.resolve("other"), null)) {
      StoplogException e =
          catchThrowableOfType(
              StoplogException.class, () -> SegmentReader.read(changed, other, new Seen()));
      assertThat(e.problem()).isEqualTo(Problem.KEYSET_WRONG);
    }
    assertThat(SegmentReader.header(changed).gateway()).isEqualTo(Journals.GATEWAY);
  }

  @Test
  void saysThatAFileIsNone() throws IOException {
    Files.writeString(changed, "email,date\nann@example.org,2025-03-01\n");
    refused(Problem.SEGMENT_INVALID);
    byte[] newer = small();
    newer[8] = 2;
    Files.write(changed, newer);
    StoplogException e =
        catchThrowableOfType(StoplogException.class, () -> SegmentReader.header(changed));
    assertThat(e).hasMessage("changed.seg cannot be read: its version 2 is not known here.");
    Files.delete(changed);
    refused(Problem.FILE_UNREADABLE);
  }

  @Test
  void countsWhatContradictsItself() throws IOException {
    Path file =
        new Forged(journals, 4)
            .block(
                Forged.intent("a")
                    .andThen(Forged.intent("b"))
                    .andThen(Forged.record(Format.OPEN, text -> Journals.stream("s").write(text)))
                    .andThen(Forged.outcome(0, Result.DELIVERED, 202))
                    .andThen(Forged.outcome(0, Result.NOT_SENT, 0))
                    .andThen(Forged.outcome(1, Result.NOT_SENT, 0))
                    .andThen(Forged.outcome(1, Result.UNKNOWN, 0))
                    .andThen(Forged.outcome(2, Result.NOT_SENT, 0)) // a stream has none
                    .andThen(Forged.outcome(3, Result.NOT_SENT, 0)) // not there
                    .andThen(Forged.close(4, 2))
                    .andThen(Forged.close(4, 2))
                    .andThen(Forged.close(4, 0))
                    .andThen(Forged.close(5, 0))
                    .andThen(Forged.close(0, 0))
                    .andThen(Forged.close(3, 99)))
            .block(Forged.end(2, 1, 6, 6, 1))
            .write(changed);
    Seen seen = new Seen();
    SegmentReport report = journals.read(file, seen);
    assertThat(report.repeated()).isEqualTo(3);
    assertThat(report.stray()).isEqualTo(5);
    assertThat(report.closed()).isTrue();
    assertThat(report.complete()).as("it says that it had a gap").isFalse();
    // What discloses more counts.
    assertThat(seen.requests.get(0).outcome()).isEqualTo(new Outcome(Result.DELIVERED, 202));
    assertThat(seen.requests.get(1).outcome()).isEqualTo(new Outcome(Result.UNKNOWN, 0));
    assertThat(seen.streams.getFirst().number()).isEqualTo(2);
    assertThat(seen.ends).extracting(StreamEnd::segment).containsExactly(4L, 4L, 3L);
  }

  @Test
  void takesNothingOfABlockThatHoldsWhatNoGatewayWrites() throws IOException {
    malformed(text -> text.putByte(Format.INTENT)); // no length
    malformed(Forged.record((byte) 9, text -> {}));
    malformed(Forged.record((byte) 0, text -> {}));
    malformed(Forged.record(Format.INTENT, text -> text.putLong(5)));
    malformed(Forged.record(Format.GAP, text -> text.putInt(5)));
    malformed(Forged.outcome(Format.MOST_REQUESTS, Result.UNKNOWN, 0));
    malformed(Forged.outcome(0, Result.DELIVERED, 1000));
    malformed(
        Forged.outcome(0, Result.UNKNOWN, 0).andThen(text -> text.setInt(text.size() - 5, 9)));
    malformed(
        Forged.record(
            Format.OUTCOME,
            text -> {
              text.putNumber(0);
              text.putLong(0);
              text.putByte(0); // the code of no result
              text.putNumber(0);
            }));
    malformed(Forged.record(Format.END, text -> text.putNumber(-1)));
    malformed(Forged.end(1, 0, 0, 0, 0).andThen(Forged.intent("behind")));
    malformed(
        text -> {
          text.putByte(Format.INTENT);
          text.putInt(Integer.MAX_VALUE);
        });
    malformed(
        text -> {
          text.putByte(Format.INTENT);
          text.putInt(-1);
        });
    malformed(Forged.record(Format.INTENT, text -> facts(text, 16, 0)));
    malformed(Forged.record(Format.INTENT, text -> facts(text, 1, 3 * Format.MOST_HOST + 1)));
    malformed(Forged.record(Format.INTENT, text -> facts(text, 1, 700)));
    malformed(
        Forged.record(
            Format.INTENT,
            text -> {
              Journals.intent(1).write(text);
              text.put(new byte[Format.MOST_FRAMES_BYTES + 1], 0, Format.MOST_FRAMES_BYTES + 1);
            }));
  }

  private static void facts(Buffer text, int flags, int hostLength) {
    text.putLong(0);
    text.putNumber(1);
    text.putByte(1);
    text.putByte(1);
    text.putNumber(0);
    text.putNumber(0);
    text.putByte(flags);
    text.putNumber(hostLength);
  }

  private void malformed(Consumer<Buffer> content) throws IOException {
    Path file =
        new Forged(journals, 1)
            .block(Forged.intent("good"))
            .block(
                Forged.intent("dropped")
                    .andThen(Forged.outcome(0, Result.DELIVERED, 200))
                    .andThen(content))
            .block(Forged.intent("not reached"))
            .write(changed);
    Seen seen = new Seen();
    SegmentReport report = journals.read(file, seen);
    assertThat(report.tail()).isEqualTo(Tail.MALFORMED);
    assertThat(seen.ids()).containsExactly("good");
    assertThat(seen.requests.getFirst().outcome()).as("of the block that was dropped").isNull();
  }

  @Test
  void lengthsBeyondTheFileTakeNoMemory() throws IOException {
    for (int length : new int[] {Integer.MAX_VALUE, -1, 0, 16, (16 << 20) + 17, 16 << 20}) {
      Path file =
          new Forged(journals, 1)
              .block(Forged.intent("good"))
              .bytes(ByteBuffer.allocate(100).putInt(length).array())
              .write(changed);
      Seen seen = new Seen();
      assertThat(journals.read(file, seen).tail()).isIn(Tail.DAMAGED, Tail.CUT_OFF);
      assertThat(seen.ids()).containsExactly("good");
    }
  }

  @Test
  void anyContentEndsInAReport() {
    Seeded.check(
        100,
        random -> {
          byte[] content = new byte[random.nextInt(200)];
          random.nextBytes(content);
          for (int at = 0; at + 5 < content.length; at += 5 + random.nextInt(40)) {
            content[at] = (byte) random.nextInt(1, 8);
            ByteBuffer.wrap(content).putInt(at + 1, random.nextInt(60));
          }
          Path file =
              new Forged(journals, 1)
                  .block(Forged.intent("good"))
                  .block(text -> text.put(content, 0, content.length))
                  .write(changed);
          SegmentReport report = journals.read(file, new Seen());
          assertThat(report.intents()).isPositive();
        });
  }

  private void refused(Problem problem) {
    StoplogException e =
        catchThrowableOfType(StoplogException.class, () -> journals.read(changed, new Seen()));
    assertThat(e.problem()).isEqualTo(problem);
  }
}
