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

  @Test
  void holdsTheNewestAcrossRestarts() throws IOException {
    PolicyStore store = PolicyStore.open(folder.resolve("deep/er"));
    assertThat(store.current()).isEmpty();
    assertThat(store.trouble()).isEmpty();
    assertThat(store.put(version(1))).isTrue();
    assertThat(store.put(version(1))).isFalse();
    assertThat(store.put(version(5))).isTrue();
    PolicyStore again = PolicyStore.open(folder.resolve("deep/er"));
    assertThat(again.current()).contains(version(5));
    assertThat(again.trouble()).isEmpty();
    assertThat(Files.getPosixFilePermissions(folder.resolve("deep/er/policy")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void refusesALowerVersionAndAnotherContentOfTheSame() {
    PolicyStore store = PolicyStore.open(folder);
    store.put(version(5));
    for (Policy wrong : List.of(version(4), new Policy(5, version(4).connections()))) {
      assertThatThrownBy(() -> store.put(wrong))
          .isInstanceOfSatisfying(
              StoplogException.class,
              e -> assertThat(e.problem()).isEqualTo(Problem.POLICY_INVALID))
          .hasMessageContaining("version 5 holds");
    }
    assertThat(PolicyStore.open(folder).current()).contains(version(5));
  }

  @Test
  void saysADamagedFileAndKeepsTheOneBefore() throws IOException {
    PolicyStore store = PolicyStore.open(folder);
    store.put(version(1));
    store.put(version(2));
    byte[] good = Files.readAllBytes(folder.resolve("policy"));
    Random random = new Random(3);
    for (int i = 0; i < 50; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] ^= (byte) (1 + random.nextInt(255));
      Files.write(folder.resolve("policy"), i == 0 ? new byte[0] : bad);
      PolicyStore damaged = PolicyStore.open(folder);
      assertThat(damaged.current()).contains(version(1));
      assertThat(damaged.trouble().orElseThrow()).contains("damaged", "the policy before it holds");
    }
    PolicyStore mended = PolicyStore.open(folder);
    assertThat(mended.put(version(2))).isTrue();
    assertThat(mended.trouble()).isEmpty();
    // The damaged one did not take the place of the good one before.
    Files.write(folder.resolve("policy"), new byte[0]);
    assertThat(PolicyStore.open(folder).current()).contains(version(1));
  }

  @Test
  void standsAnEndInTheMiddleOfAWrite() throws IOException {
    PolicyStore store = PolicyStore.open(folder);
    store.put(version(1));
    store.put(version(2));
    Files.write(folder.resolve("policy.next"), new byte[] {1, 2, 3});
    assertThat(PolicyStore.open(folder).current()).contains(version(2));
    Files.delete(folder.resolve("policy"));
    PolicyStore between = PolicyStore.open(folder);
    assertThat(between.current()).contains(version(1));
    assertThat(between.trouble()).isPresent();
    between.put(version(3));
    assertThat(PolicyStore.open(folder).current()).contains(version(3));
    Files.write(folder.resolve("policy"), new byte[0]);
    Files.write(folder.resolve("policy.previous"), new byte[0]);
    PolicyStore none = PolicyStore.open(folder);
    assertThat(none.current()).isEmpty();
    assertThat(none.trouble().orElseThrow()).contains("no policy holds");
  }
}
