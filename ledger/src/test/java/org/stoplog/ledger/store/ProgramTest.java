package org.stoplog.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.StoplogException;

/** Helpers of the database that Ctrl-C hits as well. */
class ProgramTest {
  @TempDir Path temp;

  @Test
  void whatCtrlCEndedIsStartedAgain() {
    String script = "if [ -e met ]; then echo done; else touch met; kill -INT $$; fi";
    Program.Outcome outcome = Program.run(List.of("sh", "-c", script), temp);
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.output()).isEqualTo("done\n");
  }

  @Test
  void whatIsEndedAgainAndAgainIsGivenUp() throws Exception {
    Program.Outcome outcome =
        Program.run(List.of("sh", "-c", "echo x >> starts; kill -INT $$"), temp);
    assertThat(outcome.exitCode()).isEqualTo(130);
    assertThat(Files.readAllLines(temp.resolve("starts"))).hasSize(3);
  }

  @Test
  void whatFailsByItselfIsStartedOnce() throws Exception {
    Program.Outcome outcome = Program.run(List.of("sh", "-c", "echo x >> starts; exit 7"), temp);
    assertThat(outcome.exitCode()).isEqualTo(7);
    assertThat(Files.readAllLines(temp.resolve("starts"))).hasSize(1);
    assertThatThrownBy(() -> Program.run(List.of("no-such-program"), temp))
        .isInstanceOf(StoplogException.class)
        .hasMessageContaining("no-such-program cannot be run");
  }
}
