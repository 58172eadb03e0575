package org.stoplog.catalog.obligations;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Nearest;

/** Reads a file of obligations: docs/reference/obligations.md. For several files in turn. */
final class ObligationReader {
  private static final String[] KEYS = {
    "id",
    "law",
    "citation",
    "recipient",
    "tells",
    "duty-of",
    "duty-of-says",
    "says",
    "when",
    "harm-test",
    "unless",
    "clock",
    "stage",
    "content",
    "exemptions",
    "in-force-from",
    "in-force-until",
    "status",
    "binding",
    "source",
    "elements-source",
    "confidence",
    "checked",
    "note",
    "regime"
  };
  private static final Set<String> EVENTS =
      Set.of("accessed", "acquired", "disclosed", "used", "lost", "altered");
  private static final Set<String> FACTS =
      Set.of("attack", "minors", "elderly", "large-scale", "unintelligible", "good-faith");
  private static final List<String> STAGES =
      List.of("single", "initial", "update", "final", "assessment");
  private static final List<String> CONFIDENCES = List.of("high", "medium", "low");
  private static final Pattern TERM =
      Pattern.compile("([1-9][0-9]{0,3}) (hours|days|business-days|months)");
  private static final Pattern COUNT = Pattern.compile("(>=|>|<) ?([0-9]{1,12})");
  private static final int DEEPEST = 8;

  private final DataSets sets;
  private final Set<String> roles;

  /** Sets of data by obligation, for those that say {@code data-as}. */
  private final Map<String, Set<String>> dataOf = new HashMap<>();

  ObligationReader(DataSets sets, Set<String> roles) {
    this.sets = sets;
    this.roles = roles;
  }

  List<Obligation> read(YamlFile file) {
    YamlFile.Entry root = file.root();
    root.only("jurisdiction", "obligations");
    String jurisdiction = root.text("jurisdiction");
    if (!jurisdiction.equals("EU") && !Places.isSound(jurisdiction) && !jurisdiction.isEmpty()) {
      root.wrong("jurisdiction", jurisdiction + " is no place of ISO 3166, and not EU");
    }
    return root.entries("obligations").stream().map(entry -> one(jurisdiction, entry)).toList();
  }

  private Obligation one(String jurisdiction, YamlFile.Entry entry) {
    entry.only(KEYS);
    String id = entry.text("id");
    if (!id.matches("[a-z0-9-]{3,80}")) {
      entry.wrong("id", "an id has small letters, digits and hyphens");
    }
    Set<String> owners = Set.copyOf(entry.texts("duty-of"));
    if (owners.isEmpty()) {
      entry.wrong("duty-of is missing");
    }
    for (String role : owners) {
      if (!roles.contains(role)) {
        entry.wrong("duty-of", "there is no role " + role + "; " + Nearest.hint(role, roles));
      }
    }
    List<String> unless = entry.texts("unless");
    for (String fact : unless) {
      if (!FACTS.contains(fact)) {
        entry.wrong("unless", "there is no fact " + fact + "; " + Nearest.hint(fact, FACTS));
      }
    }
    LocalDate from = date(entry, "in-force-from");
    LocalDate until = date(entry, "in-force-until");
    if (from != null && until != null && !from.isBefore(until)) {
      entry.wrong("in-force-until", "ends before it begins");
    }
    return new Obligation(
        id,
        jurisdiction,
        entry.optional("regime").orElse(null),
        entry.text("law"),
        entry.text("citation"),
        entry.text("recipient"),
        entry.word("tells", Obligation.Tells.class),
        owners,
        entry.optional("duty-of-says").orElse(null),
        entry.text("says"),
        when(id, entry),
        entry.optional("harm-test").orElse(null),
        unless,
        clock(entry.entry("clock"), entry),
        oneOf(entry, "stage", STAGES, "single"),
        entry.texts("content"),
        entry.texts("exemptions"),
        from,
        until,
        entry.word("status", Obligation.Status.class),
        entry.word("binding", Obligation.Binding.class),
        sources(entry),
        oneOf(entry, "confidence", CONFIDENCES, ""),
        entry.text("checked"),
        entry.optional("note").orElse(null));
  }

