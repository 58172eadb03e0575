package org.stoplog.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoplog.ledger.store.DatabaseIT.get;
import static org.stoplog.ledger.store.DatabaseIT.problem;
import static org.stoplog.ledger.store.DatabaseIT.put;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;

/** The line is cut at the commit: what we say must be what was done. */
class CommitIT {
  @TempDir Path temp;
  private DataFolder folder;
  private PostgresServer server;

  @BeforeEach
  void startServer() throws IOException {
    Unpacked.into(temp);
    folder = DataFolder.open(temp.resolve("data"));
    server = PostgresServer.start(folder, "secret");
  }

  @AfterEach
  void stopServer() {
    server.stop();
    folder.close();
  }

  @Test
  void returnsTheResultWhenTheCommitWasDone() throws IOException {
    try (CuttingProxy proxy = proxy(CuttingProxy.Cut.AFTER_THE_SERVER_HAS_DONE_IT);
        Database database = through(proxy)) {
      proxy.arm();
      put(database, "a", "b");
      assertThat(proxy.hasCut()).isTrue();
    }
    assertThat(inside()).isEqualTo("b");
  }

  @Test
  void saysLostWhenTheCommitWasNotDone() throws IOException {
    try (CuttingProxy proxy = proxy(CuttingProxy.Cut.BEFORE_THE_SERVER_HEARS_OF_IT);
        Database database = through(proxy)) {
      proxy.arm();
      assertThat(problem(() -> put(database, "a", "b"))).isEqualTo(Problem.DATABASE_LOST);
      assertThat(proxy.hasCut()).isTrue();
      assertThat(inside()).isEqualTo("absent");
      put(database, "a", "c");
    }
    assertThat(inside()).isEqualTo("c");
  }

  private CuttingProxy proxy(CuttingProxy.Cut cut) throws IOException {
    int port = Postmaster.read(folder.postgres().resolve("cluster")).orElseThrow().port();
    return new CuttingProxy(port, cut);
  }

  private static Database through(CuttingProxy proxy) {
    return Database.external(
        "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres", Login.USER, "secret");
  }

  /** What the database holds, asked directly. */
  private String inside() throws IOException {
    int port = Postmaster.read(folder.postgres().resolve("cluster")).orElseThrow().port();
    try (Database direct =
        Database.external(
            "jdbc:postgresql://127.0.0.1:" + port + "/postgres", Login.USER, "secret")) {
      return get(direct, "a");
    }
  }
}
