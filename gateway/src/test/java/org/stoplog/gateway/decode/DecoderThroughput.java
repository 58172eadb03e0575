package org.stoplog.gateway.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Base64;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.Language;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Measures one thread's reading and rewriting of made-up requests, beside a parser that only reads
 * their tokens: run its main.
 */
final class DecoderThroughput {
  private static final int REQUESTS = 4000;
  private static final int ROUNDS = 30;

  /** Time on the processor: what else runs on the machine does not count. */
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private DecoderThroughput() {}

  public static void main(String[] args) {
    Request[] mixpanel = mixpanel(false);
    Request[] segment = segment();
    measure(Language.MIXPANEL, "mixpanel 1 KB", mixpanel, 1);
    measure(Language.MIXPANEL, "mixpanel 1 KB, base64 form", mixpanel(true), 1);
    measure(Language.SEGMENT, "segment 50 events", segment, 50);
    jackson("jackson, mixpanel 1 KB", mixpanel, 1);
    jackson("jackson, segment 50 events", segment, 50);
  }

  private static void measure(Language language, String name, Request[] requests, int events) {
    ConnectionDecoder passing = Wire.of(language).decoder();
    run(name + ", no rules", requests, events, r -> passing.decode(r).frames().length);
    ConnectionDecoder masking =
        Wire.of(language)
            .rule("contact.email", Action.MASK)
            .rule("device.ip_address", Action.TRUNCATE)
            .decoder();
    run(name + ", two masked", requests, events, r -> masking.decode(r).body().length);
    ConnectionDecoder hashing =
        Wire.of(language)
            .rule("contact.email", Action.HASH)
            .rule("id.account_user_id", Action.HASH)
            .decoder();
    run(name + ", two hashed", requests, events, r -> hashing.decode(r).body().length);
  }

  private static void jackson(String name, Request[] requests, int events) {
    JsonFactory json = new JsonFactory();
    run(
        name,
        requests,
        events,
        request -> {
          long tokens = 0;
          try (JsonParser parser = json.createParser(ObjectReadContext.empty(), request.body())) {
            while (parser.nextToken() != null) {
              tokens++;
            }
          }
          return tokens;
        });
  }

  private static void run(
      String name, Request[] requests, int events, ToLongFunction<Request> work) {
    long bytes = 0;
    for (Request request : requests) {
      bytes += request.body().length;
    }
    long sink = 0;
    double sum = 0;
    long allocated = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = THREADS.getCurrentThreadCpuTime();
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (Request request : requests) {
        sink += work.applyAsLong(request);
      }
      allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      sum += round < ROUNDS / 2 ? 0 : (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
    }
    allocated /= requests.length;
    double seconds = sum / (ROUNDS - ROUNDS / 2);
    System.out.printf(
        Locale.ROOT,
        "%-44s %5d bytes, %5.0f MB/s, %9.0f events/s, %6d bytes made (%d)%n",
        name,
        bytes / requests.length,
        bytes / 1e6 / seconds,
        (double) requests.length * events / seconds,
        allocated,
        sink % 10);
  }

  private static Request[] mixpanel(boolean form) {
    Random random = new Random(1);
    Request[] requests = new Request[REQUESTS];
    for (int i = 0; i < REQUESTS; i++) {
      int user = random.nextInt(10_000_000);
      String event =
          """
          [{"event":"Page %d","properties":{"time":%d,"token":"0123456789abcdef0123456789abcdef",\
          "distinct_id":"u%d","$user_id":"u%d","$device_id":"%s","$browser":"Chrome",\
          "$browser_version":131,"$city":"Berlin","$region":"Berlin","mp_country_code":"DE",\
          "$current_url":"https://app.example.com/projects/%d/settings?tab=members&sort=name",\
          "$email":"user%d@example.com","$os":"Mac OS X","plan":"pro","$insert_id":"%s","items":%d,\
          "$screen_height":1080,"$screen_width":1920,"ip":"192.0.2.%d","$initial_referrer":"$direct",\
          "$initial_referring_domain":"$direct","$lib_version":"2.55.1","mp_lib":"web","team":"Blue",\
          "experiment":"variant-b of the new settings page","role":"editor","locale":"de-DE",\
          "feature flags":["a","b","c"],"description":"opened the list of members and sorted it",\
          "duration":12.5,"first time":false,"$had_persisted_distinct_id":true,"section":"settings"}}]"""
              .formatted(
                  random.nextInt(40),
                  1731000000 + random.nextInt(10_000_000),
                  user,
                  user,
                  new UUID(random.nextLong(), random.nextLong()),
                  random.nextInt(100_000),
                  user,
                  Long.toHexString(random.nextLong()),
                  random.nextInt(99),
                  random.nextInt(255));
      String body =
          form
              ? "data="
                  + new String(
                      Percent.encode(Base64.getEncoder().encode(event.getBytes(UTF_8))), UTF_8)
                  + "&verbose=1"
              : event;
      requests[i] = Wire.request("/track", body);
    }
    return requests;
  }

  private static Request[] segment() {
    Random random = new Random(2);
    Request[] requests = new Request[REQUESTS / 20];
    for (int i = 0; i < requests.length; i++) {
      StringBuilder batch = new StringBuilder("{\"batch\":[");
      for (int e = 0; e < 50; e++) {
        int user = random.nextInt(10_000_000);
        batch.append(e == 0 ? "" : ",");
        batch.append(
            """
            {"type":"track","event":"Report Opened","userId":"u%d","anonymousId":"%s","messageId":\
            "%s","timestamp":"2025-11-%02dT12:%02d:00.123Z","context":{"ip":"192.0.2.%d","userAgent":\
            "Mozilla/5.0 (Macintosh) AppleWebKit/537.36","locale":"de-DE","library":{"name":\
            "analytics-java","version":"3.5"},"page":{"url":"https://app.example.com/r/%d","path":"/r",\
            "title":"Reports"},"traits":{"email":"user%d@example.com"}},"properties":{"plan":"pro",\
            "count":%d},"integrations":{"All":false,"Mixpanel":true}}"""
                .formatted(
                    user,
                    new UUID(random.nextLong(), random.nextLong()),
                    new UUID(random.nextLong(), random.nextLong()),
                    1 + random.nextInt(28),
                    random.nextInt(60),
                    random.nextInt(255),
                    random.nextInt(10_000),
                    user,
                    random.nextInt(99)));
      }
      requests[i] =
          Wire.request(
              "/v1/batch",
              batch.append("],\"sentAt\":\"2025-11-08T12:00:00Z\",\"writeKey\":\"k\"}").toString());
    }
    return requests;
  }
}
