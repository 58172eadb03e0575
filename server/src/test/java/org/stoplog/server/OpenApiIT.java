package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiIT {
  private static final Path FILE = Path.of("..", "docs", "reference", "openapi.json");
  private static final String RENEW = "stoplog.renew";

  @TempDir static Path home;

  @Test
  void theFileSaysWhatTheHandlersDo() throws IOException {
    String now;
    try (House house = new House(home)) {
      now = OpenApi.of(house.server().handlers());
    }
    if (Boolean.getBoolean(RENEW)) {
      Files.writeString(FILE, now);
    }
    assertThat(Files.exists(FILE) ? Files.readString(FILE) : "")
        .as(
            "docs/reference/openapi.json is not what the handlers do. Renew it, look at the"
                + " difference and commit it: mvn -pl server -am test -Dtest=OpenApiIT -D"
                + RENEW
                + "=true -Dsurefire.failIfNoSpecifiedTests=false")
        .isEqualTo(now);
    JsonNode all = new JsonMapper().readTree(now);
    assertThat(
            Pattern.compile("\"#/components/schemas/([A-Za-z]+)\"")
                .matcher(now)
                .results()
                .map((MatchResult found) -> found.group(1)))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(all.at("/components/schemas").has(name)).isTrue());
    TreeSet<String> ids = new TreeSet<>();
    for (JsonNode path : all.get("paths")) {
      for (JsonNode operation : path) {
        assertThat(ids.add(operation.get("operationId").asString())).isTrue();
      }
    }
    assertThat(ids).hasSizeGreaterThan(30);
  }
}