  private static List<String> sources(YamlFile.Entry entry) {
    List<String> sources = new ArrayList<>(entry.texts("source"));
    if (sources.isEmpty()) {
      entry.wrong("source is missing; write [from memory] where there is none");
    }
    entry.optional("elements-source").ifPresent(sources::add);
    return sources;
  }

  private static String oneOf(
      YamlFile.Entry entry, String key, List<String> words, String otherwise) {
    String word = otherwise.isEmpty() ? entry.text(key) : entry.optional(key).orElse(otherwise);
    if (!word.isEmpty() && !words.contains(word)) {
      entry.wrong(key, "there is no " + word + "; " + Nearest.hint(word, words));
    }
    return word;
  }

  private static @Nullable LocalDate date(YamlFile.Entry entry, String key) {
    Optional<String> text = entry.optional(key);
    if (text.isEmpty()) {
      return null;
    }
    try {
      return LocalDate.parse(text.get());
    } catch (DateTimeParseException e) {
      entry.wrong(key, "there is no day " + text.get() + "; write it as 2026-02-28");
      return null;
    }
  }

  private Condition when(String id, YamlFile.Entry entry) {
    if (!entry.has("when")) {
      entry.wrong("when is missing");
      return new Condition.All(List.of());
    }
    YamlFile.Entry when = entry.entry("when");
    Condition condition = condition(when, 0);
    dataOf.put(id, Set.copyOf(data(when)));
    return condition;
  }

  /** All that an entry says holds together. */
  private Condition condition(YamlFile.Entry entry, int depth) {
    entry.only(
        "data",
        "data-as",
        "event",
        "event-all",
        "people",
        "people-of",
        "harm",
        "fact",
        "ask",
        "any",
        "all");
    if (depth > DEEPEST) {
      entry.wrong("conditions lie too deep");
      return new Condition.All(List.of());
    }
    List<Condition> all = new ArrayList<>();
    List<String> data = data(entry);
    if (!data.isEmpty()) {
      all.add(new Condition.Data(Set.copyOf(data)));
    }
    List<Condition> events = facts(entry, "event", EVENTS);
    if (!events.isEmpty()) {
      all.add(new Condition.Any(events));
    }
    all.addAll(facts(entry, "event-all", EVENTS));
    all.addAll(facts(entry, "fact", FACTS));
    entry.optional("ask").ifPresent(question -> all.add(new Condition.Fact(question)));
    entry.optional("people").ifPresent(text -> all.add(count(entry, text)));
    entry.optional("harm").ifPresent(word -> all.add(degree(entry, word)));
    for (String key : List.of("any", "all")) {
      List<Condition> parts =
          entry.entries(key).stream().map(part -> condition(part, depth + 1)).toList();
      if (entry.has(key)) {
        all.add(key.equals("any") ? new Condition.Any(parts) : new Condition.All(parts));
      }
    }
    return all.size() == 1 ? all.getFirst() : new Condition.All(all);
  }

  private List<String> data(YamlFile.Entry entry) {
    Optional<String> as = entry.optional("data-as");
    if (as.isPresent()) {
      Set<String> found = dataOf.get(as.get());
      if (found == null || found.isEmpty()) {
        entry.wrong("data-as", "no obligation " + as.get() + " with data stands above it");
        return List.of();
      }
      return List.copyOf(found);
    }
    List<String> data = entry.texts("data");
    for (String id : data) {
      if (!sets.has(id)) {
        entry.wrong("data", "there is no set " + id + "; " + Nearest.hint(id, sets.ids()));
      }
    }
    return data.stream().filter(sets::has).toList();
  }

