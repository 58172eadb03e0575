package org.stoplog.server.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.stoplog.ledger.identity.Scheme;
import tools.jackson.databind.JsonNode;

/** What Segment's clients say, and those of RudderStack, which took them over. */
abstract class Spec implements Sdk {
  /** Whom some messages are passed on to; it is in the register. */
  static final String DOWNSTREAM = "Postbote";

  /**
   * A message as both clients are told it.
   *
   * @param anonymous id, empty for none
   * @param other name, category, group or previous id, as the kind needs it
   * @param isPassedOn whether {@link #DOWNSTREAM} is to get it; null when nothing is said of that
   */
  record Call(
      Said said,
      String kind,
      String user,
      String anonymous,
      String other,
      Map<String, Object> context,
      Boolean isPassedOn) {}

  /**
   * @return calls, of which each is said already
   */
  static List<Call> calls(App app) {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      calls.add(call(app));
    }
    return calls;
  }

  private static Call call(App app) {
    Boolean isPassedOn = app.chance(30) ? Boolean.valueOf(app.chance(60)) : null;
    String on = Boolean.TRUE.equals(isPassedOn) ? "+on" : "";
    Map<String, Object> context = new LinkedHashMap<>();
    boolean speaks = app.chance(30);
    if (speaks) {
      context.put("locale", "de-DE");
      context.put("userAgent", "Mozilla/5.0 (X11; Ubuntu)");
      context.put(
          "page", Map.of("url", "https://shop.example/käse?x=1", "referrer", "https://r.example"));
    }
    String with = on + (speaks ? "+context" : "");
    if (app.chance(45)) {
      Said said = app.tell("track" + with, "camel");
      return new Call(said, "track", said.id(), "", app.event(), context, isPassedOn);
    }
    if (app.chance(35)) {
      Human who = app.somebody();
      String anonymous = "a-" + app.mark();
      Said said = app.tell("identify+anonymous" + with, who, Scheme.USER_ID, who.userId(), "camel");
      return new Call(said, "identify", said.id(), anonymous, "", context, isPassedOn);
    }
    if (app.chance(30)) {
      Said said = app.tell("track" + with, null, Scheme.SUPPLIER_ID, "b-" + app.mark(), "camel");
      return new Call(said, "track", "", said.id(), app.event(), context, isPassedOn);
    }
    if (app.chance(35)) {
      Said said = app.tell((app.chance(50) ? "page" : "screen") + with, "camel");
      String kind = said.act().startsWith("page") ? "page" : "screen";
      return new Call(said, kind, said.id(), "", "Übersicht", context, isPassedOn);
    }
    if (app.chance(50)) {
      Said said = app.tell("group" + with, "camel");
      return new Call(said, "group", said.id(), "", "acme", context, isPassedOn);
    }
    Human who = app.somebody();
    String previous = "old-" + app.mark();
    Said said = app.bare("alias" + with, who, Scheme.USER_ID, who.userId());
    return new Call(said, "alias", said.id(), "", previous, context, isPassedOn);
  }

  @Override
  public String language() {
    return "segment";
  }

  @Override
  public List<JsonNode> events(Got request) {
    return Sdk.all(Sdk.json(Sdk.plain(request)).path("batch"));
  }

  @Override
  public String id(JsonNode event) {
    String user = event.path("userId").asString("");
    return user.isEmpty() ? event.path("anonymousId").asString("") : user;
  }

  @Override
  public Set<String> changing() {
    return Set.of("timestamp", "sentAt", "originalTimestamp");
  }

  @Override
  public Set<String> own(Said said) {
    Set<String> own = new TreeSet<>();
    String act = said.act();
    if (act.startsWith("track") || act.startsWith("page") || act.startsWith("screen")) {
      own.add("behaviour.site_activity");
    }
    if (act.startsWith("group")) {
      own.add("id.organisation_id");
    }
    if (act.startsWith("alias")) {
      // Nobody can tell whether the former id was ours or the supplier's.
      own.add("id.account_user_id");
      own.add("id.pseudonymous_device_or_anon");
    }
    if (act.contains("+anonymous")) {
      own.add("id.pseudonymous_device_or_anon");
    }
    if (act.contains("+context")) {
      own.add("person.language");
      own.add("device.user_agent");
      own.add("behaviour.page_urls");
      own.add("behaviour.referrer");
    }
    return own;
  }
}
