package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterCsv;
import tools.jackson.databind.JsonNode;

/** Lists of apps wait until somebody has decided; then they are in the register. */
class ReviewIT {
  @TempDir Path temp;
  private Desk desk;
  private String okta;

  @BeforeEach
  void sit() throws IOException {
    desk = new Desk(temp);
    desk.makeAFolder();
    okta =
        desk.file(
            "okta.json",
            """
            [{"id": "1", "label": "Our analytics", "settings": {"app": {"url": "https://eu.mixpanel.com"}}},
             {"id": "2", "label": "Maps", "settings": {"app": {"url": "https://x.mapplanet.example"}}},
             {"id": "3", "label": "Mixpanel", "settings": {"app": {"url": "https://evil-mixpanel.com"}}},
             {"id": "4", "label": "=cmd()", "settings": {}},
             {"id": "5", "label": "Old", "settings": {"app": {"url": "https://old.example"}}}]
            """);
  }

  @Test
  void nothingEntersTheRegisterThatNobodyAccepted() throws IOException {
    desk.done(
        "import",
        "suppliers",
        desk.file("suppliers.csv", "supplier,domain", "Mapplanet,mapplanet.example"));
    String before = register();
    assertThat(desk.done("import", "suppliers", "--from", "okta", okta).get("waiting").asInt())
        .isEqualTo(5);
    assertThat(register()).isEqualTo(before);
    JsonNode waiting = desk.done("suppliers", "review");
    assertThat(texts(waiting, "supplier"))
        .containsExactly("Mixpanel", "Mapplanet", "evil-mixpanel.com", "cmd()", "Old");
    desk.refused(
        Problem.USAGE, "suppliers", "review", "--accept", id(waiting, 0), "--dismiss", "4711");
    assertThat(desk.done("suppliers", "review")).hasSize(5);

    desk.done("suppliers", "review", "--dismiss", id(waiting, 4), "--accept-all");
    assertThat(texts(desk.out(), "supplier")).containsExactly("evil-mixpanel.com", "cmd()");
    String after = register();
    assertThat(after)
        .contains("Mixpanel,mixpanel.com,", "Our analytics (okta", "SSO app", "Maps (okta")
        .doesNotContain("evil", "cmd", "old.example");
    desk.done("import", "suppliers", "--from", "okta", okta);
    assertThat(texts(desk.done("suppliers", "review"), "supplier"))
        .containsExactly("evil-mixpanel.com", "cmd()");
    assertThat(register()).isEqualTo(after);

    desk.done("suppliers", "review", "--accept", id(waiting, 2), id(waiting, 3));
    assertThat(desk.out()).isEmpty();
    String all = register();
    assertThat(all).contains("evil-mixpanel.com,evil-mixpanel.com,").doesNotContain("=cmd");
    desk.done("import", "suppliers", Files.writeString(desk.path("all.csv"), all).toString());
    assertThat(register()).isEqualTo(all);
    desk.done("audit", "verify");
  }

  @Test
  void anAcceptedAppThatMayDoMoreWaitsAgain() throws IOException {
    String first = "App name,Id,Scopes,Url";
    String list = desk.file("google.csv", first, "Notes,n1,openid,https://notes.example");
    desk.done("import", "suppliers", "--from", "google-workspace", list);
    desk.done("suppliers", "review", "--accept-all");
    desk.done("import", "suppliers", "--from", "google-workspace", list);
    assertThat(desk.done("suppliers", "review")).isEmpty();
    desk.file("google.csv", first, "New Notes,n1,openid mail.read,https://notes.example");
    desk.done("import", "suppliers", "--from", "google-workspace", list);
    assertThat(desk.done("suppliers", "review")).hasSize(1);
    desk.done("suppliers", "review", "--accept-all");
    assertThat(register()).contains("mail.read;openid").containsOnlyOnce("Notes (google");
    desk.refused(Problem.USAGE, "import", "suppliers", "--from", "octa", list);
    desk.refused(Problem.USAGE, "import", "people", "--from", "okta", list);
  }

  @Test
  @Tag("long")
  void aHundredThousandRowsWait() throws IOException {
    List<String> lines = new ArrayList<>(List.of("App name,Id,Scopes,Url"));
    for (int i = 0; i < 100_000; i++) {
      lines.add("App " + i + "," + i + ",openid,https://host" + i + ".example");
    }
    String list = desk.file("google.csv", lines.toArray(String[]::new));
    JsonNode result = desk.done("import", "suppliers", "--from", "google-workspace", list);
    assertThat(result.get("waiting").asInt()).isEqualTo(100_000);
  }

  private static List<String> texts(JsonNode list, String key) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(item -> item.get(key).asString())
        .toList();
  }

  private static String id(JsonNode list, int at) {
    return list.get(at).get("id").asString();
  }

  private String register() {
    try (Ledger ledger =
        Ledger.open(
            new Ledger.Options(
                desk.path("data"), desk.path("keys"), null, 512, InstantSource.system()))) {
      StringWriter out = new StringWriter();
      RegisterCsv.write(out, ledger.inTransaction(db -> new Register(db).export()));
      return out.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