  private static List<Condition> facts(YamlFile.Entry entry, String key, Set<String> known) {
    List<Condition> facts = new ArrayList<>();
    for (String word : entry.texts(key)) {
      if (!known.contains(word)) {
        entry.wrong(key, "there is no " + word + "; " + Nearest.hint(word, known));
      }
      facts.add(new Condition.Fact(word));
    }
    return facts;
  }

  private static Condition count(YamlFile.Entry entry, String text) {
    Matcher parts = COUNT.matcher(text);
    String of = entry.text("people-of");
    if (!of.equals("place") && !of.equals("everywhere")) {
      entry.wrong("people-of", "of place, or of everywhere");
    }
    if (!parts.matches()) {
      entry.wrong("people", "write it as > 500, >= 500 or < 500");
      return new Condition.All(List.of());
    }
    Condition.Comparison comparison =
        Arrays.stream(Condition.Comparison.values())
            .filter(one -> one.sign().equals(parts.group(1)))
            .findFirst()
            .orElseThrow();
    return new Condition.Count(comparison, Long.parseLong(parts.group(2)), of.equals("place"));
  }

  private static Condition degree(YamlFile.Entry entry, String word) {
    return switch (word) {
      case "unless-unlikely" -> new Condition.Degree(Harm.SOME, true);
      case "some" -> new Condition.Degree(Harm.SOME, false);
      case "serious" -> new Condition.Degree(Harm.SERIOUS, false);
      default -> {
        entry.wrong("harm", "unless-unlikely, some or serious");
        yield new Condition.All(List.of());
      }
    };
  }

  private static Clock clock(YamlFile.Entry entry, YamlFile.Entry whole) {
    if (!whole.has("clock")) {
      whole.wrong("clock is missing");
    }
    entry.only(
        "within",
        "from",
        "of",
        "order",
        "says",
        "guidance",
        "guidance-note",
        "basis",
        "certainty",
        "small-agent",
        "operator-of-vital-importance");
    Clock.Term within = term(entry, "within");
    List<String> says = new ArrayList<>();
    entry.optional("says").ifPresent(says::add);
    entry.optional("basis").ifPresent(text -> says.add("by " + text));
    entry.optional("certainty").ifPresent(says::add);
    entry.optional("guidance-note").ifPresent(says::add);
    term(entry, "small-agent");
    entry.optional("small-agent").ifPresent(text -> says.add(text + " for small agents"));
    term(entry, "operator-of-vital-importance");
    entry
        .optional("operator-of-vital-importance")
        .ifPresent(text -> says.add(text + " for operators of vital importance"));
    if (within == null && says.isEmpty()) {
      entry.wrong("a clock has within or says");
    }
    Clock.Start from =
        entry.has("from") ? entry.word("from", Clock.Start.class) : Clock.Start.AWARENESS;
    if (!entry.has("from")) {
      entry.wrong("from is missing");
    }
    boolean needsAct = from == Clock.Start.NOTICE || from == Clock.Start.STAGE;
    if (needsAct != entry.has("of")) {
      entry.wrong("of names the obligation whose act starts it, for notice and stage alone");
    }
    return new Clock(
        within,
        from,
        entry.optional("of").orElse(null),
        entry
            .optional("order")
            .flatMap(w -> entry.word("order", w, Clock.Order.class))
            .orElse(null),
        says.isEmpty() ? null : String.join("; ", says),
        term(entry, "guidance"));
  }

  private static Clock.@Nullable Term term(YamlFile.Entry entry, String key) {
    Optional<String> text = entry.optional(key);
    if (text.isEmpty()) {
      return null;
    }
    Matcher parts = TERM.matcher(text.get());
    if (!parts.matches()) {
      entry.wrong(key, "write it as 72 hours, 30 days, 3 business-days or 1 months");
      return null;
    }
    return new Clock.Term(
        Integer.parseInt(parts.group(1)), Clock.of(Clock.Unit.class, parts.group(2)).orElseThrow());
  }
}
