package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
