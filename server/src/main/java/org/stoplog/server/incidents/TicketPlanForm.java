package org.stoplog.server.incidents;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.stoplog.ledger.reader.TicketPlan;

/**
 * The form that says how an export is read.
 *
 * @param plan null when something is wrong
 * @param form what was typed, with what is wrong of it
 */
record TicketPlanForm(@Nullable TicketPlan plan, TicketPages.Form form) {
  private static final List<String> SCHEMES = List.of("email", "phone", "user-id");

  static TicketPlanForm read(TicketPlan guess, MultiValueMap<String, String> typed) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : List.of("id", "person", "scheme", "region", "time")) {
      String value = typed.getFirst(name);
      values.put(name, value == null ? "" : value.strip());
    }
    List<String> texts =
        typed.getOrDefault("text", List.of()).stream().filter(guess.fields()::contains).toList();
    List<String> errors = new ArrayList<>();
    for (String name : List.of("id", "person", "time")) {
      String field = values.getOrDefault(name, "");
      if (!field.isEmpty() && !guess.fields().contains(field)) {
        errors.add("The export has no field \"" + field + "\". Choose one of the list.");
      }
    }
    if (!SCHEMES.contains(values.get("scheme"))) {
      errors.add("Say what kind of identifier names the person.");
    }
    String region = values.getOrDefault("region", "").toUpperCase(java.util.Locale.ROOT);
    if (!region.matches("([A-Z]{2})?")) {
      errors.add(
          "A country has two letters, as DE; leave it empty when numbers begin with a plus.");
    }
    TicketPages.Form form = new TicketPages.Form(guess.fields(), values, texts, errors);
    TicketPlan plan =
        errors.isEmpty()
            ? new TicketPlan(
                guess.format(),
                orNull(values.get("id")),
                orNull(values.get("person")),
                String.valueOf(values.get("scheme")),
                orNull(region),
                orNull(values.get("time")),
                texts,
                guess.fields())
            : null;
    return new TicketPlanForm(plan, form);
  }

  private static @Nullable String orNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
