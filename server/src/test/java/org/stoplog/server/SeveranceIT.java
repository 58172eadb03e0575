package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.gateway.policy.ConnectionPolicy;
import org.stoplog.gateway.policy.ConnectionState;
import org.stoplog.gateway.policy.CutReply;
import org.stoplog.gateway.policy.PolicyFile;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.journal.Intent;
import org.stoplog.ledger.journal.JournalOptions;
import org.stoplog.ledger.journal.JournalWriter;
import org.stoplog.ledger.journal.Mode;
import org.stoplog.ledger.journal.Outcome;
import org.stoplog.ledger.journal.Result;
import org.stoplog.ledger.journal.Sender;
import org.stoplog.ledger.journal.Ticket;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterCsv;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.severance.ActionSettings;
import org.stoplog.server.severance.SilenceWatch;
import tools.jackson.databind.JsonNode;

/** A supplier is cut, watched for silence, and opened again. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeveranceIT {
  private static final String SCRIPT = "<script>alert(1)</script>";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir static Path home;
  private static House house;
  private static House.Person ada;
  private static House.Person cay;
  private static House.Person rae;
  private static House.Paired gateway;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
    Path register =
        Files.writeString(
            home.resolve("suppliers.csv"),
            """
            supplier,engagement,owner,connection,kind,started,scopes
            Mapplanet,analytics,Growth,sdk,sdk,2025-01-01,
            Mapplanet,analytics,Growth,mirror,sdk,2025-01-01,
            Mapplanet,chat,Support,app,oauth app,2025-01-01,read:tickets;read:users
            Helpdesk One,support,Support,portal,sdk,2025-01-01,
            """);
    house.ledger().inTransaction(db -> new Register(db).importRows(RegisterCsv.read(register)));
    ada = house.administrator();
    rae = house.invite(ada, "responder", "rae");
    cay = house.invite(ada, "approver", "cay");
    gateway = house.pair(ada, "eu 1");
    through("sdk", "reverse");
    through("mirror", "record-only");
    through("portal", "reverse");
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static int connection(String name) {
    return (int) house.count("select id from connection where name = '" + name + "'");
  }

  private static String supplier(String name) {
    return "/suppliers/" + house.count("select id from supplier where name = '" + name + "'");
  }

  private static String severance() {
    return supplier("Mapplanet") + "/severance";
  }

  private static void through(String name, String mode) {
    String path = "/gateways/connections/" + connection(name) + "/policy";
    Map<String, String> form =
        new HashMap<>(
            Map.of(
                "language", "mixpanel",
                "mode", mode,
                "sender", "open",
                "when-cut", "sink",
                "unreadable", "pass",
                "undeclared", "pass",
                "on-failure", "open",
                "revision", "0"));
    form.put("upstream", mode.equals("reverse") ? "https://api.mapplanet.example" : "");
    assertThat(ada.browser().post(path, path, form).statusCode()).isEqualTo(303);
  }

  /** Calls as a gateway does, and says that nothing waits there. */
  private static org.stoplog.gateway.policy.Policy policy(long obeys) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(house.gatewayBase() + "/gateway/v1/policy?after=0"))
            .header("Authorization", "Bearer " + gateway.token())
            .header("Stoplog-Health", "state=ok, waiting=0, gaps=0, lost=0");
    if (obeys > 0) {
      request.header("Stoplog-Policy-Version", String.valueOf(obeys));
    }
    try {
      HttpResponse<String> answer =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return PolicyFile.parse(answer.body().getBytes(StandardCharsets.UTF_8));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ConnectionState state(String name) {
    return policy(0).connections().stream()
        .filter(one -> one.id().endsWith("-" + connection(name)))
        .findFirst()
        .orElseThrow()
        .state();
  }

  private static String page(House.Person who, String path) {
    HttpResponse<String> answer = who.browser().get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body().replaceAll("\\s+", " ");
  }

  private static HttpResponse<String> post(
      House.Person who, String path, Map<String, String> fields) {
    return who.browser().post(path, path, fields);
  }

  private static String location(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    return answer.headers().firstValue("Location").orElseThrow().replace(ada.browser().base(), "");
  }

  private static String plan(String name) {
    return "/severances/connections/" + connection(name) + "/plan";
  }

  @Test
  @Order(1)
  void whatStopsIsWrittenDownBefore() {
    Map<String, String> form =
        new HashMap<>(
            Map.of(
                "revision", "0",
                "owner", "",
                "link", "https://mapplanet.example/settings/keys",
                "effect", "No figures " + SCRIPT,
                "dependency", "carries password-reset mail",
                "fallback", "none",
                "credentials", "API key: production\nservice account: export"));
    assertThat(location(post(rae, plan("sdk"), form))).startsWith(severance());
    assertThat(post(rae, plan("sdk"), form).statusCode()).as("an old form").isEqualTo(409);
    form.put("link", "javascript:alert(1)");
    form.put("credentials", "no kind");
    HttpResponse<String> wrong = post(rae, plan("sdk"), form);
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("begins with https://", "KIND: NAME", "no kind");
    assertThat(page(rae, severance()))
        .contains("Growth", "password-reset", "API key production", "&lt;script", "Open: nothing")
        .doesNotContain(SCRIPT);
    assertThat(house.acts("connection.plan-changed")).isEqualTo(1);
    assertThat(rae.browser().get("/severances/connections.csv").body())
        .startsWith("\"supplier\",\"connection\"")
        .contains("\"Mapplanet\",\"sdk\",\"sdk\",\"analytics\",\"Growth\",\"open\"")
        .contains("API key: production; service account: export");
  }

  @Test
  @Order(2)
  void onePersonCutsAllOfItAtOnceAndAnotherLooks() {
    String room =
        location(
            rae.browser()
                .post(
                    "/incidents/new",
                    "/incidents",
                    Map.of("title", "Breach", "supplier", "Mapplanet", "signal", "notice")));
    String form = severance() + "/cut";
    assertThat(page(rae, form)).contains("hold back 1 connection", "2 connections have");
    HttpResponse<String> wrong =
        post(
            rae,
            form,
            Map.of("what", "all", "state", "removed", "own-copy", "taken", "reason", ""));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("Say why", "Say in a line where it is");
    assertThat(state("sdk")).isEqualTo(ConnectionState.OPEN);
    assertThat(
            location(
                post(
                    rae,
                    form,
                    Map.of(
                        "what",
                        "all",
                        "state",
                        "removed",
                        "own-copy",
                        "not-possible",
                        "own-copy-words",
                        "no export there",
                        "reason",
                        "breached"))))
        .isEqualTo(severance());
    assertThat(state("sdk")).isEqualTo(ConnectionState.REMOVED);
    assertThat(state("mirror")).isEqualTo(ConnectionState.REMOVED);
    assertThat(state("portal")).as("another supplier's").isEqualTo(ConnectionState.OPEN);
    assertThat(house.acts("supplier.cut")).isEqualTo(1);
    String shown = page(rae, severance());
    assertThat(shown)
        .contains("Cut only in part: 1 of 3 connections. 2 have still to be cut", "no export there")
        .contains("0 of 1 gateways obey it. eu 1 was last seen")
        .contains("0 of 4 done", "read:tickets, read:users", "whatever mirror uses");
    assertThat(post(rae, form, Map.of("what", "all", "state", "paused", "reason", "x")).body())
        .contains("It is cut so far already.");
    long version = policy(0).version();
    policy(version);
    assertThat(page(rae, severance())).contains("The gateway obeys it.");
    String one = "/severances/" + id();
    assertThat(post(rae, one + "/review", Map.of()).statusCode()).as("no approver").isEqualTo(403);
    assertThat(page(cay, "/")).contains("Somebody cut a supplier alone");
    assertThat(location(cay.browser().post(one, one + "/review", Map.of()))).isEqualTo(one);
    assertThat(house.count("select count(*) from gateway_cut where reviewed_at is null")).isZero();
    assertThat(page(rae, room))
        .contains("cut the supplier: the whole supplier, removed")
        .contains(
            "Decided to be cut: the whole supplier, removed. 1 connection cut, 2 still to be.",
            severance());
    assertThat(page(rae, "/severances")).contains("1 cut, 0 silent");
  }

  private static String id() {
    return House.find(page(ada, severance()), "/severances/([0-9a-f-]{36})");
  }

  @Test
  @Order(3)
  void whatWasCutElsewhereIsWrittenDownAndOpenedByTwo() {
    String path = "/severances/connections/" + connection("app");
    Map<String, String> form =
        new HashMap<>(
            Map.of(
                "cut-by", "others",
                "who", "the platform",
                "cut-at", "2099-01-01 10:00",
                "proof", "their mail"));
    assertThat(rae.browser().post(path + "/elsewhere", path + "/elsewhere", form).body())
        .contains("This time is not there yet.");
    form.put("cut-at", "2026-11-25 08:00");
    location(rae.browser().post(path + "/elsewhere", path + "/elsewhere", form));
    assertThat(page(rae, severance()))
        .contains("cut by others (the platform)", "1 has still to be cut");
    String approval =
        location(
            rae.browser()
                .post(path + "/elsewhere", path + "/reauthorise", Map.of("why", "new version")));
    assertThat(house.approve(cay, approval).statusCode()).isEqualTo(303);
    assertThat(page(rae, severance())).contains("2 have still to be cut");
    form.put("cut-by", "us");
    location(rae.browser().post(path + "/elsewhere", path + "/elsewhere", form));
  }

  @Test
  @Order(4)
  void anItemIsClosedByProofAndARevocationByAFailedCall() {
    String item =
        House.find(
            page(rae, severance()), "(/severances/items/[0-9a-f-]{36})\">API key: production<");
    HttpResponse<String> unused =
        post(rae, item, Map.of("owner", "Ops", "how", "unused", "words", "nobody uses it"));
    assertThat(unused.statusCode()).isEqualTo(422);
    assertThat(unused.body()).contains("unused closes nothing");
    assertThat(post(rae, item, Map.of("how", "not-needed", "words", "")).body())
        .contains("Say why it is not needed.");
    location(post(rae, item, Map.of("owner", "Ops", "how", "revoked", "words", "ticket 1")));
    assertThat(page(rae, severance()))
        .contains("0 of 4 done. 1 said to be revoked, and not seen to fail.");
    location(
        post(
            rae,
            item,
            Map.of("owner", "Ops", "how", "revoked", "words", "401", "seen-to-fail", "yes")));
    assertThat(page(rae, severance())).contains("1 of 4 done", "revoked, and seen to fail");
    rae.browser()
        .post(
            severance(),
            severance().replace("/severance", "/severance/items"),
            Map.of("item", "password in ticket " + SCRIPT, "owner", "Ops"));
    assertThat(page(rae, severance()))
        .contains("1 of 5 done", "second-order secret", "&lt;script")
        .doesNotContain(SCRIPT);
  }

  /** What a gateway records of requests that it stopped, and sends. */
  private static void attempts(String name, int count) throws IOException {
    JournalWriter journal =
        JournalWriter.open(
            home.resolve("journal"),
            UUID.fromString(gateway.id()),
            house.ledger().stores().keys().sealingPublicKey(),
            JournalOptions.DEFAULT,
            house::now,
            closed -> {});
    long time = house.now().toEpochMilli();
    Intent intent =
        new Intent(
            time, connection(name), Mode.REVERSE, Sender.OPEN, 0, 10, null, "/track", null, null);
    for (int i = 0; i < count; i++) {
      Ticket ticket = journal.intent(intent, new byte[0], 0, 0).join();
      journal.outcome(ticket, time, new Outcome(Result.REFUSED, 200));
    }
    journal.close();
    byte[] segment = Files.readAllBytes(journal.closed().getFirst().file());
    HttpRequest put =
        HttpRequest.newBuilder(URI.create(house.gatewayBase() + "/gateway/v1/segments/1"))
            .header("Authorization", "Bearer " + gateway.token())
            .header(
                "Content-Digest",
                "sha-256=:" + Base64.getEncoder().encodeToString(Tokens.sha256(segment)) + ":")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(segment))
            .build();
    try {
      assertThat(CLIENT.send(put, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(204);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    house
        .ledger()
        .traffic()
        .recorder()
        .record(UUID.fromString(gateway.id()), mapping -> null, Progress.NONE);
  }

  private static void seenAllDay(LocalDate day) {
    house.change(
        """
        insert into gateway_day (gateway, day, first_at, last_at, longest_seconds, clear_at)
        values ('%s', '%s', '%sT00:00:20Z', '%sT23:59:50Z', 30, '%sT23:59:50Z')
        on conflict (gateway, day) do update set last_at = excluded.last_at, longest_seconds = 30,
          clear_at = excluded.clear_at
        """
            .formatted(gateway.id(), day, day, day, day));
  }

  @Test
  @Order(5)
  void whatTheOwnerAllowedIsRunAndKeptAsEvidence() throws IOException {
    Path file =
        Files.writeString(
            home.resolve("actions"),
            """
            command.revoke.argv=["/bin/echo", "{severance}", "<script>alert(1)</script>"]
            probe.old-key.argv=["/bin/sh", "-c", "exit 22"]
            probe.old-key.refused=22
            probe.still-good.argv=["/bin/true"]
            probe.still-good.refused=22
            """);
    house.startAllowing(ActionSettings.read(file));
    String one = "/severances/" + id();
    assertThat(page(rae, one)).contains("command revoke").doesNotContain("old-key");
    assertThat(location(rae.browser().post(one, one + "/actions", Map.of("action", "revoke"))))
        .startsWith(one);
    assertThat(page(rae, one))
        .contains("done (0)", one.substring("/severances/".length()) + " &lt;script")
        .doesNotContain(SCRIPT);
    assertThat(rae.browser().post(one, one + "/actions", Map.of("action", "rm")).statusCode())
        .isEqualTo(400);
    String item =
        House.find(
            page(rae, severance()), "(/severances/items/[0-9a-f-]{36})\">service account: export<");
    location(post(rae, item, Map.of("how", "revoked", "words", "ticket 2")));
    assertThat(page(rae, severance())).contains("1 said to be revoked, and not seen to fail.");
    location(rae.browser().post(item, item + "/probe", Map.of("action", "old-key")));
    assertThat(page(rae, item)).contains("the old credential was refused (22)");
    assertThat(page(rae, severance())).contains("2 of 5 done.").doesNotContain("not seen to fail.");
    location(rae.browser().post(item, item + "/probe", Map.of("action", "still-good")));
    assertThat(page(rae, severance())).contains("1 of 5 done. 1 said to be revoked");
    assertThat(house.acts("severance.action-ended")).isEqualTo(3);
    assertThat(
            house.count("select count(*) from severance_action where output::text like '%alert%'"))
        .as("sealed")
        .isZero();
  }

  @Test
  @Order(6)
  void silenceIsCountedAndItsEndRaisesAnAlarmOnce() throws IOException {
    assertThat(
            house.count(
                "select count(*) from gateway_day where clear_at is not null and gateway = '"
                    + gateway.id()
                    + "'"))
        .as("a gateway that calls")
        .isPositive();
    assertThat(page(rae, severance())).contains("the rest still has to be");
    String mirror = "/severances/connections/" + connection("mirror") + "/elsewhere";
    location(
        post(
            rae,
            mirror,
            Map.of(
                "cut-by",
                "us",
                "who",
                "web team",
                "cut-at",
                house.now().toString().substring(0, 16),
                "proof",
                "release 12")));
    location(
        rae.browser().post(severance(), severance() + "/quiet-days", Map.of("quiet-days", "2")));
    LocalDate first = LocalDate.ofInstant(house.now(), ZoneOffset.UTC);
    house.pass(Duration.ofDays(4));
    for (House.Person one : List.of(ada, rae, cay)) {
      assertThat(house.signIn(one.browser(), one).statusCode()).isEqualTo(303);
    }
    for (int day = 0; day < 4; day++) {
      seenAllDay(first.plusDays(day));
    }
    policy(policy(0).version());
    assertThat(page(rae, severance())).contains("Silent: No traffic seen since", "3 quiet days");
    SilenceWatch watch = house.server().part(SilenceWatch.class);
    assertThat(watch.follow()).isZero();
    attempts("sdk", 3);
    assertThat(watch.follow()).isEqualTo(1);
    assertThat(watch.follow()).as("raised before").isZero();
    assertThat(page(rae, severance()))
        .contains("3 requests on", "after it had been silent", "0 of 2 quiet days", "Last traffic");
    assertThat(page(cay, "/")).contains("A cut supplier is not silent");
    assertThat(page(rae, "/severances")).contains("1 alarm.");
    String room = House.find(page(rae, "/incidents"), "(/incidents/[0-9a-f-]{36})");
    assertThat(page(rae, room)).contains("saw traffic of the supplier that is cut");
    String alarm = House.find(page(rae, severance()), "(/severances/alarms/[0-9a-f-]{36}/seen)");
    location(rae.browser().post(severance(), alarm, Map.of()));
    assertThat(page(rae, severance())).doesNotContain("Not silent");
  }

  @Test
  @Order(7)
  void twoPeopleOpenItAgainAndWhatWasCutAloneStaysCut() {
    String one = "/severances/" + id();
    String sdk = "/gateways/connections/" + connection("mirror");
    location(
        rae.browser()
            .post(sdk + "/cut", sdk + "/cut", Map.of("state", "terminated", "reason", "for good")));
    assertThat(page(rae, severance())).as("it is watched too").contains("connection mirror");
    String approval = location(rae.browser().post(one, one + "/restore", Map.of("why", "healed")));
    assertThat(page(cay, approval)).contains("+ sdk: gateways send on again");
    assertThat(house.approve(cay, approval).statusCode()).isEqualTo(303);
    assertThat(state("sdk")).isEqualTo(ConnectionState.OPEN);
    assertThat(state("mirror")).isEqualTo(ConnectionState.TERMINATED);
    assertThat(page(rae, one)).contains("It was opened again");
    assertThat(page(rae, severance())).contains("Cuts that were opened again");
  }

  @Test
  @Order(8)
  void aProgramCutsAndAsksPeopleToOpenAgain() {
    Program program = new Program(house, house.token(rae, "work,read-suppliers,cut-suppliers"));
    JsonNode helpdesk = program.read("/suppliers?name=Helpdesk").get("items").get(0);
    String path = "/suppliers/" + helpdesk.get("id").asString();
    String portal = program.read(path + "/connections").get("items").get(0).get("id").asString();
    Program.refused(
        program.post(path + "/cuts", "{\"state\":\"open\",\"reason\":\"x\"}"), "body-invalid");
    Program.refused(
        program.post(path + "/cuts", "{\"state\":\"paused\",\"reason\":\"x\",\"reply\":\"keep\"}"),
        "body-invalid");
    JsonNode cut =
        Program.done(
            program.post(
                path + "/connections/" + portal + "/cuts",
                "{\"state\":\"paused\",\"reason\":\"an alarm\",\"reply\":\"hold\"}"),
            201);
    assertThat(policy(0).connections())
        .filteredOn(one -> one.whenCut() == CutReply.HOLD)
        .singleElement()
        .extracting(ConnectionPolicy::number)
        .isEqualTo((long) connection("portal"));
    assertThat(cut.get("connections").get(0).get("isCut").asBoolean()).isTrue();
    assertThat(cut.get("gateways").get(0).get("obeys").asBoolean()).isFalse();
    assertThat(state("portal")).isEqualTo(ConnectionState.PAUSED);
    JsonNode whole =
        Program.done(
            program.post(
                path + "/cuts",
                "{\"state\":\"removed\",\"reason\":\"an alarm\",\"engagement\":\"support\"}"),
            201);
    assertThat(whole.get("what").asString()).isEqualTo("engagement support");
    assertThat(program.read(path + "/cuts").get("items").size()).isEqualTo(2);
    JsonNode asked =
        Program.done(
            program.post(
                path + "/cuts/" + whole.get("id").asString() + "/restore", "{\"why\":\"over\"}"),
            202);
    assertThat(state("portal")).isEqualTo(ConnectionState.REMOVED);
    assertThat(house.approve(cay, asked.get("page").asString()).statusCode()).isEqualTo(303);
    assertThat(state("portal")).as("the other cut holds").isEqualTo(ConnectionState.PAUSED);
    Program reader = new Program(house, house.token(rae, "work,read-suppliers,work-on-incidents"));
    assertThat(reader.post(path + "/cuts", "{\"state\":\"paused\",\"reason\":\"x\"}").statusCode())
        .isEqualTo(403);
    assertThat(List.of(reader.get(path + "/cuts").statusCode())).containsExactly(200);
  }
}
