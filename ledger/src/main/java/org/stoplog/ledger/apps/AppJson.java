package org.stoplog.ledger.apps;

import java.io.Reader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lists as the APIs answer them: Okta's apps, Google's tokens, Microsoft Graph's service principals
 * and permission grants, which may be in one file or in several.
 */
final class AppJson {
  /** Whose apps Microsoft Graph lists as Microsoft's own. */
  private static final String MICROSOFT = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final AppList list;
  private final Map<String, FoundApp> principals = new LinkedHashMap<>();
  private final Set<String> ofMicrosoft = new HashSet<>();
  private final Map<String, Set<String>> grants = new HashMap<>();

  AppJson(AppList list) {
    this.list = list;
  }

  /** A list, objects one after another, or pages with their items in {@code value}. */
  void read(Reader text, String file) {
    try (JsonParser parser = JSON.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_ARRAY) {
          items(parser);
        } else if (token == JsonToken.START_OBJECT) {
          JsonNode page = parser.readValueAsTree();
          JsonNode items = page.has("value") ? page.get("value") : page.path("items");
          if (items.isArray()) {
            items.forEach(this::item);
          } else {
            item(page);
          }
        } else {
          throw new StoplogException(Problem.DATA_MALFORMED, file + " is not a list of apps");
        }
      }
    } catch (JacksonException e) {
      if (e.getCause() instanceof java.nio.charset.CharacterCodingException coding) {
        throw new java.io.UncheckedIOException(coding);
      }
      // Without its cause, which quotes the file.
      throw new StoplogException(
          Problem.DATA_MALFORMED, file + " is not readable as JSON, or breaks off");
    }
  }

  private void items(JsonParser parser) {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonNode item = parser.readValueAsTree();
      item(item);
    }
  }

  private void item(JsonNode item) {
    list.count();
    if (!item.isObject()) {
      list.leaveOut();
      return;
    }
    switch (list.source()) {
      case OKTA -> okta(item);
      case GOOGLE_WORKSPACE -> google(item);
      case ENTRA -> entra(item);
    }
  }

  private void okta(JsonNode item) {
    String name = text(item, "label", "name");
    if (name.isEmpty()) {
      list.leaveOut();
      return;
    }
    // Not _links: those are the company's own Okta.
    list.add(
        FoundApp.of(
            text(item, "id", "label"),
            name,
            list.source().kind(),
            AppHosts.in(item.path("settings")),
            Set.of()));
  }

  private void google(JsonNode item) {
    String name = text(item, "displayText", "app_name", "clientId", "client_id");
    if (name.isEmpty()) {
      list.leaveOut();
      return;
    }
    Set<String> scopes = new TreeSet<>();
    for (JsonNode scope : item.path("scopes")) {
      scopes.add(scope.asString(""));
    }
    scopes.remove("");
    String id = text(item, "clientId", "client_id", "displayText");
    list.add(FoundApp.of(id, name, list.source().kind(), Set.of(), scopes));
  }

  private void entra(JsonNode item) {
    String client = text(item, "clientId");
    if (!client.isEmpty() && item.has("consentType")) {
      grants
          .computeIfAbsent(client, id -> new TreeSet<>())
          .addAll(AppCsv.words(text(item, "scope")));
      return;
    }
    String id = text(item, "id", "appId");
    String name = text(item, "displayName", "appDisplayName");
    boolean isOurs = text(item, "servicePrincipalType").equals("ManagedIdentity");
    boolean isMicrosofts = text(item, "appOwnerOrganizationId").equals(MICROSOFT);
    if (id.isEmpty() || name.isEmpty() || isOurs || isMicrosofts) {
      list.leaveOut();
      ofMicrosoft.add(id);
      return;
    }
    Set<String> hosts = new TreeSet<>();
    for (String key : new String[] {"homepage", "loginUrl", "replyUrls"}) {
      hosts.addAll(AppHosts.in(item.path(key)));
    }
    principals.put(id, FoundApp.of(id, name, list.source().kind(), hosts, Set.of()));
  }

  /** Grants name their app by an id that another file explains. */
  void join() {
    grants.forEach(
        (client, scopes) -> {
          if (ofMicrosoft.contains(client)) {
            return;
          }
          FoundApp app = principals.get(client);
          String name = app == null ? "Entra app " + client : app.name();
          principals.put(
              client,
              FoundApp.of(
                  client, name, "OAuth grant", app == null ? Set.of() : app.hosts(), scopes));
        });
    principals.values().forEach(list::add);
  }

  private static String text(JsonNode item, String... keys) {
    for (String key : keys) {
      JsonNode value = item.path(key);
      if (value.isString() && !value.stringValue().isBlank()) {
        return value.stringValue().strip();
      }
    }
    return "";
  }
}
