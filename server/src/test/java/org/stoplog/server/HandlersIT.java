package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.stoplog.server.accounts.Role;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Permission;

/** Every handler, by everybody. */
class HandlersIT {
  private static final Map<String, Permission> EXPECTED = Surface.INTERNAL;

  /** All that answers at the gateways' door. */
  private static final Map<String, Permission> FOR_GATEWAYS =
      new TreeMap<>(
          Map.of(
              "GET /gateway/v1/policy", Permission.GATEWAY,
              "POST /gateway/v1/held", Permission.GATEWAY,
              "POST /gateway/v1/held/{id}", Permission.GATEWAY,
              "PUT /gateway/v1/segments/{number}", Permission.GATEWAY));

  /** All that strangers can reach. What they send is of nobody. */
  private static final Map<String, Permission> FOR_ALL =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("GET /public-assets/{hash}/{name}", Permission.ANYONE),
              Map.entry("GET /organisations/{token}", Permission.ANYONE),
              Map.entry("GET /asked", Permission.ANYONE),
              Map.entry("GET /sub-processors", Permission.ANYONE),
              Map.entry("GET /sub-processors.json", Permission.ANYONE),
              Map.entry("GET /sub-processors.atom", Permission.ANYONE),
              Map.entry("POST /asked", Permission.ANYONE),
              Map.entry("POST /asked/question", Permission.ANYONE),
              Map.entry("POST /asked/answer", Permission.ANYONE),
              Map.entry("POST /asked/send", Permission.ANYONE),
              Map.entry("POST /asked/workbook", Permission.ANYONE),
              Map.entry("POST /asked/remove", Permission.ANYONE),
              Map.entry("POST /asked/files/add", Permission.ANYONE),
              Map.entry("POST /asked/files/workbook", Permission.ANYONE),
              Map.entry("POST /organisations/{token}/acknowledge", Permission.ANYONE),
              Map.entry("POST /organisations/{token}/ask", Permission.ANYONE),
              Map.entry("POST /organisations/{token}/list", Permission.ANYONE),
              Map.entry("POST /events/{secret}", Permission.ANYONE),
              Map.entry("GET /is-this-from-you", Permission.ANYONE),
              Map.entry("POST /is-this-from-you", Permission.ANYONE),
              Map.entry("GET /is-this-from-you/answers/{token}", Permission.ANYONE),
              Map.entry("GET /was-i-affected", Permission.ANYONE),
              Map.entry("GET /was-i-affected/{slug}", Permission.ANYONE),
              Map.entry("POST /was-i-affected/{slug}", Permission.ANYONE),
              Map.entry("GET /statements", Permission.ANYONE),
              Map.entry("GET /statements/{name}", Permission.ANYONE),
              Map.entry("GET /statements/{name}/{number}", Permission.ANYONE),
              Map.entry("GET /statements/{name}/{number}/{file}", Permission.ANYONE)));

  @TempDir static Path home;
  private static House house;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void everyHandlerDeclaresWhoMayCallItAndAtWhichDoor() {
    Map<String, Permission> found = new TreeMap<>();
    Map<String, Permission> forGateways = new TreeMap<>();
    Map<String, Permission> forAll = new TreeMap<>();
    for (Map.Entry<RequestMappingInfo, HandlerMethod> handler :
        house.server().handlers().entrySet()) {
      Access access = handler.getValue().getMethodAnnotation(Access.class);
      assertThat(access).as(handler.getValue().toString()).isNotNull();
      Set<RequestMethod> methods = handler.getKey().getMethodsCondition().getMethods();
      assertThat(methods).as(handler.getValue().toString()).hasSize(1);
      for (String path : handler.getKey().getPatternValues()) {
        Map<String, Permission> ofDoor =
            switch (access.listener()) {
              case INTERNAL -> found;
              case GATEWAY -> forGateways;
              case PUBLIC -> forAll;
            };
        ofDoor.put(methods.iterator().next() + " " + path, access.value());
      }
    }
    assertThat(found).isEqualTo(EXPECTED);
    assertThat(forGateways).isEqualTo(FOR_GATEWAYS);
    assertThat(forAll).isEqualTo(FOR_ALL);
  }

  /** Whoever asks, and with all that an administrator and a gateway have to show. */
  @Test
  void everyHandlerAnswersAtItsOwnDoorOnly() {
    house.empty();
    House.Person ada = house.administrator();
    String token = house.token(ada, House.ALL);
    String gateway = house.pair(ada, "door").token();
    Browser internal = ada.browser();
    Browser door = new Browser(house.gatewayBase(), "agent of ada");
    Browser street = new Browser(house.publicBase(), "agent of ada");
    door.cookies().putAll(internal.cookies());
    street.cookies().putAll(internal.cookies());
    for (String bearer : List.of("", token, gateway)) {
      EXPECTED
          .keySet()
          .forEach(handler -> assertThat(at(door, handler, bearer)).as(handler).isEqualTo(404));
      FOR_ALL
          .keySet()
          .forEach(handler -> assertThat(at(door, handler, bearer)).as(handler).isEqualTo(404));
    }
    for (String bearer : List.of("", token, gateway)) {
      for (Map<String, Permission> others : List.of(EXPECTED, FOR_GATEWAYS)) {
        for (String handler : others.keySet()) {
          // What is no form is refused before anything asks whose it is.
          int refused = handler.startsWith("GET ") ? handler.equals("GET /") ? 302 : 404 : 400;
          assertThat(at(street, handler, bearer)).as(handler).isEqualTo(refused);
        }
      }
    }
    for (String handler : FOR_ALL.keySet()) {
      assertThat(at(internal, handler, "")).as(handler).isEqualTo(404);
      assertThat(at(house.browser("program"), handler, token)).as(handler).isEqualTo(404);
    }
    for (String handler : FOR_GATEWAYS.keySet()) {
      assertThat(at(internal, handler, "")).as(handler).isEqualTo(404);
      assertThat(at(house.browser("program"), handler, token)).as(handler).isEqualTo(404);
      for (String bearer : List.of("", token, gateway + "x", gateway.substring(1))) {
        assertThat(at(door, handler, bearer)).as(handler).isEqualTo(401);
      }
      // It is let in, and then finds what is asked wrong, or that there is nothing for it.
      int answer = handler.equals("POST /gateway/v1/held") ? 204 : 400;
      assertThat(at(door, handler, gateway)).as(handler).isEqualTo(answer);
    }
  }

  private static int at(Browser browser, String handler, String bearer) {
    String[] parts = handler.split(" ");
    HttpRequest.Builder request = browser.request(filled(parts[1]));
    if (!browser.base().equals(house.gatewayBase()) && !browser.base().equals(house.publicBase())) {
      request.header("X-Form-Token", Browser.token(formOf(browser)));
    }
    if (!bearer.isEmpty()) {
      request.header("Authorization", "Bearer " + bearer);
    }
    HttpResponse<String> answer =
        browser.send(request.method(parts[0], HttpRequest.BodyPublishers.noBody()));
    if (browser.base().equals(house.publicBase())) {
      assertThat(answer.headers().allValues("Set-Cookie")).as(handler).isEmpty();
    }
    if (browser.base().equals(house.gatewayBase())) {
      assertThat(answer.body()).as(handler).doesNotContain("<html");
      assertThat(answer.headers().allValues("Set-Cookie")).as(handler).isEmpty();
    }
    return answer.statusCode();
  }

  /** What a program may call with a token. A handler is added here by hand. */
  private static final Set<String> BY_TOKEN =
      Set.of(
          "GET /health",
          "GET /metrics",
          "GET /api/v1/approvals",
          "GET /api/v1/audit",
          "GET /api/v1/backups",
          "POST /api/v1/backups",
          "GET /api/v1/batches",
          "GET /api/v1/batches/{number}",
          "GET /api/v1/coverage",
          "GET /api/v1/if-tonight",
          "GET /api/v1/imports",
          "POST /api/v1/imports",
          "GET /api/v1/imports/{id}",
          "POST /api/v1/imports/{id}/discard",
          "POST /api/v1/imports/{id}/start",
          "GET /api/v1/incidents",
          "POST /api/v1/incidents",
          "GET /api/v1/incidents/{id}",
          "GET /api/v1/incidents/{id}/claims",
          "PUT /api/v1/incidents/{id}/claims",
          "GET /api/v1/incidents/{id}/colleagues",
          "GET /api/v1/incidents/{id}/severity",
          "GET /api/v1/incidents/{id}/duties",
          "GET /api/v1/register.csv",
          "GET /api/v1/register.json",
          "GET /api/v1/register.xlsx",
          "POST /api/v1/register",
          "GET /api/v1/suppliers/{id}/sub-processors",
          "POST /api/v1/suppliers/{id}/sub-processors",
          "GET /api/v1/suppliers/{id}/assessments",
          "POST /api/v1/suppliers/{id}/assessments",
          "GET /api/v1/suppliers/{id}/findings",
          "POST /api/v1/suppliers/{id}/findings",
          "GET /api/v1/suppliers/{id}/risk",
          "GET /api/v1/lookouts",
          "POST /api/v1/lookouts",
          "GET /api/v1/lookouts/{lookout}",
          "POST /api/v1/lookouts/{lookout}/state",
          "POST /api/v1/lookouts/{lookout}/look",
          "POST /api/v1/lookouts/{lookout}/import",
          "GET /api/v1/sightings",
          "GET /api/v1/sightings/{sighting}",
          "POST /api/v1/sightings/{sighting}/state",
          "POST /api/v1/sightings/{sighting}/incident",
          "GET /api/v1/suppliers/{id}/security-txt",
          "POST /api/v1/suppliers/{id}/security-txt",
          "GET /api/v1/campaigns",
          "GET /api/v1/campaigns/{campaign}",
          "GET /api/v1/campaign-plans",
          "GET /api/v1/campaign-proposals",
          "GET /api/v1/campaign-plans/{plan}",
          "POST /api/v1/campaign-plans",
          "POST /api/v1/campaign-plans/{plan}",
          "POST /api/v1/campaign-plans/{plan}/pause",
          "POST /api/v1/campaign-plans/{plan}/resume",
          "POST /api/v1/campaign-plans/{plan}/remove",
          "POST /api/v1/campaign-proposals/{proposal}/make",
          "POST /api/v1/campaign-proposals/{proposal}/let-go",
          "GET /api/v1/suppliers/{id}/agreements",
          "POST /api/v1/suppliers/{id}/agreements",
          "POST /api/v1/duties",
          "GET /api/v1/incidents/{id}/exposures",
          "POST /api/v1/incidents/{id}/exposures",
          "GET /api/v1/incidents/{id}/exposures/{number}",
          "GET /api/v1/incidents/{id}/files",
          "POST /api/v1/incidents/{id}/files",
          "GET /api/v1/incidents/{id}/files/{hash}",
          "POST /api/v1/incidents/{id}/files/{hash}/password",
          "POST /api/v1/incidents/{id}/files/{hash}/readings",
          "GET /api/v1/incidents/{id}/members",
          "POST /api/v1/incidents/{id}/members",
          "POST /api/v1/incidents/{id}/members/{account}/remove",
          "POST /api/v1/incidents/{id}/notes",
          "GET /api/v1/incidents/{id}/packs",
          "POST /api/v1/incidents/{id}/packs",
          "GET /api/v1/incidents/{id}/packs/{pack}",
          "GET /api/v1/incidents/{id}/questions",
          "POST /api/v1/incidents/{id}/questions",
          "POST /api/v1/incidents/{id}/questions/{question}",
          "GET /api/v1/incidents/{id}/scope",
          "POST /api/v1/incidents/{id}/scope",
          "POST /api/v1/incidents/{id}/state",
          "GET /api/v1/incidents/{id}/tasks",
          "POST /api/v1/incidents/{id}/tasks",
          "POST /api/v1/incidents/{id}/tasks/{task}/done",
          "GET /api/v1/incidents/{id}/tickets",
          "POST /api/v1/incidents/{id}/tickets",
          "GET /api/v1/incidents/{id}/tickets/{search}",
          "GET /api/v1/incidents/{id}/tickets/{search}/at/{ticket}",
          "GET /api/v1/incidents/{id}/tickets/{search}/list",
          "POST /api/v1/incidents/{id}/tickets/{search}/start",
          "POST /api/v1/incidents/{id}/tickets/{search}/tasks",
          "GET /api/v1/incidents/{id}/timeline",
          "GET /api/v1/incidents/{id}/times",
          "POST /api/v1/incidents/{id}/times",
          "GET /api/v1/assessments",
          "GET /api/v1/assessments/{assessment}",
          "POST /api/v1/assessments/{assessment}/answers",
          "POST /api/v1/assessments/{assessment}/close",
          "POST /api/v1/assessments/{assessment}/findings",
          "POST /api/v1/campaigns",
          "GET /api/v1/campaigns/choices",
          "GET /api/v1/campaigns/{campaign}/board.csv",
          "GET /api/v1/campaigns/{campaign}/board.json",
          "GET /api/v1/campaigns/{campaign}/board.xlsx",
          "POST /api/v1/campaigns/{campaign}/discard",
          "POST /api/v1/campaigns/{campaign}/end",
          "POST /api/v1/campaigns/{campaign}/remind",
          "POST /api/v1/campaigns/{campaign}/resume",
          "POST /api/v1/campaigns/{campaign}/start",
          "POST /api/v1/campaigns/{campaign}/suppliers",
          "GET /api/v1/campaigns/{campaign}/suppliers/{supplier}",
          "POST /api/v1/campaigns/{campaign}/suppliers/{supplier}/give-back",
          "POST /api/v1/campaigns/{campaign}/suppliers/{supplier}/renew",
          "POST /api/v1/campaigns/{campaign}/suppliers/{supplier}/revoke",
          "POST /api/v1/campaigns/{campaign}/suppliers/{supplier}/take",
          "POST /api/v1/campaigns/{campaign}/take",
          "GET /api/v1/evidence",
          "GET /api/v1/evidence/{document}",
          "GET /api/v1/evidence/{document}/file",
          "POST /api/v1/evidence/{document}/remove",
          "GET /api/v1/findings",
          "GET /api/v1/findings/{finding}",
          "POST /api/v1/findings/{finding}/events",
          "GET /api/v1/incidents/{id}/aftermath",
          "POST /api/v1/incidents/{id}/aftermath",
          "GET /api/v1/incidents/{id}/sweeps",
          "POST /api/v1/incidents/{id}/sweeps",
          "GET /api/v1/incidents/{id}/sweeps/candidates",
          "GET /api/v1/risk",
          "GET /api/v1/sub-processors",
          "GET /api/v1/suppliers/{id}/evidence",
          "POST /api/v1/suppliers/{id}/evidence",
          "POST /api/v1/suppliers/{id}/risk",
          "GET /api/v1/suppliers/{id}/sub-processor",
          "PUT /api/v1/suppliers/{id}/sub-processor",
          "POST /api/v1/suppliers/{id}/sub-processor/remove",
          "GET /api/v1/me",
          "POST /api/v1/people/look-ups",
          "GET /api/v1/people/look-ups/{id}",
          "GET /api/v1/running",
          "GET /api/v1/running/{id}",
          "POST /api/v1/running/{id}/stop",
          "GET /api/v1/suppliers",
          "POST /api/v1/suppliers",
          "GET /api/v1/suppliers/{id}",
          "PUT /api/v1/suppliers/{id}",
          "GET /api/v1/suppliers/{id}/connections",
          "POST /api/v1/suppliers/{id}/connections",
          "GET /api/v1/suppliers/{id}/connections/{connection}",
          "PUT /api/v1/suppliers/{id}/connections/{connection}",
          "POST /api/v1/suppliers/{id}/connections/{connection}/cuts",
          "GET /api/v1/suppliers/{id}/cuts",
          "POST /api/v1/suppliers/{id}/cuts",
          "GET /api/v1/suppliers/{id}/cuts/attempts",
          "POST /api/v1/suppliers/{id}/cuts/{cut}/restore",
          "GET /api/v1/suppliers/{id}/engagements",
          "POST /api/v1/suppliers/{id}/engagements",
          "GET /api/v1/suppliers/{id}/engagements/{engagement}",
          "PUT /api/v1/suppliers/{id}/engagements/{engagement}",
          "POST /api/v1/suppliers/{id}/engagements/{engagement}/grants",
          "GET /api/v1/suppliers/{id}/grants",
          "GET /api/v1/suppliers/{id}/grants/{grant}",
          "PUT /api/v1/suppliers/{id}/grants/{grant}",
          "POST /api/v1/suppliers/{id}/grants/{grant}/remove");

  @Test
  void onlyFewHandlersAreForTokens() {
    Set<String> found = new TreeSet<>();
    for (Map.Entry<RequestMappingInfo, HandlerMethod> handler :
        house.server().handlers().entrySet()) {
      Access access = handler.getValue().getMethodAnnotation(Access.class);
      if (access != null && access.byToken()) {
        Set<RequestMethod> methods = handler.getKey().getMethodsCondition().getMethods();
        handler
            .getKey()
            .getPatternValues()
            .forEach(path -> found.add(methods.iterator().next() + " " + path));
      }
    }
    assertThat(found).isEqualTo(BY_TOKEN);
  }

  /** The token of an administrator, with all that a token may have, also beside their session. */
  @Test
  void everyHandlerThatIsNotForTokensRefusesThem() {
    house.empty();
    House.Person ada = house.administrator();
    String token = house.token(ada, House.ALL);
    for (String handler : EXPECTED.keySet()) {
      if (handler.startsWith("GET /assets/")) {
        continue; // who asks is not looked at
      }
      String[] parts = handler.split(" ");
      for (Browser browser : List.of(house.browser("program"), ada.browser())) {
        HttpRequest.Builder request =
            browser
                .request(filled(parts[1]))
                .setHeader("Accept", "application/json")
                .header("Authorization", "Bearer " + token);
        HttpRequest.Builder ready = ready(request, parts[0], Map.of());
        int status = browser.send(ready).statusCode();
        assertThat(status == 403).as(handler).isEqualTo(!BY_TOKEN.contains(handler));
      }
    }
    assertThat(ada.browser().get("/").statusCode())
        .as("the session was not touched")
        .isEqualTo(200);
  }

  private static boolean isAmong(Set<Permission> permissions, Permission asked) {
    return asked == Permission.ANYONE || permissions.contains(asked);
  }

  @Test
  void everyHandlerRefusesEveryRoleThatMayNotCallIt() {
    house.empty();
    House.Person ada = house.administrator();
    Map<Role, Browser> browsers = new LinkedHashMap<>();
    for (Role role : Role.values()) {
      browsers.put(role, ada.browser());
    }
    for (Role role : new Role[] {Role.VIEWER, Role.RESPONDER, Role.SUPPORT, Role.APPROVER}) {
      browsers.put(role, house.invite(ada, role.word(), role.word()).browser());
    }
    for (Map.Entry<String, Permission> handler : EXPECTED.entrySet()) {
      if (handler.getKey().equals("POST /sign-out")) {
        continue; // SignInIT; here it would end the sessions that are asked with
      }
      assertThat(status(house.browser("nobody"), handler.getKey()))
          .as("nobody, %s", handler.getKey())
          .satisfies(status -> assertThat(isRefused(status)).isEqualTo(isForMembers(handler)));
      browsers.forEach(
          (role, browser) ->
              assertThat(isRefused(status(browser, handler.getKey())))
                  .as("%s, %s", role, handler.getKey())
                  .isEqualTo(!isAllowed(role, handler.getValue())));
    }
  }

  private static boolean isForMembers(Map.Entry<String, Permission> handler) {
    return handler.getValue() != Permission.ANYONE;
  }

  private static boolean isAllowed(Role role, Permission permission) {
    return permission == Permission.ANYONE || role.permissions().contains(permission);
  }

  private static boolean isRefused(int status) {
    return status == 401 || status == 403;
  }

  /** Asks as a program, which is told a refusal by its status. */
  private static int status(Browser browser, String handler) {
    String[] parts = handler.split(" ");
    String path = filled(parts[1]);
    HttpRequest.Builder request = browser.request(path).setHeader("Accept", "application/json");
    if (parts[0].equals("GET")) {
      return browser.send(request.GET()).statusCode();
    }
    String token = Browser.token(formOf(browser));
    // Without the fields of the form: a handler that is reached finds them missing.
    HttpResponse<String> answer =
        browser.send(
            ready(
                browser.request(path).setHeader("Accept", "application/json"),
                parts[0],
                Map.of("form-token", token)));
    return answer.statusCode();
  }

  private static HttpRequest.Builder ready(
      HttpRequest.Builder request, String method, Map<String, String> fields) {
    return switch (method) {
      case "GET" -> request.GET();
      case "POST" -> Browser.form(request, fields);
      default ->
          request
              .header("X-Form-Token", fields.getOrDefault("form-token", ""))
              .method(method, HttpRequest.BodyPublishers.noBody());
    };
  }

  /** A token may no more than its owner at the time, and only what it was given. */
  @Test
  void everyHandlerRefusesATokenThatMayLess() {
    house.empty();
    House.Person ada = house.administrator();
    House.Person vera = house.invite(ada, "viewer", "vera");
    Map<String, Set<Permission>> tokens =
        Map.of(
            house.token(ada),
            Set.of(Permission.WORK),
            house.token(vera, "work,read-incidents,read-suppliers"),
            Set.of(Permission.WORK, Permission.READ_INCIDENTS, Permission.READ_SUPPLIERS));
    tokens.forEach(
        (token, permissions) -> {
          for (String handler : BY_TOKEN) {
            String[] parts = handler.split(" ");
            HttpRequest.Builder request =
                house
                    .browser("program")
                    .request(filled(parts[1]))
                    .header("Authorization", "Bearer " + token);
            int status =
                house.browser("program").send(ready(request, parts[0], Map.of())).statusCode();
            assertThat(status == 403)
                .as(handler)
                .isEqualTo(!isAmong(permissions, EXPECTED.get(handler)));
          }
        });
  }

  private static String filled(String path) {
    return path.replaceAll(
            "\\{(id|assessment|finding|task|account|notice|wave|letter|export|code|search|connection|engagement|grant|cut|reach|alarm|pack|key|round|asked|campaign|document|upload|plan|proposal|lookout|sighting)}",
            "00000000-0000-0000-0000-000000000000")
        .replaceAll("\\{(number|ticket|organisation|report|agreement|clause|supplier)}", "1")
        .replaceAll("\\{(claim|kind|question|version)}", "none")
        .replace("{token}", "none")
        .replace("{secret}", "none")
        .replace("{slug}", "none")
        .replace("{hash}", "none")
        .replace("{name}", "none")
        .replace("{duty}", "none")
        .replace("{file}", "none")
        .replace("{format:csv|xlsx|json}", "csv");
  }

  /** Any page with a form; a new browser is given its cookie with it. */
  private static String formOf(Browser browser) {
    return browser.get("/sign-in").body();
  }
}
