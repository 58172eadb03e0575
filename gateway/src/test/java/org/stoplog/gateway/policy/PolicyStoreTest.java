package org.stoplog.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

class PolicyStoreTest {
  @TempDir Path folder;

  private static Policy version(long version) {
    List<ConnectionPolicy> connections = PolicyFileTest.any(new Random(version)).connections();
    return new Policy(version, connections);
  }

  private static void put(PolicyStore store, long version) {
    assertThat(store.take(version(version))).isTrue();
    assertThat(store.keep()).isTrue();
  }

  @Test
  void holdsTheNewestAcrossRestarts() throws IOException {
    Path deep = folder.resolve("deep/er");
    PolicyStore store = PolicyStore.open(deep);
    assertThat(store.current()).isEmpty();
    assertThat(store.trouble()).isEmpty();
    assertThat(store.keep()).isTrue();
    put(store, 1);
    assertThat(store.take(version(1))).isFalse();
    put(store, 5);
    PolicyStore again = PolicyStore.open(deep);
    assertThat(again.current()).contains(version(5));
    assertThat(again.trouble()).isEmpty();
    assertThat(Files.getPosixFilePermissions(deep.resolve("policy-5")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(deep.resolve("policy-1")).doesNotExist();
  }

  @Test
  void refusesALowerVersionAndAnotherContentOfTheSame() {
    PolicyStore store = PolicyStore.open(folder);
    put(store, 5);
    for (Policy wrong : List.of(version(4), new Policy(5, version(4).connections()))) {
      assertThatThrownBy(() -> store.take(wrong))
          .isInstanceOfSatisfying(
              StoplogException.class,
              e -> assertThat(e.problem()).isEqualTo(Problem.POLICY_INVALID))
          .hasMessageContaining("version 5 holds");
    }
    assertThat(store.current()).contains(version(5));
    assertThat(PolicyStore.open(folder).current()).contains(version(5));
  }

  /** What was cut by the newest must not be opened by the one before. */
  @Test
  void withADamagedFileNoPolicyHolds() throws IOException {
    PolicyStore store = PolicyStore.open(folder);
    put(store, 1);
    byte[] before = Files.readAllBytes(folder.resolve("policy-1"));
    put(store, 2);
    byte[] good = Files.readAllBytes(folder.resolve("policy-2"));
    Random random = new Random(3);
    for (int i = 0; i < 50; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] ^= (byte) (1 + random.nextInt(255));
      // As after an end between writing the second and deleting the first.
      Files.write(folder.resolve("policy-1"), before);
      Files.write(folder.resolve("policy-2"), i == 0 ? new byte[0] : i == 1 ? before : bad);
      PolicyStore damaged = PolicyStore.open(folder);
      assertThat(damaged.current()).isEmpty();
      assertThat(damaged.trouble().orElseThrow()).contains("no policy holds");
      assertThatThrownBy(() -> damaged.take(version(1)))
          .hasMessageContaining("version 2 was there before");
      assertThat(folder.resolve("policy-1")).doesNotExist();
    }
    PolicyStore mended = PolicyStore.open(folder);
    put(mended, 2);
    assertThat(mended.trouble()).isEmpty();
    assertThat(PolicyStore.open(folder).current()).contains(version(2));
  }

  @Test
  void standsAnEndInTheMiddleOfAWrite() throws IOException {
    PolicyStore store = PolicyStore.open(folder);
    put(store, 1);
    byte[] before = Files.readAllBytes(folder.resolve("policy-1"));
    put(store, 2);
    Files.write(folder.resolve("policy.next"), new byte[] {1, 2, 3});
    Files.write(folder.resolve("policy-1"), before);
    PolicyStore between = PolicyStore.open(folder);
    assertThat(between.current()).contains(version(2));
    assertThat(between.trouble()).isEmpty();
    put(between, 3);
    assertThat(PolicyStore.open(folder).current()).contains(version(3));
  }

  @Test
  void holdsWhatCannotBeWrittenAndLeavesNothingOlder() throws IOException {
    PolicyStore store = PolicyStore.open(folder);
    put(store, 1);
    Path inTheWay = Files.createDirectories(folder.resolve("policy.next/full"));
    assertThat(store.take(version(2))).isTrue();
    assertThat(store.keep()).isFalse();
    assertThat(store.current()).contains(version(2));
    assertThat(store.trouble().orElseThrow()).contains("cannot be written");
    assertThat(PolicyStore.open(folder).current()).isEmpty();
    Files.delete(inTheWay);
    assertThat(store.keep()).isTrue();
    assertThat(store.trouble()).isEmpty();
    assertThat(PolicyStore.open(folder).current()).contains(version(2));
  }
}
