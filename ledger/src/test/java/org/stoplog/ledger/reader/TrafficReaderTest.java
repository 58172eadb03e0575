package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.Seeded;
import org.stoplog.ledger.identity.Scheme;

class TrafficReaderTest {
  private static final int TRIALS = 3000;
  private static final TrafficReader.Sent SENT =
      new TrafficReader.Sent(RowBlock.NO_TIME, null, ElementSet.NONE, false);

  @Test
  void findsInAnEventWhatAnImportFinds() {
    int[] read = new int[2];
    Seeded.check(
        TRIALS,
        random -> {
          boolean mixpanel = random.nextBoolean();
          Format format = mixpanel ? Format.MIXPANEL : Format.SEGMENT;
          String line = "{\"" + (mixpanel ? "event" : "type") + PlainScanTest.rest(random, format);
          if (random.nextInt(4) == 0) {
            line = Seeded.spoiled(random, line);
          }
          line = line.replace("\n", " ").replace("\r", " ");
          if (!mixpanel && random.nextInt(4) == 0) {
            line = batch(random, line);
          }
          TrafficReader reader = reader(format, ValueRules.NONE);
          byte[] text = line.getBytes(StandardCharsets.UTF_8);
          String fault = reader.read(text, 0, text.length, SENT);
          WrittenRows imported = WrittenRows.of(format, line);
          read[fault == null ? 0 : 1]++;
          if (fault == null) {
            assertThat(told(reader, format)).as(line).isEqualTo(told(imported));
            assertThat(reader.edits()).isEmpty();
          } else {
            assertThat(reader.frames()).isEmpty();
            // What the import reads and we refuse is read differently by different readers.
            assertThat(imported.rows.isEmpty() || fault.equals("duplicate-key"))
                .as(fault + ": " + line)
                .isTrue();
          }
        });
    assertThat(read[0]).as("events that were read").isGreaterThan(TRIALS / 4);
  }

  private static String batch(RandomGenerator random, String event) {
    return Seeded.pick(
        random,
        "[" + event + "," + event + "]",
        "{\"batch\":[" + event + "],\"context\":{\"ip\":\"192.0.2.1\"}}",
        "{\"timestamp\":\"2025-01-02T03:04:05Z\",\"batch\":[" + event + "," + event + "]}");
  }

  private static TrafficReader reader(Format format, ValueRules rules) {
    return format == Format.MIXPANEL
        ? new TrafficReader(
            MixpanelDecoder.defaultMapping(), MixpanelDecoder.RULES, Set.of(), Set.of(), rules)
        : new TrafficReader(
            SegmentDecoder.defaultMapping(),
            SegmentDecoder.RULES,
            Set.of("batch"),
            Set.of(),
            rules);
  }

  private static List<String> told(WrittenRows written) {
    List<String> all = new ArrayList<>();
    for (WrittenRows.Row row : written.rows) {
      Long time = row.time == null ? null : row.time.toEpochMilli();
      all.add(time + " " + row.elements + " " + row.cells);
    }
    for (String left : written.leftOut) {
      all.add(left.substring(left.indexOf(' ')));
    }
    return all;
  }

  /** The same from the frames. */
  private static List<String> told(TrafficReader reader, Format format) {
    Mapping mapping =
        format == Format.MIXPANEL
            ? MixpanelDecoder.defaultMapping()
            : SegmentDecoder.defaultMapping();
    List<String> rows = new ArrayList<>();
    List<String> left = new ArrayList<>();
    RowHandler handler =
        new RowHandler() {
          private final List<ElementSet> sets = new ArrayList<>();

          @Override
          public void mapping(Mapping its) {}

          @Override
          public void elementSet(ElementSet set) {
            sets.add(set);
          }

          @Override
          public void rows(RowBlock block) {
            for (int r = 0; r < block.rows; r++) {
              Long time = block.time[r] == RowBlock.NO_TIME ? null : block.time[r];
              List<String> elements =
                  Elements.catalogue().idsOf(sets.get(block.elements[r])).stream()
                      .sorted()
                      .toList();
              rows.add(time + " " + elements + " " + cells(block, r));
            }
          }

          private List<String> cells(RowBlock block, int r) {
            List<String> cells = new ArrayList<>();
            for (int c = block.firstCell[r]; c < block.firstCell[r + 1]; c++) {
              Field field = mapping.fields().get(block.field[c]);
              cells.add(
                  field.role()
                      + (field.detail() == null ? "" : " " + field.detail())
                      + " "
                      + new String(
                          block.bytes, block.start[c], block.length[c], StandardCharsets.UTF_8));
            }
            return cells;
          }

          @Override
          public void leftOut(LeftOut row) {
            left.add(" " + row.column() + " " + row.reason());
          }

          @Override
          public void progress(long bytesRead) {}
        };
    byte[] frames = reader.frames();
    assertThat(new RequestRows(mapping, handler).read(frames, 0, frames.length)).isNull();
    rows.addAll(left);
    return rows;
  }

  private static RowHandler nobody() {
    Collected collected = new Collected();
    collected.mapping(MixpanelDecoder.defaultMapping());
    return collected;
  }

  @Test
  void readsFilesOfOtherEventsWithAMapping() {
    Mapping mapping =
        new EventFields()
            .identifier("who", Scheme.USER_ID, Scheme.EMAIL)
            .time("when")
            .mapping(Format.EVENTS);
    assertThat(MappingFile.parse("mapping", MappingFile.toYaml(mapping))).isEqualTo(mapping);
    WrittenRows written = new WrittenRows(mapping);
    byte[] line =
        "[{\"who\":\"u-1\",\"when\":1700000000,\"email\":\"anna@example.com\"},{\"who\":null}]"
            .getBytes(StandardCharsets.UTF_8);
    Decoders.forFormat(mapping, null).decode(1, line, 0, line.length, written);
    assertThat(written.rows).hasSize(1);
    assertThat(written.rows.getFirst().cells).containsExactly("IDENTIFIER user-id u-1");
    assertThat(written.rows.getFirst().elements).contains("contact.email", "id.account_user_id");
    assertThat(written.leftOut).containsExactly("1 who no-identifier");
  }

  @Test
  void refusesFramesThatAreCutOffOrAltered() {
    TrafficReader reader = reader(Format.MIXPANEL, ValueRules.NONE);
    byte[] text =
        "{\"event\":\"a\",\"properties\":{\"distinct_id\":\"u-1\",\"time\":1700000000}}"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(reader.read(text, 0, text.length, SENT)).isNull();
    byte[] frames = reader.frames();
    RowHandler nobody = nobody();
    for (int length = 1; length < frames.length; length++) {
      byte[] cut = Arrays.copyOf(frames, length);
      if (length != 5 + 16) {
        assertThat(new RequestRows(MixpanelDecoder.defaultMapping(), nobody).read(cut, 0, length))
            .isNotNull();
      }
    }
    Seeded.check(
        5000,
        random -> {
          byte[] altered = frames.clone();
          for (int n = 1 + random.nextInt(3); n > 0; n--) {
            altered[random.nextInt(altered.length)] = (byte) random.nextInt(256);
          }
          // Any other failure than a word on the frames is thrown.
          new RequestRows(MixpanelDecoder.defaultMapping(), nobody)
              .read(altered, 0, altered.length);
        });
    frames[0] = Frames.END;
    assertThat(
            new RequestRows(MixpanelDecoder.defaultMapping(), nobody)
                .read(frames, 0, frames.length))
        .isNotNull();
  }
}
