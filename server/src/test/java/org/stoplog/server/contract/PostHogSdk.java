package org.stoplog.server.contract;

import com.posthog.java.DefaultPostHogLogger;
import com.posthog.java.PostHog;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.stoplog.ledger.identity.Scheme;
import tools.jackson.databind.JsonNode;

/** PostHog's first client for Java. */
final class PostHogSdk implements Sdk {
  @Override
  public String name() {
    return "posthog";
  }

  @Override
  public String language() {
    return "posthog";
  }

  @Override
  public void say(String base, App app) {
    PostHog client =
        new PostHog.Builder("phc_k3y").host(base).logger(new DefaultPostHogLogger()).build();
    for (int i = 0; i < 30; i++) {
      if (app.chance(50)) {
        Said said = app.tell("capture", "snake");
        client.capture(said.id(), app.event(), said.copy());
      } else if (app.chance(40)) {
        Said said = app.tell("identify", "snake");
        client.identify(said.id(), said.copy(), Map.of("seen", said.mark()));
      } else if (app.chance(50)) {
        Said said = app.tell("set", "snake");
        client.set(said.id(), said.copy());
      } else if (app.chance(50)) {
        Said said = app.tell("set", "snake");
        client.setOnce(said.id(), said.copy());
      } else {
        Human who = app.somebody();
        Said said = app.bare("alias", who, Scheme.USER_ID, who.userId());
        client.alias(said.id(), said.mark());
      }
    }
    client.shutdown();
  }

  @Override
  public List<JsonNode> events(Got request) {
    return Sdk.all(Sdk.json(Sdk.plain(request)).path("batch"));
  }

  @Override
  public String id(JsonNode event) {
    return event.path("distinct_id").asString("");
  }

  @Override
  public Set<String> changing() {
    return Set.of("timestamp", "uuid", "sent_at");
  }

  @Override
  public Set<String> ofSender(Said said) {
    return Set.of("device.ip_address", "location.coarse");
  }

  @Override
  public Set<String> own(Said said) {
    Set<String> own = new TreeSet<>(Set.of("behaviour.site_activity"));
    if (said.act().equals("alias")) {
      own.add("id.account_user_id");
    }
    if (said.act().equals("group")) {
      own.add("id.organisation_id");
    }
    return own;
  }
}
