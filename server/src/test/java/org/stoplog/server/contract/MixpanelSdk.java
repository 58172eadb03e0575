package org.stoplog.server.contract;

import com.mixpanel.mixpanelapi.ClientDelivery;
import com.mixpanel.mixpanelapi.MessageBuilder;
import com.mixpanel.mixpanelapi.MixpanelAPI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.json.JSONArray;
import org.json.JSONObject;
import org.stoplog.ledger.identity.Scheme;
import tools.jackson.databind.JsonNode;

/** Mixpanel: forms of base64 of JSON, also gzipped, and imports. */
final class MixpanelSdk implements Sdk {
  private static final Set<String> ADDRESS_AND_PLACE =
      Set.of("device.ip_address", "location.coarse");

  @Override
  public String name() {
    return "mixpanel";
  }

  @Override
  public String language() {
    return "mixpanel";
  }

  @Override
  public void say(String base, App app) throws Exception {
    MessageBuilder builder = new MessageBuilder("t0ken");
    for (boolean gzips : new boolean[] {false, true}) {
      try (MixpanelAPI api =
          new MixpanelAPI(
              base + "/track", base + "/engage", base + "/groups", base + "/import", gzips)) {
        ClientDelivery delivery = new ClientDelivery();
        for (int i = 0; i < 16; i++) {
          delivery.addMessage(message(builder, app, gzips));
        }
        // With the address, Mixpanel looks a place up.
        api.deliver(delivery, gzips);
      }
    }
  }

  private static JSONObject message(MessageBuilder builder, App app, boolean gzips) {
    String with = gzips ? "+ip" : "";
    if (app.chance(40)) {
      Said said = app.tell("event" + with, "dollar");
      return builder.event(said.id(), app.event(), new JSONObject(said.content()));
    }
    if (app.chance(25)) {
      Said said = app.tell("set" + with, "dollar");
      return app.chance(50)
          ? builder.set(said.id(), new JSONObject(said.content()))
          : builder.setOnce(said.id(), new JSONObject(said.content()));
    }
    if (app.chance(25)) {
      Said said = app.tell("append" + with, "dollar");
      return builder.append(said.id(), new JSONObject(said.content()));
    }
    if (app.chance(20)) {
      Human who = app.somebody();
      Said said = app.bare("union" + with, who, Scheme.USER_ID, who.userId());
      return builder.union(said.id(), Map.of("seen", new JSONArray(List.of(said.mark(), "more"))));
    }
    if (app.chance(25)) {
      Said said = app.tell("group" + with, null, Scheme.ORGANISATION_ID, "", "snake");
      return builder.groupSet("company", "acme-" + said.mark(), new JSONObject(said.content()));
    }
    if (app.chance(40)) {
      Human who = app.somebody();
      Said said = app.bare("alias" + with, who, Scheme.USER_ID, who.userId());
      return builder.event(
          who.userId(), "$create_alias", new JSONObject(Map.of("alias", said.mark())));
    }
    if (app.chance(40)) {
      Said said =
          app.tell("device" + with, null, Scheme.SUPPLIER_ID, "$device:" + app.mark(), "dollar");
      return builder.event(said.id(), app.event(), new JSONObject(said.content()));
    }
    Said said = app.tell("import", "dollar");
    return builder.importEvent(said.id(), app.event(), new JSONObject(said.content()));
  }

  @Override
  public List<JsonNode> events(Got request) {
    byte[] body = Sdk.plain(request);
    String text = new String(body, StandardCharsets.UTF_8);
    if (text.startsWith("data=")) {
      String base64 = URLDecoder.decode(text.substring(5), StandardCharsets.UTF_8);
      body = Base64.getDecoder().decode(base64);
    }
    return Sdk.all(Sdk.json(body));
  }

  @Override
  public String id(JsonNode event) {
    String profile = event.path("$distinct_id").asString("");
    return profile.isEmpty() ? event.path("properties").path("distinct_id").asString("") : profile;
  }

  @Override
  public Set<String> changing() {
    return Set.of("time", "$time", "$insert_id");
  }

  @Override
  public Set<String> ofAddress() {
    return ADDRESS_AND_PLACE;
  }

  @Override
  public Set<String> ofSender(Said said) {
    return said.act().endsWith("+ip") || said.act().equals("import")
        ? ADDRESS_AND_PLACE
        : Set.of("device.ip_address");
  }

  @Override
  public Set<String> own(Said said) {
    String act = said.act().replace("+ip", "");
    Set<String> own = new TreeSet<>();
    if (Set.of("event", "device", "alias", "import").contains(act)) {
      own.add("behaviour.site_activity");
    }
    if (act.equals("alias")) {
      own.add("id.account_user_id");
    }
    return own;
  }
}
