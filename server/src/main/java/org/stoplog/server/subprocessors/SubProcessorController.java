package org.stoplog.server.subprocessors;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** Puts a supplier on the public list of sub-processors, and takes it off. */
@Controller
final class SubProcessorController {
  private static final String ONE = "/suppliers/{id}/sub-processor";
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Transactions transactions;
  private final PublicDoor door;
  private final SubProcessorActs acts;

  SubProcessorController(
      Pages pages, Transactions transactions, PublicDoor door, SubProcessorActs acts) {
    this.pages = pages;
    this.transactions = transactions;
    this.door = door;
    this.acts = acts;
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(ONE)
  View show(@PathVariable("id") int id) {
    return show(id, null, null, 200);
  }

  private View show(
      int id, @Nullable Map<String, String> typed, @Nullable String error, int status) {
    boolean mayEdit = Caller.signedIn().may(Permission.EDIT_SUPPLIERS);
    return pages.view(
        "sub-processor",
        transactions.run(
            jdbc -> {
              SubProcessorActs.Known known = SubProcessorActs.known(jdbc, id);
              List<SubProcessor> all = SubProcessorActs.of(jdbc, id);
              Optional<SubProcessor> shown =
                  all.stream().filter(one -> one.gone() == null).findFirst();
              return new SubProcessorPage(
                  id,
                  known.name(),
                  shown
                      .map(
                          one ->
                              new SubProcessorPage.Line(
                                  one.name(),
                                  one.purpose(),
                                  one.data(),
                                  one.place(),
                                  one.since().toString()))
                      .orElse(null),
                  all.stream()
                      .map(
                          one ->
                              one.purpose()
                                  + ", shown from "
                                  + Times.second(one.shown())
                                  + (one.gone() == null ? "" : " to " + Times.second(one.gone())))
                      .toList(),
                  door.origin() == null ? null : door.origin().base() + PublicSubProcessors.PATH,
                  mayEdit,
                  error,
                  typed == null ? Map.of("name", known.name()) : typed);
            }),
        status);
  }

  /** What stands there now is ended by it, and the new one takes its place. */
  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE)
  View publish(
      @PathVariable("id") int id,
      @RequestParam(name = "name", defaultValue = "") String name,
      @RequestParam(name = "purpose", defaultValue = "") String purpose,
      @RequestParam(name = "data", defaultValue = "") String data,
      @RequestParam(name = "place", defaultValue = "") String place,
      @RequestParam(name = "since", defaultValue = "") String since) {
    Map<String, String> typed =
        Map.of("name", name, "purpose", purpose, "data", data, "place", place, "since", since);
    try {
      acts.publish(
          id,
          new SubProcessorActs.Typed(name, purpose, data, place, since),
          Caller.signedIn().account(),
          shown -> {});
    } catch (StoplogException e) {
      if (e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      return show(id, typed, e.getMessage(), UNPROCESSABLE);
    }
    return Redirects.see("/suppliers/" + id + "/sub-processor");
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/remove")
  View remove(@PathVariable("id") int id) {
    acts.remove(id, Caller.signedIn().account());
    return Redirects.see("/suppliers/" + id + "/sub-processor");
  }
}
