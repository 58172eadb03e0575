package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** What a child that was taken over may send. */
class FrameParserTest {
  private static final Mapping MAPPING =
      new Mapping(
          Format.CSV,
          "UTF-8",
          ',',
          true,
          null,
          null,
          null,
          List.of(
              new Field("email", Role.IDENTIFIER, "email", "contact.email"),
              new Field("note", Role.ELEMENT, null, "contact.phone")));

  private final Collected got = new Collected();

  @Test
  void readsWhatAnHonestChildSends() throws IOException {
    FrameParser.Outcome outcome = parse(honest());
    assertThat(outcome).isNotNull();
    assertThat(outcome.rows()).isEqualTo(20_000);
    assertThat(outcome.leftOut()).isEqualTo(1);
    assertThat(outcome.cells()).containsExactly(20_000, 20_000);
    assertThat(got.rows).hasSize(20_000);
    assertThat(got.rows.get(8192)).isEqualTo("8193 email=u8192@example.org [contact.email]");
    assertThat(got.leftOut).containsExactly(new LeftOut(20_001, "email", "bad-date"));
  }

  @Test
  void givesNothingForAnEndWithoutAnEnd() throws IOException {
    byte[] honest = honest();
    for (int length = 0; length < honest.length; length += 10_007) {
      assertThat(parse(Arrays.copyOf(honest, length))).isNull();
    }
    assertThat(parse(Arrays.copyOf(honest, honest.length - 1))).isNull();
  }

  @Test
  void refusesFramesOutOfBounds() {
    refuse("a frame of unknown type", frame(9, bytes -> {}), true);
    refuse("rows before the mapping", frame(Frames.ROWS, bytes -> {}), false);
    refuse("two mappings", mappingFrame(), true);
    refuse("an index out of its bounds", row(0, 5, 0, "a@b"), true);
    refuse("an index out of its bounds", row(1, 0, 2, "a@b"), true);
    refuse("a cell out of its bounds", row(1, 0, 1, "a@b"), true);
    refuse("a cell out of its bounds", row(1, 0, 0, ""), true);
    refuse("text that is not UTF-8", row(1, 0, 0, "\u00ff"), true);
    refuse("a bad set of elements", frame(Frames.ELEMENT_SET, bytes -> bytes.putInt(1)), true);
    refuse("an element that the catalogue does not have", set(0, 1L << 62), true);
    refuse("an element that the catalogue does not have", set(0, Long.MIN_VALUE), true);
    refuse(
        "a number that is too large", frame(Frames.PROGRESS, bytes -> bytes.putNumber(-1)), true);
    refuse(
        "a frame that is longer than what it holds",
        frame(
            Frames.PROGRESS,
            bytes -> {
              bytes.putNumber(1);
              bytes.putByte(0);
            }),
        true);
    refuse("a frame that is too long", new byte[] {3, 0x7f, 0, 0, 0}, true);
    refuse("a frame that is too long", new byte[] {3, -1, -1, -1, -1}, true);
    refuse("a reason that is none", leftOut("Ann <ann@example.org>"), true);
    refuse(
        "another number of rows than it sent",
        frame(Frames.END, bytes -> bytes.put(new byte[] {7, 0, 0, 0})),
        true);
    refuse("a problem that it cannot have", problem("keyset-wrong"), true);
    refuse("a problem that it cannot have", problem("file-funny"), true);
  }

  @Test
  void refusesAnotherMappingThanTheOneAskedFor() {
    Mapping other = new Mapping(Format.CSV, null, ',', true, null, null, null, List.of());
    assertThatThrownBy(
            () -> new FrameParser(new ByteArrayInputStream(honest()), got, other).parse())
        .hasMessage("the reader sent another mapping than the one asked for");
  }

  @Test
  void refusesAnythingAfterTheEnd() throws IOException {
    byte[] honest = honest();
    assertThatThrownBy(() -> parse(Arrays.copyOf(honest, honest.length + 1)))
        .hasMessage("the reader sent more after its end");
  }

