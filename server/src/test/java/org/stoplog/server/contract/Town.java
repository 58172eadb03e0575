package org.stoplog.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.policy.ConnectionPolicy;
import org.stoplog.gateway.policy.HashKey;
import org.stoplog.gateway.policy.Language;
import org.stoplog.gateway.policy.Policy;
import org.stoplog.gateway.policy.PolicyFile;
import org.stoplog.gateway.program.GatewayProgram;
import org.stoplog.gateway.program.GatewaySettings;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterCsv;
import org.stoplog.server.House;
import org.stoplog.testing.FreePorts;
import org.stoplog.testing.LocalHttps;

/**
 * A server, a gateway, all suppliers, and applications that send to them: made once, asked after.
 */
final class Town implements AutoCloseable {
  static final String PLAIN = "plain";
  static final String MASKED = "masked";

  private static final HttpClient ASKING =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** The first is in no directory. */
  final List<Human> strangers = Human.some("stranger", 6, new Random(2));

  private final List<Human> known = Human.some("known", 60, new Random(1));
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Path host;
  final House house;
  private final House.Person ada;
  private final House.Paired paired;
  private final FakeSupplier supplier = new FakeSupplier();
  private final int port = FreePorts.next();
  private final List<Sdk> sdks;
  final List<Trial> trials = new ArrayList<>();

  Town(Path folder, List<Sdk> all) throws Exception {
    sdks = all.stream().filter(Town::isRead).toList();
    host = Files.createDirectories(folder.resolve("host"));
    Path home = Files.createDirectories(folder.resolve("home"));
    house = new House(home);
    try {
      List<Human> directory = new ArrayList<>(known);
      directory.addAll(strangers.subList(1, strangers.size()));
      Path people = Files.writeString(folder.resolve("people.csv"), Human.csv(directory));
      house
          .ledger()
          .importFile(
              new ImportRequest(people, Purpose.PEOPLE, null, 0, 0, null, null, null),
              Progress.NONE);
      register(folder);
      ada = house.administrator();
      paired = house.pair(ada, "eu 1");
      for (Sdk sdk : sdks) {
        configure(sdk, PLAIN);
        configure(sdk, MASKED);
      }
      talk(folder);
      record();
    } catch (Exception | AssertionError e) {
      close();
      throw e;
    }
  }

  /** Whether this version of the gateway reads the supplier's language. */
  static boolean isRead(Sdk sdk) {
    for (Language language : Language.values()) {
      if (language.name().equalsIgnoreCase(sdk.language())) {
        return true;
      }
    }
    return false;
  }

  private void register(Path folder) throws IOException {
    StringBuilder csv =
        new StringBuilder("supplier,engagement,connection,started,elements,population\n");
    for (Sdk sdk : sdks) {
      for (String connection : List.of(PLAIN, MASKED)) {
        csv.append(
            "House of %s,work,%s,2025-01-01,contact.email,*\n"
                .formatted(sdk.name(), name(sdk, connection)));
      }
    }
    csv.append("%s,work,post,2025-01-01,contact.email,*\n".formatted(Spec.DOWNSTREAM));
    Path register = Files.writeString(folder.resolve("register.csv"), csv);
    house.ledger().inTransaction(db -> new Register(db).importRows(RegisterCsv.read(register)));
  }

  private static String name(Sdk sdk, String connection) {
    return sdk.name() + "-" + connection;
  }

  private int number(Sdk sdk, String connection) {
    return (int)
        house.count("select id from connection where name = '" + name(sdk, connection) + "'");
  }

  private String page(Sdk sdk, String connection) {
    return "/gateways/connections/" + number(sdk, connection);
  }

