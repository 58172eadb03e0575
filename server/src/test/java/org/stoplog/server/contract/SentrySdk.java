package org.stoplog.server.contract;

import io.sentry.Breadcrumb;
import io.sentry.Sentry;
import io.sentry.SentryEvent;
import io.sentry.SentryLevel;
import io.sentry.protocol.Feedback;
import io.sentry.protocol.Message;
import io.sentry.protocol.User;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.stoplog.ledger.identity.Scheme;
import tools.jackson.databind.JsonNode;

/** Sentry: gzipped envelopes with events and feedback. */
final class SentrySdk implements Sdk {
  @Override
  public String name() {
    return "sentry";
  }

  @Override
  public String language() {
    return "sentry";
  }

  @Override
  public void say(String base, App app) {
    URI uri = URI.create(base);
    Sentry.init(
        options -> {
          options.setDsn(
              "http://publ1c@" + uri.getHost() + ":" + uri.getPort() + uri.getPath() + "/42");
          options.setEnableUncaughtExceptionHandler(false);
          options.setEnableShutdownHook(false);
          options.setEnableExternalConfiguration(false);
          options.setMaxQueueSize(100);
        });
    for (int i = 0; i < 30; i++) {
      if (app.chance(80)) {
        Said said = app.tell(app.chance(30) ? "event+breadcrumb" : "event", "snake");
        Sentry.captureEvent(event(said, app));
      } else {
        Human who = app.somebody();
        Said said = app.tell("feedback", who, Scheme.EMAIL, who.email(), "snake");
        said.facts().clear();
        said.content().clear();
        Feedback feedback = new Feedback("Geht nicht 🙁 " + said.mark());
        feedback.setContactEmail(who.email());
        feedback.setName(who.name());
        said.facts().add(new Said.Fact(who.name(), Set.of("person.full_name")));
        Sentry.feedback().capture(feedback);
      }
    }
    Sentry.flush(TimeUnit.SECONDS.toMillis(15));
    Sentry.close();
  }

  private static SentryEvent event(Said said, App app) {
    SentryEvent event = new SentryEvent();
    User user = new User();
    if (said.scheme() == Scheme.USER_ID) {
      user.setId(said.id());
    } else {
      user.setEmail(said.id());
    }
    if (app.chance(40)) {
      user.setIpAddress(said.who().address());
      said.facts().add(new Said.Fact(said.who().address(), Set.of("device.ip_address")));
    }
    if (app.chance(40)) {
      user.setUsername("hase" + said.who().userId());
      said.facts().add(new Said.Fact("", Set.of("auth.username")));
    }
    event.setUser(user);
    Message message = new Message();
    message.setMessage("Falsch: " + said.mark());
    event.setMessage(message);
    event.setLevel(SentryLevel.WARNING);
    said.content().forEach(event::setExtra);
    if (said.act().contains("+breadcrumb")) {
      Breadcrumb crumb = new Breadcrumb("geklickt");
      crumb.setCategory("ui.click");
      crumb.setData("wer", said.who().phone());
      said.facts().add(new Said.Fact(said.who().phone(), Set.of("contact.phone")));
      event.addBreadcrumb(crumb);
    }
    return event;
  }

  /** Lines and counted bytes; items of other kinds are of nobody. */
  @Override
  public List<JsonNode> events(Got request) {
    byte[] body = Sdk.plain(request);
    List<JsonNode> events = new ArrayList<>();
    int at = line(body, 0);
    while (at < body.length) {
      int end = line(body, at);
      String text = new String(body, at, end - at, StandardCharsets.UTF_8);
      if (text.isBlank()) {
        return events;
      }
      JsonNode header = Sdk.JSON.readTree(text);
      int length = header.path("length").asInt(-1);
      int last = length < 0 ? line(body, end) : end + length;
      String type = header.path("type").asString("");
      if (type.equals("event") || type.equals("feedback")) {
        events.add(Sdk.json(Arrays.copyOfRange(body, end, last)));
      }
      at = last;
      while (at < body.length && body[at] == '\n') {
        at++;
      }
    }
    return events;
  }

  /** Behind the end of the line. */
  private static int line(byte[] body, int from) {
    int at = from;
    while (at < body.length && body[at] != '\n') {
      at++;
    }
    return Math.min(at + 1, body.length);
  }

  @Override
  public String id(JsonNode event) {
    JsonNode feedback = event.path("contexts").path("feedback");
    if (feedback.isObject()) {
      return feedback.path("contact_email").asString("");
    }
    String id = event.path("user").path("id").asString("");
    return id.isEmpty() ? event.path("user").path("email").asString("") : id;
  }

  @Override
  public Set<String> changing() {
    return Set.of("event_id", "timestamp", "trace", "start_timestamp");
  }

  @Override
  public Set<String> own(Said said) {
    return said.act().equals("feedback")
        ? new TreeSet<>(Set.of("behaviour.survey_feedback"))
        : new TreeSet<>(Set.of("content.application_log"));
  }
}
