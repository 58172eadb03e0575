package org.stoplog.server.aftermath;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
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
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Times;
import org.stoplog.server.suppliers.SupplierIds;

/** Whether a supplier is kept after its breach, on which conditions, and why. */
@Controller
final class AftermathController {
  private static final String ONE = "/incidents/{id}/aftermath";
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final IncidentDoor door;
  private final ActorNames names;
  private final AftermathActs acts;

  AftermathController(Pages pages, IncidentDoor door, ActorNames names, AftermathActs acts) {
    this.pages = pages;
    this.door = door;
    this.names = names;
    this.acts = acts;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(ONE)
  View show(@PathVariable("id") UUID id) {
    return show(id, new AftermathActs.Typed("", "", "", ""), null, 200);
  }

  private View show(UUID id, AftermathActs.Typed typed, @Nullable String error, int status) {
    Map<UUID, String> known = names.names();
    return pages.view(
        "aftermath",
        door.read(Caller.signedIn(), id, seen -> page(seen, known, typed, error)),
        status);
  }

  private AftermathPage page(
      IncidentDoor.Seen seen,
      Map<UUID, String> known,
      AftermathActs.Typed typed,
      @Nullable String error) {
    Integer supplier = seen.supplier();
    return new AftermathPage(
        seen.path(),
        seen.name(),
        supplier,
        supplier == null
            ? ""
            : Optional.ofNullable(new SupplierIds(seen.jdbc()).all().get(supplier))
                .map(SupplierIds.Named::name)
                .orElse("unknown"),
        acts.promised(seen).stream()
            .map(one -> new AftermathPage.Promise(one.says(), one.verdict(), one.isBroken()))
            .toList(),
        new DecisionRows(seen.jdbc(), door)
            .of(seen.id()).stream()
                .map(
                    one ->
                        new AftermathPage.Decided(
                            one.kind().words(),
                            known.getOrDefault(one.by(), "unknown") + ", " + Times.second(one.at()),
                            one.reasons(),
                            one.promises()))
                .toList(),
        Arrays.stream(SupplierDecision.Kind.values())
            .map(one -> new AftermathPage.Choice(one.word(), one.words()))
            .toList(),
        seen.works(),
        error,
        typed.kind(),
        typed.reasons(),
        typed.requirements(),
        typed.due());
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(ONE)
  View decide(
      @PathVariable("id") UUID id,
      @RequestParam(name = "kind", defaultValue = "") String kind,
      @RequestParam(name = "reasons", defaultValue = "") String reasons,
      @RequestParam(name = "requirements", defaultValue = "") String requirements,
      @RequestParam(name = "due", defaultValue = "") String due) {
    Caller caller = Caller.signedIn();
    door.requireWork(caller, id);
    AftermathActs.Typed typed =
        new AftermathActs.Typed(kind, reasons.strip(), requirements, due.strip());
    try {
      acts.decide(caller, id, typed);
    } catch (StoplogException e) {
      if (e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      return show(id, typed, e.getMessage(), UNPROCESSABLE);
    }
    return Redirects.see("/incidents/" + id + "/aftermath");
  }
}
