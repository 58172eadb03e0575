package org.stoplog.server.clocks;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.springframework.web.util.UriComponentsBuilder;
import org.stoplog.catalog.obligations.Obligation;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;

/** The catalogue of duties to tell of a breach, to be searched and read. */
@Controller
final class DutiesController {
  static final String PATH = "/duties";

  private static final int ON_A_PAGE = 50;

  private final Pages pages;
  private final Rules rules;

  DutiesController(Pages pages, Rules rules) {
    this.pages = pages;
    this.rules = rules;
  }

  static String pathOf(Obligation one) {
    return PATH + "/of/" + one.id();
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View list(
      @RequestParam(name = "text", defaultValue = "") String text,
      @RequestParam(name = "place", defaultValue = "") String place,
      @RequestParam(name = "tells", defaultValue = "") String tells,
      @RequestParam(name = "from", defaultValue = "0") int typedFrom) {
    Collection<Obligation> all = rules.all().all();
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    List<Obligation> found =
        all.stream()
            .filter(one -> place.isEmpty() || one.jurisdiction().equals(place))
            .filter(one -> tells.isEmpty() || DutyWords.word(one.tells()).equals(tells))
            .filter(one -> searched(one).contains(wanted))
            .toList();
    int from = Math.clamp(typedFrom, 0, Math.max(0, found.size() - 1));
    int next = from + ON_A_PAGE;
    return pages.view(
        "duties",
        new DutiesPage(
            found.size() == all.size()
                ? Numbers.of(Integer.toString(all.size()), "duty", "duties")
                : Numbers.of(Integer.toString(found.size()), "duty", "duties")
                    + " of "
                    + all.size(),
            text,
            place,
            tells,
            all.stream().map(Obligation::jurisdiction).distinct().sorted().toList(),
            Arrays.stream(Obligation.Tells.values())
                .map(one -> new DutiesPage.Word(DutyWords.word(one), DutyWords.words(one)))
                .toList(),
            from == 0 ? null : link(text, place, tells, Math.max(0, from - ON_A_PAGE)),
            next >= found.size() ? null : link(text, place, tells, next),
            found.subList(from, Math.min(next, found.size())).stream()
                .map(
                    one ->
                        new DutiesPage.Line(
                            pathOf(one),
                            one.id(),
                            one.jurisdiction(),
                            one.recipient(),
                            one.clock().words(),
                            one.law() + (rules.all().isOwn(one.id()) ? " (your own rule)" : ""),
                            one.isVerified()))
                .toList()));
  }

  private static String link(String text, String place, String tells, int from) {
    return UriComponentsBuilder.fromPath(PATH)
        .queryParam("text", "{text}")
        .queryParam("place", "{place}")
        .queryParam("tells", "{tells}")
        .queryParam("from", from)
        .encode()
        .buildAndExpand(text, place, tells)
        .toUriString();
  }

  private static String searched(Obligation one) {
    return String.join(
            "\n", one.id(), one.jurisdiction(), one.law(), one.citation(), one.recipient())
        .toLowerCase(Locale.ROOT);
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/of/{duty}")
  View show(@PathVariable("duty") String id) {
    Obligation one =
        rules
            .all()
            .find(id)
            .orElseThrow(
                () ->
                    new StoplogException(
                        Problem.PAGE_UNKNOWN,
                        "The catalogue has no such duty; /duties lists them."));
    return pages.view(
        "duty",
        new DutyPage(
            one.id(),
            one.recipient(),
            one.isVerified(),
            DutyWords.pairs(one, rules.whose(one.id())),
            DutyWords.content(one),
            one.exemptions(),
            one.sources()));
  }
}
