package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rows of requests, each with sets of elements of its own. */
class RequestRowsTest {
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
  private final RequestRows rows = new RequestRows(MAPPING, got);

  /** As a gateway packs a request: for each row the ordinals of its elements. */
  private static byte[] request(String name, int[]... elements) {
    SetDictionary sets = new SetDictionary();
    RowEmitter emitter = new RowEmitter(2, sets);
    for (int row = 0; row < elements.length; row++) {
      emitter.begin(row + 1);
      byte[] value = (name + row).getBytes(StandardCharsets.UTF_8);
      emitter.cell(0, value, 0, value.length);
      for (int element : elements[row]) {
        emitter.element(element);
      }
      emitter.end();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    emitter.drain(new ChildOutput(bytes));
    return bytes.toByteArray();
  }

  private String read(byte[] frames) {
    byte[] within = new byte[frames.length + 20];
    System.arraycopy(frames, 0, within, 7, frames.length);
    return rows.read(within, 7, frames.length);
  }

  @Test
  void putsTheSetsOfAllRequestsTogether() {
    assertThat(read(request("a", new int[] {0}, new int[] {1}))).isNull();
    assertThat(read(request("b", new int[] {1}, new int[] {0, 1}))).isNull();
    assertThat(read(request("c", new int[] {0}))).isNull();
    assertThat(read(new byte[0])).isNull();
    assertThat(got.rows).hasSize(5);
    assertThat(got.rows.get(2).substring(got.rows.get(2).indexOf('[')))
        .isEqualTo(got.rows.get(1).substring(got.rows.get(1).indexOf('[')));
    assertThat(got.rows.get(4).substring(got.rows.get(4).indexOf('[')))
        .isEqualTo(got.rows.get(0).substring(got.rows.get(0).indexOf('[')));
    assertThat(got.rows.get(3)).startsWith("2 email=b1 [").contains(",");
  }

  @Test
  void handsOverAllOfARequestOrNothing() {
    byte[] good = request("a", new int[] {0}, new int[] {1});
    byte[] bad = Arrays.copyOf(good, good.length + 6);
    bad[good.length] = Frames.ROWS;
    bad[good.length + 4] = 1;
    bad[good.length + 5] = 1;
    assertThat(read(bad)).isNotNull();
    for (int length = 1; length < good.length; length++) {
      if (read(Arrays.copyOf(good, length)) == null) {
        // Cut between two frames: sets of elements without rows.
        assertThat(got.rows).isEmpty();
      }
    }
    assertThat(got.rows).isEmpty();
    assertThat(read(new byte[] {Frames.END, 0, 0, 0, 2, 0, 0})).isNotNull();
    assertThat(read(new byte[] {Frames.MAPPING, 0, 0, 0, 0})).isNotNull();
    assertThat(read(good)).isNull();
    assertThat(got.rows).hasSize(2);
  }

  @Test
  void endsInRowsOrAWordForAnyGarbage() {
    byte[] good = request("a", new int[] {0}, new int[] {1}, new int[] {0, 1});
    Random random = new Random(7);
    for (int round = 0; round < 5000; round++) {
      byte[] bytes = good.clone();
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      int before = got.rows.size();
      String wrong = read(bytes);
      if (wrong != null) {
        assertThat(got.rows).hasSize(before);
      }
    }
  }
}
