package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What watches over the server is told. */
class OperationsIT {
  @TempDir Path home;

  private static JsonNode json(HttpResponse<String> answer) {
    return new JsonMapper().readTree(answer.body());
  }

  private static HttpResponse<String> ask(House house, String path, String token) {
    Browser program = house.browser("watcher");
    return program.send(program.request(path).header("Authorization", "Bearer " + token).GET());
  }

  @Test
  void anyoneIsToldWhetherItIsWellAndNoMore() throws IOException {
    try (House house = new House(home)) {
      SmallCompany.load(house.ledger(), home);
      HttpResponse<String> answer = house.browser("nobody").get("/health");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"status\":\"ok\",\"details\":null}");
      assertThat(house.browser("nobody").get("/metrics").statusCode()).isEqualTo(302);
      House.Person ada = house.administrator();
      assertThat(json(ask(house, "/health", house.token(ada))).get("details").isNull()).isTrue();
      assertThat(ask(house, "/metrics", house.token(ada)).statusCode()).isEqualTo(403);

      String token = house.token(ada, House.ALL);
      JsonNode details = json(ask(house, "/health", token)).get("details");
      assertThat(details.get("checkpointAgeSeconds").isNull()).isTrue();
      assertThat(details.get("works").get("waiting").asInt()).isZero();
      house.ledger().checkpoint();
      house.pass(Duration.ofHours(3));
      details = json(ask(house, "/health", token)).get("details");
      assertThat(details.get("checkpointAgeSeconds").asLong()).isEqualTo(3 * 3600);

      String metrics = ask(house, "/metrics", token).body();
      assertThat(metrics)
          .contains(
              "stoplog_well 1\n",
              "stoplog_part_well{part=\"tables\"} 1\n",
              "stoplog_checkpoint_age_seconds 10800\n",
              "stoplog_requests_total{kind=\"page\",status=\"4xx\"} ");
      assertThat(metrics.lines())
          .allMatch(
              line ->
                  line.matches("# (HELP|TYPE) stoplog_[a-z_]+ .+")
                      || line.matches(
                          "stoplog_[a-z_]+(\\{[a-z]+=\"[a-z0-5]+\"(,[a-z]+=\"[a-z0-5]+\")?})? -?\\d+"));
      assertThat(metrics).doesNotContain("ada", "Mapplanet", "example.com");
    }
  }

  @Test
  void aTableThatIsGoneIsSeen() throws IOException {
    try (House house = new House(home)) {
      SmallCompany.load(house.ledger(), home);
      List<Path> tables;
      try (var files = Files.walk(home.resolve("data").resolve("warehouse"))) {
        tables = files.filter(file -> file.toString().endsWith(".metadata.json")).toList();
      }
      assertThat(tables).isNotEmpty();
      for (Path table : tables) {
        Files.move(table, table.resolveSibling(table.getFileName() + ".away"));
      }
      house.pass(Duration.ofSeconds(2));
      HttpResponse<String> answer = house.browser("nobody").get("/health");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(json(answer).get("status").asString()).isEqualTo("not ok");
      for (Path table : tables) {
        Files.move(table.resolveSibling(table.getFileName() + ".away"), table);
      }
      house.pass(Duration.ofSeconds(2));
      assertThat(house.browser("nobody").get("/health").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aDatabaseThatIsGoneIsSeen() throws IOException {
    try (House house = new House(home)) {
      assertThat(house.browser("nobody").get("/health").statusCode()).isEqualTo(200);
      house.ledger().stores().database().close();
      house.pass(Duration.ofSeconds(2));
      assertThat(house.browser("nobody").get("/health").statusCode()).isEqualTo(503);
    }
  }
}
