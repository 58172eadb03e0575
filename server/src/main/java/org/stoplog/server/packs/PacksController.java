package org.stoplog.server.packs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Evidence;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Works;

/** Evidence packs of an incident: making, listing and taking them, and their key files. */
@Controller
final class PacksController {
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final IncidentDoor door;
  private final Evidence evidence;
  private final PackActs acts;
  private final PackView view;

  PacksController(Pages pages, IncidentDoor door, Ledger ledger, PackActs acts, PackView view) {
    this.pages = pages;
    this.door = door;
    this.evidence = new Evidence(ledger.stores().folder(), ledger.stores().keys());
    this.acts = acts;
    this.view = view;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/packs")
  View list(@PathVariable("id") UUID id) {
    Caller caller = Caller.signedIn();
    return pages.view("packs", door.read(caller, id, seen -> view.list(seen, caller)));
  }

  /** What the incident room shows of them. */
  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/packs/panel")
  View panel(@PathVariable("id") UUID id) {
    Caller caller = Caller.signedIn();
    return pages.view("packs-panel", door.read(caller, id, seen -> view.list(seen, caller)));
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/packs")
  View make(
      @PathVariable("id") UUID id,
      @RequestParam(name = "edition", defaultValue = "") String edition) {
    Caller caller = Caller.signedIn();
    PackActs.Started started =
        acts.make(caller, id, Pack.Edition.of(edition).orElse(Pack.Edition.AUTHORITY));
    return Redirects.see(Works.pathOf(started.work()));
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/packs/{pack}")
  View show(@PathVariable("id") UUID id, @PathVariable("pack") UUID pack) {
    return show(id, pack, PackView.Typed.NOTHING, 200);
  }

  private View show(UUID id, UUID pack, PackView.Typed typed, int status) {
    Caller caller = Caller.signedIn();
    return pages.view(
        "pack",
        door.read(caller, id, seen -> view.one(seen, PackActs.find(seen, pack), caller, typed)),
        status);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/packs/{pack}/take")
  View take(@PathVariable("id") UUID id, @PathVariable("pack") UUID pack) {
    PackActs.Taken taken = acts.take(Caller.signedIn(), id, pack);
    Pack.Made made = Objects.requireNonNull(taken.pack().made());
    return new Download(
        taken.name(), "application/zip", made.bytes(), () -> evidence.read(made.sha256()));
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/packs/{pack}/keys")
  View ask(
      @PathVariable("id") UUID id,
      @PathVariable("pack") UUID pack,
      @RequestParam(name = "recipient", defaultValue = "") String recipient,
      @RequestParam(name = "reason", defaultValue = "") String reason) {
    Caller caller = Caller.signedIn();
    boolean works =
        door.read(caller, id, seen -> PackActs.find(seen, pack) != null && seen.works());
    if (!works) {
      throw new StoplogException(
          Problem.ACCESS_DENIED, "You may read this incident, but not change it.");
    }
    String objection = PackActs.objection(recipient, reason);
    return objection.isEmpty()
        ? Redirects.see("/approvals/" + acts.askForKey(caller, id, pack, recipient, reason))
        : show(id, pack, new PackView.Typed(recipient, reason, objection), UNPROCESSABLE);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/packs/{pack}/keys/{key}/take")
  View takeKey(
      @PathVariable("id") UUID id, @PathVariable("pack") UUID pack, @PathVariable("key") UUID key) {
    KeyFiles.Made made = acts.takeKey(Caller.signedIn(), id, pack, key);
    try {
      return new Download(
          "pack-" + pack + ".keyfile",
          "application/octet-stream",
          Files.size(made.file()),
          () -> Files.newInputStream(made.file(), StandardOpenOption.DELETE_ON_CLOSE));
    } catch (IOException e) {
      PackActs.delete(made.file());
      throw new UncheckedIOException(e);
    }
  }
}
