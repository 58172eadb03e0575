package org.stoplog.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.Exposure;
import org.stoplog.ledger.exposure.Question;
import org.stoplog.ledger.exposure.Windows;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.intake.ElementSets;
import org.stoplog.ledger.intake.SubjectMaker;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.Sql;
import org.stoplog.ledger.table.Stores;
import org.stoplog.ledger.table.TableFiles;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The suppliers' own clients, sent through a gateway: what an application said, what the supplier
 * got, and what the record says agree event by event.
 */
class ContractIT {
  private static final List<Sdk> SDKS =
      List.of(
          new MixpanelSdk(),
          new SegmentSdk(),
          new RudderStackSdk(),
          new PostHogSdk(),
          new PostHogServerSdk(),
          new AmplitudeSdk(),
          new SentrySdk(),
          new SendGridSdk(),
          new StripeSdk());

  private static final Pattern MARK = Pattern.compile("m-[a-z]+-[a-z]+-[0-9]+-x");

  @TempDir static Path folder;
  private static Town town;
  private static Map<Row, Long> rows;

  /** One event in the record, or several that are the same. */
  private record Row(int supplier, int connection, UUID subject, Set<String> elements) {}

  @BeforeAll
  static void talk() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    town = new Town(folder, SDKS);
    rows = rows(town.house.ledger());
  }

  @AfterAll
  static void close() {
    if (town != null) {
      town.close();
    }
  }

  static List<Trial> trials() {
    return town.trials;
  }

  private static Map<Row, Long> rows(Ledger ledger) {
    Stores stores = ledger.stores();
    Map<Integer, Set<String>> sets = new HashMap<>();
    ledger
        .inTransaction(ElementSets::all)
        .forEach(
            entry -> sets.put(entry.id(), new TreeSet<>(Elements.catalogue().idsOf(entry.set()))));
    Map<Row, Long> rows = new HashMap<>();
    try (DuckSession duck = stores.duck().open(Progress.NONE)) {
      List<TableFiles.Planned> files =
          ledger.inTransaction(
              db ->
                  new TableFiles(stores.catalog())
                      .plan(db, LedgerTable.DISCLOSURES, Expressions.alwaysTrue()));
      duck.each(
          "SELECT supplier, connection, subject, elements, events FROM "
              + Sql.parquet(files.stream().map(TableFiles.Planned::path).toList()),
          row ->
              rows.merge(
                  new Row(
                      row.getInt(1),
                      row.getInt(2),
                      row.getObject(3, UUID.class),
                      sets.get(row.getInt(4))),
                  row.getLong(5),
                  Long::sum));
    }
    return rows;
  }

  private static UUID subject(Trial trial, Said said) {
    SubjectMaker maker =
        new SubjectMaker(town.house.ledger().stores().keys().hasher(), null, trial.supplier());
    byte[] id = said.id().replaceFirst("^\\$device:", "").getBytes(StandardCharsets.UTF_8);
    assertThat(maker.make(said.scheme(), id, 0, id.length)).as(said.id()).isNull();
    return new UUID(maker.high, maker.low);
  }

  /** What the event tells of whom it is about. */
  private static Set<String> elements(Trial trial, Said said) {
    Set<String> elements = new TreeSet<>(said.elements(trial.masks()));
    for (String own : trial.sdk().own(said)) {
      elements.addAll(trial.masks().left(Set.of(own)));
    }
    elements.addAll(
        trial
            .masks()
            .left(
                Set.of(
                    switch (said.scheme()) {
                      case EMAIL -> "contact.email";
                      case PHONE -> "contact.phone";
                      case SUPPLIER_ID -> "id.pseudonymous_device_or_anon";
                      default -> "id.account_user_id";
                    })));
    if (trial.isPlain()) {
      elements.addAll(trial.sdk().ofSender(said));
      if (trial.sdk().namesItself()) {
        elements.add("device.user_agent");
      }
    }
    return elements;
  }

  private static String mark(JsonNode event) {
    Matcher matcher = MARK.matcher(event.toString());
    assertThat(matcher.find()).as(event.toString()).isTrue();
    return matcher.group();
  }

  /** The events by their marks; each may come once only. */
  private static Map<String, JsonNode> events(Trial trial, List<Got> requests) {
    Map<String, JsonNode> events = new TreeMap<>();
    for (Got request : requests) {
      for (JsonNode event : trial.sdk().events(request)) {
        assertThat(events.put(mark(event), event)).as("came twice: " + event).isNull();
      }
    }
    return events;
  }

  /** Without what differs each time. */
  private static JsonNode steady(JsonNode node, Set<String> changing) {
    JsonNode copy = node.deepCopy();
    strip(copy, changing);
    return copy;
  }

  private static void strip(JsonNode node, Set<String> changing) {
    if (node instanceof ObjectNode object) {
      object.remove(changing);
    }
    node.forEach(child -> strip(child, changing));
  }

  private static void leaves(Object value, List<String> texts) {
    switch (value) {
      case Map<?, ?> map -> map.values().forEach(one -> leaves(one, texts));
      case List<?> list -> list.forEach(one -> leaves(one, texts));
      case String text -> texts.add(text);
      case Number number -> texts.add(plain(number.toString()));
      default -> texts.add(value.toString());
    }
  }

  private static void leaves(JsonNode node, List<String> texts) {
    if (node.isContainer()) {
      node.forEach(one -> leaves(one, texts));
    } else {
      texts.add(
          node.isString()
              ? node.stringValue()
              : node.isNumber() ? plain(node.toString()) : node.toString());
    }
  }

  private static String plain(String number) {
    return new BigDecimal(number).stripTrailingZeros().toPlainString();
  }

  /** Some clients cut long texts off. */
  private static boolean holds(List<String> texts, String text) {
    return texts.contains(text)
        || texts.stream().anyMatch(one -> one.length() >= 1000 && text.startsWith(one));
  }

  @ParameterizedTest
  @MethodSource("trials")
  void theSupplierGotWhatTheApplicationSaid(Trial trial) {
    Map<String, JsonNode> straight = events(trial, trial.straight());
    Map<String, JsonNode> got = events(trial, trial.got());
    assertThat(got.keySet())
        .containsExactlyInAnyOrderElementsOf(trial.said().stream().map(Said::mark).toList());
    assertThat(trial.got().stream().map(Got::envelope).collect(java.util.stream.Collectors.toSet()))
        .isEqualTo(
            trial.straight().stream()
                .map(Got::envelope)
                .collect(java.util.stream.Collectors.toSet()));
    for (Said said : trial.said()) {
      JsonNode sent = straight.get(said.mark());
      if (!said.id().isEmpty()) {
        assertThat(trial.sdk().id(sent)).isEqualTo(said.id());
      }
      List<String> told = new ArrayList<>();
      leaves(said.content(), told);
      List<String> inside = new ArrayList<>();
      leaves(sent, inside);
      assertThat(told).allMatch(text -> holds(inside, text));
      Set<String> changing = trial.sdk().changing();
      assertThat(steady(got.get(said.mark()), changing))
          .as(said.act() + " " + said.mark())
          .isEqualTo(trial.masks().applied(steady(sent, changing)));
    }
    for (Got request : trial.got()) {
      String address = trial.isPlain() ? "127.0.0.1" : "";
      assertThat(request.header("x-forwarded-for")).isEqualTo(address);
    }
  }

  @ParameterizedTest
  @MethodSource("trials")
  void theRecordSaysWhatTheApplicationSaid(Trial trial) {
    Map<Row, Long> expected = new HashMap<>();
    Map<Row, String> why = new HashMap<>();
    for (Said said : trial.said()) {
      if (!said.id().isEmpty()) {
        Row row =
            new Row(trial.supplier(), trial.number(), subject(trial, said), elements(trial, said));
        expected.merge(row, 1L, Long::sum);
        why.merge(row, said.toString(), (one, more) -> one + "\n" + more);
      }
    }
    Map<Row, Long> recorded = new HashMap<>(rows);
    recorded.keySet().removeIf(row -> row.connection() != trial.number());
    Map<Row, Long> missing = new HashMap<>(expected);
    missing.entrySet().removeIf(entry -> entry.getValue().equals(recorded.get(entry.getKey())));
    List<String> faults = new ArrayList<>();
    missing.forEach(
        (row, count) -> {
          faults.add(why.get(row) + "\n  expected " + count + " times " + row.elements());
          recorded.forEach(
              (other, times) -> {
                if (other.subject().equals(row.subject()) && !expected.containsKey(other)) {
                  faults.add("  recorded " + times + " times " + other.elements());
                }
              });
        });
    assertThat(String.join("\n", faults)).isEmpty();
    assertThat(recorded).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("trials")
  void allRequestsAreCountedAndNothingPassesACut(Trial trial) {
    assertThat(trial.fault()).isNull();
    assertThat(trial.afterCut()).isEmpty();
    String of = " from traffic_day where connection = " + trial.number();
    assertThat(town.house.count("select sum(delivered)" + of)).isEqualTo(trial.got().size());
    assertThat(town.house.count("select sum(possible + unsent + opaque)" + of)).isZero();
    assertThat(town.house.count("select sum(refused)" + of)).isEqualTo(trial.straight().size());
  }

  private static Map<String, Set<String>> exposed(int supplier) throws IOException {
    Ledger ledger = town.house.ledger();
    Exposure exposure =
        ledger.expose(
            new Question(
                "all",
                List.of(supplier),
                Map.of(),
                new Windows(List.of()),
                ElementSet.NONE,
                List.of(),
                null,
                List.of(),
                List.of()),
            Progress.NONE);
    Path to = folder.resolve("exposure-" + supplier);
    ledger.export(exposure, to, Progress.NONE);
    List<String> lines = Files.readAllLines(to.resolve("affected.csv"));
    int elements = List.of(lines.getFirst().split(",")).indexOf("elements");
    Map<String, Set<String>> exposed = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      exposed.put(cells[0], new TreeSet<>(List.of(cells[elements].split(";"))));
    }
    return exposed;
  }

  @Test
  void exposuresNameThosePeopleAndNobodyElse() throws IOException {
    Map<Integer, Map<String, Set<String>>> expected = new TreeMap<>();
    int downstream =
        (int) town.house.count("select id from supplier where name = '" + Spec.DOWNSTREAM + "'");
    Map<String, Set<String>> passedOn = new TreeMap<>();
    for (Trial trial : town.trials) {
      Map<String, Set<String>> people =
          expected.computeIfAbsent(trial.supplier(), none -> new TreeMap<>());
      for (Said said : trial.said()) {
        if (said.who() != null) {
          String reference = said.who().userId();
          Set<String> elements = elements(trial, said);
          people.computeIfAbsent(reference, none -> new TreeSet<>()).addAll(elements);
          if (said.act().contains("+on")) {
            passedOn.computeIfAbsent(reference, none -> new TreeSet<>()).addAll(elements);
          }
        }
      }
    }
    expected.put(downstream, passedOn);
    for (Map.Entry<Integer, Map<String, Set<String>>> one : expected.entrySet()) {
      assertThat(exposed(one.getKey()))
          .as(town.trials.stream().filter(t -> t.supplier() == one.getKey()).toList().toString())
          .isEqualTo(one.getValue());
    }
    Set<Scheme> schemes = new HashSet<>();
    town.trials.forEach(trial -> trial.said().forEach(said -> schemes.add(said.scheme())));
    assertThat(schemes).contains(Scheme.EMAIL, Scheme.USER_ID, Scheme.SUPPLIER_ID);
  }
}
