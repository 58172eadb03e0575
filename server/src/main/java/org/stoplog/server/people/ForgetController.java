package org.stoplog.server.people;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.Works;

/** Erases somebody who was looked up before. */
@Controller
final class ForgetController {
  private static final int UNPROCESSABLE = 422;

  /** Words of ours: a free text would keep something of whom we forget. */
  private static final List<PeoplePage.Choice> REASONS =
      List.of(
          new PeoplePage.Choice("asked", "They asked to be erased"),
          new PeoplePage.Choice("retention", "The time for which we keep them is over"),
          new PeoplePage.Choice("wrong", "They should never have been in the record"));

  private final Pages pages;
  private final Transactions transactions;
  private final LookUps lookUps;
  private final Works works;

  ForgetController(Pages pages, Transactions transactions, LookUps lookUps, Works works) {
    this.pages = pages;
    this.transactions = transactions;
    this.lookUps = lookUps;
    this.works = works;
  }

  @Access(value = Permission.FORGET_PEOPLE, listener = Listener.INTERNAL)
  @GetMapping("/people/look-ups/{id}/forget")
  View ask(@PathVariable("id") UUID id) {
    return page(row(id), "", null);
  }

  private View page(LookUps.Row row, String reason, @Nullable String error) {
    String path = PeopleController.pathOf(row.id());
    return pages.view(
        "forget",
        new ForgetPage(path + "/forget", path, row.people().size(), REASONS, reason, error),
        error == null ? 200 : UNPROCESSABLE);
  }

  private LookUps.Row row(UUID id) {
    LookUps.Row row =
        lookUps.find(id, Caller.signedIn().account()).orElseThrow(PeopleController::gone);
    if (row.persons() != 1 || row.subject() == null) {
      throw new StoplogException(
          Problem.PERSON_UNKNOWN,
          "Only one person can be erased at a time. Look them up by our own id.");
    }
    return row;
  }

  @Access(value = Permission.FORGET_PEOPLE, listener = Listener.INTERNAL)
  @PostMapping("/people/look-ups/{id}/forget")
  View forget(
      @PathVariable("id") UUID id,
      @RequestParam(name = "reason", defaultValue = "") String reason) {
    LookUps.Row row = row(id);
    if (REASONS.stream().noneMatch(one -> one.value().equals(reason))) {
      return page(row, reason, "Choose why they are erased.");
    }
    UUID by = Caller.signedIn().account();
    UUID work =
        transactions.act(
            act -> {
              act.record(
                  by, "person.forget-asked", Map.of("lookup", id.toString(), "reason", reason));
              return works.start(
                  act,
                  by,
                  ForgetWork.KIND,
                  "Erase one person",
                  Map.of(ForgetWork.LOOK_UP, id.toString(), ForgetWork.REASON, reason));
            });
    return Redirects.see(Works.pathOf(work));
  }
}
