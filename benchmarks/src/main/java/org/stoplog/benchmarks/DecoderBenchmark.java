package org.stoplog.benchmarks;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.stoplog.catalog.ElementSet;
import org.stoplog.gateway.decode.ConnectionDecoder;
import org.stoplog.gateway.decode.Decoded;
import org.stoplog.gateway.decode.Request;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.ConnectionMode;
import org.stoplog.gateway.policy.ConnectionPolicy;
import org.stoplog.gateway.policy.ConnectionState;
import org.stoplog.gateway.policy.CutReply;
import org.stoplog.gateway.policy.Language;
import org.stoplog.gateway.policy.Refusal;
import org.stoplog.gateway.policy.SenderRule;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How fast one thread reads requests of each supplier, beside plain parsing of the same body. */
@State(Scope.Thread)
public class DecoderBenchmark {
  private static final List<String> MASKED =
      List.of("contact.email", "contact.phone", "person.full_name", "person.first_name");

  private static final JsonFactory TOKENS = new JsonFactory();
  private static final JsonMapper TREES = JsonMapper.builder().build();

  /** JMH sets it. */
  @Param({"MIXPANEL"})
  public Language language = Language.MIXPANEL;

  private Request request = DecoderBodies.of(Language.MIXPANEL);
  private ConnectionDecoder reading = decoder(Language.MIXPANEL, Map.of());
  private ConnectionDecoder masking = reading;

  /** Fails when the benchmark would measure something else than it says. */
  @Setup
  public void setUp() {
    request = DecoderBodies.of(language);
    reading = decoder(language, Map.of());
    Map<String, Action> rules = new HashMap<>();
    MASKED.forEach(element -> rules.put(element, Action.MASK));
    masking = decoder(language, rules);
    Decoded masked = masking.decode(request);
    if (masked.opaque() != null || masked.edits() < 2 || masked.events() < 1) {
      throw new IllegalStateException(language + " is not read: " + masked);
    }
  }

  @Benchmark
  public Decoded read() {
    return reading.decode(request);
  }

  @Benchmark
  public Decoded mask() {
    return masking.decode(request);
  }

  /** Names and values of the text are not looked at. */
  @Benchmark
  public long tokens() {
    long tokens = 0;
    try (JsonParser parser = TOKENS.createParser(ObjectReadContext.empty(), request.body())) {
      while (parser.nextToken() != null) {
        tokens++;
      }
    }
    return tokens;
  }

  @Benchmark
  public JsonNode tree() {
    return TREES.readTree(request.body());
  }

  private static ConnectionDecoder decoder(Language language, Map<String, Action> rules) {
    return new ConnectionDecoder(
        new ConnectionPolicy(
            "c-1",
            1,
            "Supplier",
            language,
            ConnectionMode.REVERSE,
            URI.create("https://supplier.example"),
            false,
            new SenderRule.Open(),
            ConnectionState.OPEN,
            CutReply.SINK,
            Refusal.PASS,
            Refusal.PASS,
            true,
            false,
            false,
            ElementSet.NONE,
            rules,
            null,
            null));
  }

  /**
   * @param args milliseconds of an iteration
   */
  public static void main(String[] args) throws RunnerException {
    int millis = Integer.parseInt(args[0]);
    List<Language> all = List.of(Language.values());
    Map<Language, Map<String, Double>> speeds = new EnumMap<>(Language.class);
    measure("read|mask", all, millis, speeds);
    measure("tokens|tree", all.stream().filter(DecoderBodies::isJson).toList(), millis, speeds);
    Figures.page("decoders.md", page(args[0], speeds));
  }

  private static void measure(
      String names, List<Language> languages, int millis, Map<Language, Map<String, Double>> speeds)
      throws RunnerException {
    var options =
        new OptionsBuilder()
            .include("DecoderBenchmark\\.(" + names + ")$")
            .param("language", languages.stream().map(Language::name).toArray(String[]::new))
            .mode(Mode.Throughput)
            .forks(1)
            .threads(1)
            .warmupIterations(2)
            .warmupTime(TimeValue.milliseconds(millis))
            .measurementIterations(3)
            .measurementTime(TimeValue.milliseconds(millis))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    for (RunResult result : new Runner(options).run()) {
      Language language = Language.valueOf(result.getParams().getParam("language"));
      String name = result.getParams().getBenchmark().replaceFirst("^.*\\.", "");
      double perSecond = result.getPrimaryResult().getStatistics().getPercentile(50);
      speeds
          .computeIfAbsent(language, its -> new HashMap<>())
          .put(name, perSecond * DecoderBodies.of(language).body().length / 1e6);
    }
  }

  private static List<String> page(String millis, Map<Language, Map<String, Double>> speeds) {
    List<String> lines = new ArrayList<>();
    lines.add("# How fast requests are read");
    lines.add("");
    lines.add(
        "MB of body a second, one thread, by JMH. *Read* finds events, people and elements and writes the rows of the journal; *mask* also puts");
    lines.add(
        "something else in the place of each address and of a name or a number. Beside them Jackson 3 over the same body, which knows nothing of");
    lines.add(
        "what it reads: token by token, and as a tree. Bodies that are not JSON have no such side.");
    lines.add("");
    lines.add(
        "| Language | Body | Read | Mask | Jackson, tokens | Jackson, tree | Read / tokens | Mask / tokens | Mask / tree |");
    lines.add("|---|---|---|---|---|---|---|---|---|");
    for (Language language : Language.values()) {
      Map<String, Double> its = speeds.getOrDefault(language, Map.of());
      double read = its.getOrDefault("read", Double.NaN);
      double mask = its.getOrDefault("mask", Double.NaN);
      double tokens = its.getOrDefault("tokens", Double.NaN);
      double tree = its.getOrDefault("tree", Double.NaN);
      lines.add(
          "| `%s` | %d bytes | %s | %s | %s | %s | %s | %s | %s |"
              .formatted(
                  language.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                  DecoderBodies.of(language).body().length,
                  text("%.0f", read),
                  text("%.0f", mask),
                  text("%.0f", tokens),
                  text("%.0f", tree),
                  text("%.2f", read / tokens),
                  text("%.2f", mask / tokens),
                  text("%.2f", mask / tree)));
    }
    lines.add("");
    lines.add(
        "Each figure is from a JVM of its own that read this body alone, on either side; a gateway of several suppliers is slower.");
    lines.add("");
    lines.add(
        Figures.from(
            "benchmarks/decoders.sh " + millis,
            "medians of 3 iterations of " + millis + " ms after 2 that are not counted"));
    return lines;
  }

  private static String text(String format, double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
  }
}
