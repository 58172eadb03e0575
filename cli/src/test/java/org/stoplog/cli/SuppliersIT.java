package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import tools.jackson.databind.JsonNode;

/** What is known of common suppliers, looked up and offered. */
class SuppliersIT {
  @TempDir Path temp;
  private Desk desk;

  @BeforeEach
  void sit() throws IOException {
    desk = new Desk(temp);
  }

  @Test
  void looksUpWithoutADataFolderAndMakesNone() {
    JsonNode found = desk.done("suppliers", "known", "api.mixpanel.com");
    assertThat(found).hasSize(1);
    JsonNode mixpanel = found.get(0);
    assertThat(mixpanel.get("id").asString()).isEqualTo("mixpanel");
    assertThat(mixpanel.get("cut_how").get("certainty").asString()).isEqualTo("not verified");
    assertThat(mixpanel.get("subprocessors_url").get("text").asString()).isEqualTo("unknown");
    assertThat(desk.done("suppliers", "known")).hasSize(265);
    assertThat(desk.done("suppliers", "known", "evil-mixpanel.com")).isEmpty();
    assertThat(desk.path("data")).doesNotExist();
    CommandRun run = new CommandRun();
    String nowhere = desk.path("data").toString();
    assertThat(run.of("suppliers", "known", "mixpanel", "--data", nowhere)).isZero();
    assertThat(run.out()).contains("Mixpanel (mixpanel), product analytics", "not verified");
    assertThat(run.of("suppliers", "known", "session replay", "--data", nowhere)).isZero();
    assertThat(run.out()).contains("hotjar", "fullstory");
    desk.refused(Problem.USAGE, "suppliers");
  }

  @Test
  void theCompanysOwnFileComesBackAsItWas() throws IOException {
    desk.makeAFolder();
    String own =
        desk.file(
            "own.csv",
            "id,name,kind,domains,cut_how",
            "mixpanel,,,,Turn the switch in the wiki",
            "mapplanet,Mapplanet,maps,mapplanet.example,");
    desk.done("suppliers", "own", own);
    JsonNode mixpanel = desk.done("suppliers", "known", "Mixpanel").get(0);
    assertThat(mixpanel.get("cut_how").get("certainty").asString()).isEqualTo("your own");
    assertThat(desk.done("suppliers", "known", "x.mapplanet.example")).hasSize(1);
    JsonNode rows = desk.done("suppliers", "own");
    assertThat(rows).hasSize(2);
    String exported = exported();
    desk.done("suppliers", "own", Files.writeString(desk.path("again.csv"), exported).toString());
    assertThat(exported()).isEqualTo(exported);
    String bad = desk.file("bad.csv", "id,name,kind,domains", "x,X,k,co.uk");
    assertThat(desk.refused(Problem.REGISTER_INVALID, "suppliers", "own", bad))
        .contains("bad.csv, line 2, domains");
    assertThat(exported()).isEqualTo(exported);
    desk.done("audit", "verify");
  }

  @Test
  void offersWhatTheRegisterDoesNotSayAndTakesNothing() throws IOException {
    desk.makeAFolder();
    String file =
        desk.file(
            "suppliers.csv",
            "supplier,domain,connection,kind",
            "MIXPANEL,,web,sdk",
            "Our replays,hotjar.com,web,",
            "Braze,evil-braze.com,web,",
            "Segment,segment.com,web,sdk",
            "Nobody Knows,,web,");
    long before = desk.done("audit", "verify").get("entries").asLong();
    JsonNode result = desk.done("import", "suppliers", file).get(0);
    assertThat(result.get("suppliers").asInt()).isEqualTo(5);
    assertThat(desk.done("audit", "verify").get("entries").asLong()).isEqualTo(before + 1);
    JsonNode offers = result.get("offers");
    assertThat(offers).hasSize(2);
    assertThat(offers.get(0).get("supplier").asString()).isEqualTo("MIXPANEL");
    assertThat(offers.get(0).get("domains").get(0).asString()).isEqualTo("mixpanel.com");
    assertThat(offers.get(1).get("known").asString()).isEqualTo("hotjar");
    assertThat(offers.get(1).get("domains")).isEmpty();
    assertThat(desk.done("import", "suppliers", file).get(0).get("offers")).hasSize(2);
  }

  @Test
  void theRegisterGoesOutAndComesIntoAnEmptyFolderInEveryFormat() throws IOException {
    desk.makeAFolder();
    desk.done(
        "import",
        "suppliers",
        desk.file(
            "in.csv",
            "supplier,domain,engagement,purpose,connection,kind,elements,population,security_contact",
            "\"Comma, \"\"Quote\"\"\",comma.example,007,\"a \"\"=1+1\"\"\",1E5,00012,contact.email,"
                + "\"(plan = pro)\nor plan = '=1+1'\",'quoted",
            "東京データ 🦔,,2025-01-02,Zoë,web,#REF!,,,"));
    String before = printed("data");
    assertThat(before).contains("007", "00012", "\n", "東京データ 🦔");
    for (String format : List.of("csv", "xlsx", "json")) {
      String file = desk.path("out." + format).toString();
      desk.done("suppliers", "export", file);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(file))))
          .isEqualTo("rw-------");
      assertThat(desk.done("import", "suppliers", "--look", file).get(0).get("comes")).isEmpty();
      new Desk(Files.createDirectory(desk.path(format))).makeAFolder();
      String data = format + "/data";
      String keys = format + "/keys";
      assertThat(desk.runOn(data, keys, "import", "suppliers", file, "--look")).isZero();
      JsonNode looked = desk.out().get(0);
      assertThat(looked.get("suppliers").asInt()).isEqualTo(2);
      assertThat(looked.get("comes").toString()).contains("{\"supplier\":\"東京データ 🦔\"");
      assertThat(printed(format + "/data")).as("only looked at").hasLineCount(1);
      assertThat(desk.runOn(data, keys, "import", "suppliers", file)).isZero();
      assertThat(printed(format + "/data")).as(format).isEqualTo(before);
      assertThat(desk.refused(Problem.USAGE, "suppliers", "export", file)).contains("exists");
    }
    JsonNode json = desk.done("suppliers", "export");
    assertThat(json.get("suppliers").get(0).get("engagement").asString()).isEqualTo("007");
    desk.refused(Problem.USAGE, "suppliers", "export", desk.path("out.doc").toString());
    desk.refused(Problem.USAGE, "import", "people", "--look", desk.people());
    String bad = desk.file("bad.json", "{\"format\":\"stoplog-suppliers\",\"version\":2}");
    assertThat(desk.refused(Problem.REGISTER_INVALID, "import", "suppliers", bad))
        .contains("bad.json, line 1: the version is not 1");
  }

  /** As people get it. */
  private String printed(String data) {
    CommandRun run = new CommandRun();
    String keys = desk.path(data.replace("data", "keys")).toString();
    assertThat(run.of("suppliers", "export", "--data", desk.path(data).toString(), "--keys", keys))
        .as(run.err())
        .isZero();
    return run.out();
  }

  private String exported() {
    CommandRun run = new CommandRun();
    assertThat(
            run.of(
                "suppliers",
                "own",
                "--data",
                desk.path("data").toString(),
                "--keys",
                desk.path("keys").toString()))
        .isZero();
    return run.out();
  }
}
