package org.stoplog.server.contract;

import com.amplitude.Amplitude;
import com.amplitude.AmplitudeCallbacks;
import com.amplitude.AmplitudeLog;
import com.amplitude.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.stoplog.ledger.identity.Scheme;
import tools.jackson.databind.JsonNode;

/** Amplitude: batches of JSON, by TLS only. */
final class AmplitudeSdk implements Sdk {
  private static final int EVENTS = 30;

  @Override
  public String name() {
    return "amplitude";
  }

  @Override
  public String language() {
    return "amplitude";
  }

  @Override
  public boolean needsTls() {
    return true;
  }

  @Override
  public void say(String base, App app) throws Exception {
    CountDownLatch sent = new CountDownLatch(EVENTS);
    List<Integer> failed = new java.util.concurrent.CopyOnWriteArrayList<>();
    Amplitude client = Amplitude.getInstance(UUID.randomUUID().toString());
    client.init("k3y");
    client.setLogMode(AmplitudeLog.LogMode.OFF);
    client.setServerUrl(base + "/2/httpapi");
    client.setEventUploadThreshold(EVENTS + 1);
    client.setEventUploadPeriodMillis(3_600_000);
    client.setCallbacks(
        new AmplitudeCallbacks() {
          @Override
          public void onLogEventServerResponse(Event event, int status, String message) {
            if (status != 200) {
              failed.add(status);
            }
            sent.countDown();
          }
        });
    for (int i = 0; i < EVENTS; i++) {
      client.logEvent(event(app));
    }
    client.flushEvents();
    boolean isAll = sent.await(20, TimeUnit.SECONDS);
    client.shutdown();
    if (!isAll || !failed.isEmpty()) {
      throw new AssertionError("not all was sent: " + failed);
    }
  }

  private static Event event(App app) {
    boolean isDevice = app.chance(20);
    boolean hasBoth = app.chance(25);
    boolean isPerson = app.chance(40);
    boolean inGroup = app.chance(25);
    boolean buys = app.chance(25);
    String act =
        (hasBoth && !isDevice ? "+device" : "")
            + (inGroup ? "+group" : "")
            + (buys ? "+revenue" : "");
    Said said =
        isDevice
            ? app.tell(act, null, Scheme.SUPPLIER_ID, "d-" + app.mark(), "snake")
            : app.tell(act, "snake");
    Event event =
        isDevice
            ? new Event(app.event(), null, said.id())
            : new Event(app.event(), said.id(), hasBoth ? "d-" + said.mark() : null);
    Map<String, Object> properties = new LinkedHashMap<>(said.content());
    JSONObject person = new JSONObject();
    if (isPerson) {
      for (String name : List.of("email", "phone", "first_name", "plan")) {
        Object value = properties.remove(name);
        if (value != null) {
          person.put(name, value);
        }
      }
    }
    event.insertId = said.mark();
    event.timestamp = 1_764_000_000_000L;
    event.eventProperties = new JSONObject(properties);
    event.userProperties = app.chance(50) ? person : new JSONObject(Map.of("$set", person));
    if (inGroup) {
      event.groups = new JSONObject(Map.of("company", "acme"));
    }
    if (buys) {
      event.revenue = 12.75;
      event.productId = "käse";
    }
    return event;
  }

  @Override
  public List<JsonNode> events(Got request) {
    return Sdk.all(Sdk.json(request.body()).path("events"));
  }

  @Override
  public String id(JsonNode event) {
    String user = event.path("user_id").asString("");
    return user.isEmpty() ? event.path("device_id").asString("") : user;
  }

  @Override
  public Set<String> changing() {
    return Set.of();
  }

  @Override
  public Set<String> ofSender(Said said) {
    return Set.of("device.ip_address", "location.coarse");
  }

  @Override
  public Set<String> own(Said said) {
    Set<String> own = new TreeSet<>(Set.of("behaviour.site_activity"));
    if (said.act().contains("+revenue")) {
      own.add("purchase.order_details");
    }
    if (said.act().contains("+device")) {
      own.add("id.pseudonymous_device_or_anon");
    }
    if (said.act().contains("+group")) {
      own.add("id.organisation_id");
    }
    return own;
  }
}
