package org.stoplog.server.severity;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.severity.Enablement;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Our own score in words, and the weights that a company gives to its parts. */
@Controller
final class WeightsController {
  static final String PATH = "/severity/weights";
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Transactions transactions;
  private final ServerClock clock;

  WeightsController(Pages pages, Transactions transactions, ServerClock clock) {
    this.pages = pages;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View show() {
    Enablement.Weights weights = transactions.run(jdbc -> new WeightRows(jdbc).current());
    return page(weights.number(), part -> Integer.toString(weights.of(part)), null, 200);
  }

  private View page(
      int number, Function<Enablement.Part, String> times, @Nullable String error, int status) {
    return pages.view(
        "severity-weights",
        new WeightsPage(
            number == 0
                ? "Each part counts once, as we ship it."
                : "As the company set it, change " + number + ".",
            Arrays.stream(Enablement.Part.values())
                .map(
                    part ->
                        new WeightsPage.Part(
                            word(part), SeverityWords.part(part), times.apply(part)))
                .toList(),
            Caller.signedIn().may(Permission.WORK_ON_INCIDENTS),
            error),
        status);
  }

  private static String word(Enablement.Part part) {
    return part.name().toLowerCase(Locale.ROOT);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View change(@RequestParam MultiValueMap<String, String> fields) {
    Map<Enablement.Part, Integer> times = new EnumMap<>(Enablement.Part.class);
    for (Enablement.Part part : Enablement.Part.values()) {
      String typed = String.valueOf(fields.getFirst(word(part))).strip();
      if (!typed.matches("[0-3]")) {
        return page(
            0,
            one -> {
              String value = fields.getFirst(word(one));
              return value == null ? "" : value;
            },
            SeverityWords.part(part) + ": it counts 0, 1, 2 or 3 times.",
            UNPROCESSABLE);
      }
      times.put(part, Integer.parseInt(typed));
    }
    UUID by = Caller.signedIn().account();
    transactions.act(
        act -> {
          act.jdbc().sql("lock table deception_weights in exclusive mode").update();
          WeightRows rows = new WeightRows(act.jdbc());
          int number = rows.current().number() + 1;
          rows.add(new Enablement.Weights(number, times), by, clock.realNow());
          Map<String, Object> detail = new HashMap<>();
          detail.put("number", number);
          times.forEach((part, one) -> detail.put(word(part), one));
          act.record(by, "severity.weights-changed", detail);
          return true;
        });
    return Redirects.see(PATH);
  }
}