  private void configure(Sdk sdk, String connection) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("language", sdk.language());
    form.put("mode", "reverse");
    form.put("upstream", supplier.address() + "/" + name(sdk, connection));
    form.put("private", "yes");
    form.put("private-reason", "The supplier of a test.");
    form.put("sender", "open");
    form.put("when-cut", "sink");
    form.put("unreadable", "refuse");
    form.put("undeclared", "pass");
    form.put("on-failure", "closed");
    form.put("revision", "0");
    if (connection.equals(PLAIN)) {
      form.put("sends-address", "yes");
      form.put("sends-user-agent", "yes");
    } else {
      Masks.RULES.forEach((element, rule) -> form.put("rule-" + element, rule));
    }
    String page = page(sdk, connection);
    HttpResponse<String> saved = ada.browser().post(page + "/policy", page + "/policy", form);
    assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
  }

  private Policy policy() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(house.gatewayBase() + "/gateway/v1/policy?after=0"))
                  .header("Authorization", "Bearer " + paired.token())
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      return PolicyFile.parse(answer.body());
    }
  }

  private GatewayProgram gateway() throws IOException {
    Path pairing = Files.writeString(host.resolve("pairing.json"), paired.file());
    Files.setPosixFilePermissions(pairing, PosixFilePermissions.fromString("rw-------"));
    Path settings =
        Files.writeString(
            host.resolve("gateway.properties"),
            "data=state\npairing=pairing.json\nport=%d\nadmin-port=%d\nthreads=1\n"
                .formatted(port, FreePorts.next()));
    return GatewayProgram.start(
        GatewaySettings.read(settings),
        new GatewayProgram.Surroundings(
            null, house::now, OutputStream.nullOutputStream(), said::add));
  }

  /**
   * What another thread does within a moment; it is an error when it does not within 20 seconds.
   */
  private void until(String what, BooleanSupplier done) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(what + ": " + said);
      }
      Thread.onSpinWait();
    }
  }

  private void obeyed(GatewayProgram gateway, Policy policy) {
    until(
        "the policy is not obeyed",
        () -> gateway.obeys().isPresent() && gateway.obeys().getAsLong() >= policy.version());
  }

  private void talk(Path folder) throws Exception {
    Policy policy = policy();
    SSLContext tls = LocalHttps.context(folder, "front");
    try (GatewayProgram gateway = gateway();
        TlsFront before = new TlsFront(tls, port);
        TlsFront straight = new TlsFront(tls, URI.create(supplier.address()).getPort())) {
      obeyed(gateway, policy);
      for (Sdk sdk : sdks) {
        for (String connection : List.of(PLAIN, MASKED)) {
          String to = (sdk.needsTls() ? straight : supplier).toString();
          String through = base(sdk, connection, policy, gateway, before);
          trials.add(trial(sdk, connection, policy, to, through));
        }
      }
      for (Sdk sdk : sdks) {
        for (String connection : List.of(PLAIN, MASKED)) {
          String page = page(sdk, connection);
          HttpResponse<String> cut =
              ada.browser()
                  .post(
                      page + "/cut",
                      page + "/cut",
                      Map.of("state", "terminated", "reason", "Breached."));
          assertThat(cut.statusCode()).as(cut.body()).isEqualTo(303);
        }
      }
      obeyed(gateway, policy());
      trials.replaceAll(
          trial ->
              afterCut(
                  trial, gateway, base(trial.sdk(), trial.connection(), policy, gateway, before)));
    }
  }

  private static ConnectionPolicy of(Policy policy, int number) {
    return policy.connections().stream()
        .filter(one -> one.number() == number)
        .findFirst()
        .orElseThrow();
  }

  private String base(
      Sdk sdk, String connection, Policy policy, GatewayProgram gateway, TlsFront before) {
    return (sdk.needsTls() ? before.toString() : gateway.address())
        + "/c/"
        + of(policy, number(sdk, connection)).id();
  }

  private App app(Sdk sdk, String connection, List<Human> people) {
    int seed = (sdk.name() + connection).hashCode();
    return new App(name(sdk, connection), seed, people, strangers, sdk.ofAddress());
  }

  /**
   * @param to the supplier's address
   * @param through the gateway's
   */
  private Trial trial(Sdk sdk, String connection, Policy policy, String to, String through)
      throws Exception {
    int number = number(sdk, connection);
    List<Human> people = new ArrayList<>(known);
    java.util.Collections.shuffle(people, new Random(sdk.name().hashCode()));
    // Nobody is told of by both connections of a supplier.
    people = connection.equals(PLAIN) ? people.subList(0, 10) : people.subList(10, 20);
    String name = name(sdk, connection);
    String straight = name + "-straight";
    App app = app(sdk, connection, people);
    // From one line, since some clients say from where they were called.
    for (String base : List.of(to + "/" + straight, through)) {
      app = app(sdk, connection, people);
      sdk.say(base, app);
      int all = app.said().size();
      String where = base.equals(through) ? name : straight;
      until(where + " did not get all", () -> events(sdk, where) >= all);
      sdk.end();
    }
    return new Trial(
        sdk,
        connection,
        (int) house.count("select supplier from connection where id = " + number),
        number,
        connection.equals(PLAIN) ? Masks.NONE : masks(sdk, people, of(policy, number)),
        people,
        app.said(),
        supplier.got(straight),
        List.copyOf(supplier.got(name(sdk, connection))),
        null,
        List.of());
  }

  private long events(Sdk sdk, String where) {
    return supplier.got(where).stream().mapToLong(got -> sdk.events(got).size()).sum();
  }

  private Masks masks(Sdk sdk, List<Human> people, ConnectionPolicy policy) {
    List<Human> all = new ArrayList<>(people);
    all.addAll(strangers);
    HashKey key = policy.hashKey();
    UnaryOperator<String> hash =
        text -> {
          try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.bytes(), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
          } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
          }
        };
    return new Masks(all, sdk.kept(), Masks.RULES, hash);
  }

  private Trial afterCut(Trial trial, GatewayProgram gateway, String through) {
    Throwable fault = null;
    try {
      trial.sdk().say(through, app(trial.sdk(), trial.connection(), trial.people()));
      String id = through.substring(through.lastIndexOf('/') + 1);
      until("no attempt came to " + id, () -> attempts(gateway, id) >= trial.straight().size());
      trial.sdk().end();
    } catch (Exception | AssertionError e) {
      fault = e;
    }
    List<Got> all = supplier.got(name(trial.sdk(), trial.connection()));
    return new Trial(
        trial.sdk(),
        trial.connection(),
        trial.supplier(),
        trial.number(),
        trial.masks(),
        trial.people(),
        trial.said(),
        trial.straight(),
        trial.got(),
        fault,
        all.subList(trial.got().size(), all.size()));
  }

  /** Requests to a connection that is cut, as the gateway itself counts them. */
  private static long attempts(GatewayProgram gateway, String id) {
    String line = "stoplog_gateway_cut_attempts_total{connection=\"" + id + "\"} ";
    try {
      return ASKING
          .send(
              HttpRequest.newBuilder(URI.create(gateway.adminAddress() + "/metrics"))
                  .timeout(Duration.ofSeconds(20))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body()
          .lines()
          .filter(one -> one.startsWith(line))
          .mapToLong(one -> Long.parseLong(one.substring(line.length())))
          .sum();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Makes batches of what the gateway sent at its end. */
  private void record() {
    HttpResponse<String> asked = ada.browser().post("/gateways", "/gateways/record", Map.of());
    assertThat(asked.statusCode()).isEqualTo(303);
    until(
        "the record does not end",
        () -> house.count("select count(*) from traffic_segment where state <> 'done'") == 0);
    assertThat(house.count("select count(*) from traffic_segment")).isPositive();
  }

  @Nullable Human named(String reference) {
    return known.stream().filter(one -> one.userId().equals(reference)).findFirst().orElse(null);
  }

  @Override
  public void close() {
    supplier.close();
    house.close();
  }
}