  @Test
  void passesOnWhatTheChildFound() {
    assertThatThrownBy(() -> parse(problem("file-damaged")))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.FILE_DAMAGED))
        .hasMessage("line 7 is bad");
  }

  @Test
  void endsInAResultOrAProblemForAnyGarbage() throws IOException {
    byte[] honest = Arrays.copyOf(honest(), 60_000);
    Random random = new Random(7);
    for (int round = 0; round < 3000; round++) {
      byte[] bytes = honest.clone();
      for (int i = 0; i < 1 + random.nextInt(5); i++) {
        bytes[random.nextInt(random.nextBoolean() ? 400 : bytes.length)] =
            (byte) random.nextInt(256);
      }
      Collected ignored =
          new Collected() {
            @Override
            public void rows(RowBlock block) {
              assertThat(block.firstCell[block.rows]).isGreaterThanOrEqualTo(0);
            }
          };
      try {
        new FrameParser(new ByteArrayInputStream(bytes), ignored, null).parse();
      } catch (StoplogException e) {
        assertThat(e.problem()).as("round %d", round).isEqualTo(Problem.READER_CRASHED);
      }
    }
  }

  private FrameParser.Outcome parse(byte[] bytes) throws IOException {
    return new FrameParser(new ByteArrayInputStream(bytes), got, null).parse();
  }

  private static byte[] honest() {
    ByteArrayOutputStream pipe = new ByteArrayOutputStream();
    ChildOutput out = new ChildOutput(pipe);
    out.mapping(MAPPING);
    RowEmitter emitter = new RowEmitter(2, new SetDictionary());
    for (int i = 0; i < 20_000; i++) {
      byte[] email = ("u" + i + "@example.org").getBytes(StandardCharsets.UTF_8);
      emitter.begin(i + 1);
      emitter.cell(0, email, 0, email.length);
      emitter.element(org.stoplog.catalog.Elements.catalogue().get("contact.email").ordinal());
      emitter.filled(1);
      emitter.end();
    }
    emitter.begin(20_001);
    emitter.filled(0);
    emitter.leaveOut("email", "bad-date");
    emitter.drain(out);
    out.progress(5);
    out.end(emitter.rowTotal(), emitter.leftOutTotal(), emitter.cells());
    return pipe.toByteArray();
  }

  private void refuse(String what, byte[] frame, boolean mappingFirst) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    if (mappingFirst) {
      all.writeBytes(mappingFrame());
      all.writeBytes(set(1, 0));
    }
    all.writeBytes(frame);
    assertThatThrownBy(() -> parse(all.toByteArray()))
        .hasMessageStartingWith("the reader sent " + what)
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.READER_CRASHED));
  }

  private static byte[] frame(int type, Consumer<Bytes> content) {
    Bytes bytes = new Bytes(64);
    bytes.putByte(type);
    bytes.putInt(0);
    content.accept(bytes);
    bytes.setInt(1, bytes.size() - Frames.HEADER_BYTES);
    return Arrays.copyOf(bytes.array(), bytes.size());
  }

  private static byte[] mappingFrame() {
    return frame(
        Frames.MAPPING,
        bytes -> bytes.put(MappingFile.toYaml(MAPPING).getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] set(long low, long high) {
    return frame(
        Frames.ELEMENT_SET,
        bytes -> {
          bytes.putLong(low);
          bytes.putLong(high);
        });
  }

  private static byte[] row(int line, int set, int field, String value) {
    byte[] text = value.getBytes(StandardCharsets.ISO_8859_1);
    return frame(
        Frames.ROWS,
        bytes -> {
          bytes.putNumber(Math.max(1, line) * 2L);
          bytes.putNumber(set);
          bytes.putNumber(1);
          bytes.putNumber(field);
          bytes.putNumber(text.length);
          bytes.put(text);
        });
  }

  private static byte[] leftOut(String reason) {
    return frame(
        Frames.LEFT_OUT,
        bytes -> {
          bytes.putNumber(1);
          bytes.putNumber(0);
          bytes.putNumber(reason.length());
          bytes.put(reason.getBytes(StandardCharsets.US_ASCII));
        });
  }

  private static byte[] problem(String slug) {
    return frame(
        Frames.PROBLEM,
        bytes -> {
          bytes.putNumber(slug.length());
          bytes.put(slug.getBytes(StandardCharsets.US_ASCII));
          bytes.put("line 7 is\nbad".getBytes(StandardCharsets.US_ASCII));
        });
  }
}
