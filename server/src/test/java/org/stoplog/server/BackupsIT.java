package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.ledger.store.Backup;
import tools.jackson.databind.JsonNode;

/** A running server writes backups into the folder that it was given, and nowhere else. */
class BackupsIT {
  @TempDir Path home;

  @Test
  void theRunningServerIsBackedUpAndComesBackElsewhere() throws IOException {
    try (House house = new House(home)) {
      SmallCompany.load(house.ledger(), home);
      House.Person ada = house.administrator();
      assertThat(ada.browser().get("/backups").body()).contains("There is no backup yet.");
      Program program = new Program(house, house.token(ada, House.ALL));
      HttpResponse<String> made = ada.browser().post("/backups", "/backups", Map.of());
      assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
      program.await(made.headers().firstValue("Location").orElseThrow().substring(9));
      String name = onlyFile();
      assertThat(ada.browser().get("/backups").body())
          .contains(name, "The newest backup is")
          .doesNotContain("There is no backup yet.");
      assertThat(house.acts("backup.started")).isOne();
      assertThat(house.acts("backup.written")).isOne();

      house.pass(Duration.ofHours(1));
      program.await(Program.done(program.post("/backups", ""), 202).get("work").asString());
      List<JsonNode> all = List.copyOf(program.read("/backups").get("items").values());
      assertThat(all).hasSize(2);
      assertThat(all.get(1).get("name").asString()).isEqualTo(name);
      assertThat(all.get(0).get("bytes").asLong()).isPositive();

      Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
      Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwx--x--x"));
      Path archive = home.resolve("backups").resolve(all.get(0).get("name").asString());
      Backup.restore(
          archive, elsewhere.resolve("data"), house.ledger().stores().keys().databasePassword());
      assertThat(elsewhere.resolve("data")).isDirectory();
    }
  }

  @Test
  void onlyOneIsWrittenAtATimeAndOnlyWhereTheOwnerSaid() throws IOException {
    try (House house = new House(home)) {
      House.Person ada = house.administrator();
      Program program = new Program(house, house.token(ada, House.ALL));
      house
          .ledger()
          .inTransaction(
              db -> {
                try (Statement statement = db.createStatement()) {
                  return statement.executeUpdate(
                      """
                      insert into passing.work (id, kind, title, started_by, state, created_at)
                      select gen_random_uuid(), 'backup', 'another', id, 'running', now() from account
                      """);
                }
              });
      Program.refused(program.post("/backups", ""), "backups-unavailable");
      assertThat(house.acts("backup.started")).isZero();
      house
          .ledger()
          .inTransaction(
              db -> {
                try (Statement statement = db.createStatement()) {
                  return statement.executeUpdate("delete from passing.work");
                }
              });
      Files.delete(home.resolve("backups"));
      HttpResponse<String> made = ada.browser().post("/backups", "/backups", Map.of());
      String work = made.headers().firstValue("Location").orElseThrow();
      JsonNode end = program.end(work.substring(9));
      assertThat(end.get("state").asString()).isEqualTo("failed");
      assertThat(end.get("message").asString()).contains("The folder for backups is not there");
      assertThat(ada.browser().get("/backups").body()).contains("There is no backup yet.");
    }
  }

  private String onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("backups"))) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.getFirst().getFileName().toString();
    }
  }
}
