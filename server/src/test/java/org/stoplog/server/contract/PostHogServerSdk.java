package org.stoplog.server.contract;

import com.posthog.server.PostHog;
import com.posthog.server.PostHogCaptureOptions;
import com.posthog.server.PostHogConfig;
import com.posthog.server.PostHogInterface;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoplog.ledger.identity.Scheme;
import tools.jackson.databind.JsonNode;

/** PostHog's present client for servers, which gzips. */
final class PostHogServerSdk implements Sdk {
  private final PostHogSdk first = new PostHogSdk();
  private PostHogInterface client;

  @Override
  public String name() {
    return "posthogserver";
  }

  @Override
  public String language() {
    return "posthog";
  }

  @Override
  public void say(String base, App app) {
    PostHogConfig config =
        PostHogConfig.builder("phc_k3y")
            .host(base)
            .preloadFeatureFlags(false)
            .sendFeatureFlagEvent(false)
            .flushAt(30)
            .build();
    client = PostHog.with(config);
    for (int i = 0; i < 30; i++) {
      if (app.chance(50)) {
        Said said = app.tell("capture", "snake");
        client.capture(
            said.id(),
            app.event(),
            PostHogCaptureOptions.builder().properties(said.copy()).build());
      } else if (app.chance(40)) {
        Said said = app.tell("set", "snake");
        client.capture(
            said.id(),
            app.event(),
            PostHogCaptureOptions.builder()
                .userProperties(said.copy())
                .userPropertySetOnce("seen", said.mark())
                .build());
      } else if (app.chance(50)) {
        Said said = app.tell("identify", "snake");
        client.identify(said.id(), said.copy(), Map.of("seen", said.mark()));
      } else {
        Human who = app.somebody();
        Said said = app.bare("alias", who, Scheme.USER_ID, who.userId());
        client.alias(said.id(), said.mark());
      }
    }
  }

  @Override
  public void end() {
    client.close();
  }

  @Override
  public List<JsonNode> events(Got request) {
    return first.events(request);
  }

  @Override
  public String id(JsonNode event) {
    return first.id(event);
  }

  @Override
  public Set<String> changing() {
    return first.changing();
  }

  @Override
  public Set<String> ofSender(Said said) {
    return first.ofSender(said);
  }

  @Override
  public Set<String> own(Said said) {
    return first.own(said);
  }
}
