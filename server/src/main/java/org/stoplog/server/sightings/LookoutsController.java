package org.stoplog.server.sightings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/** Lookouts: the list, the form, and what one saw. */
@Controller
final class LookoutsController {
  static final String PATH = "/suppliers/lookouts";
  static final String IMPORT = PATH + "/{lookout}/import";
  private static final String ONE = PATH + "/{lookout}";
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Transactions transactions;
  private final LookoutActs acts;
  private final LookoutView view;

  LookoutsController(Pages pages, Transactions transactions, LookoutActs acts, LookoutView view) {
    this.pages = pages;
    this.transactions = transactions;
    this.acts = acts;
    this.view = view;
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View list() {
    return pages.view("lookouts", transactions.run(view::all));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/new")
  View form(
      @RequestParam(name = "kind", defaultValue = "breaches") String kind,
      @RequestParam(name = "supplier", defaultValue = "") String supplier) {
    return form(null, LookoutForm.first(kind, supplier), null, 200);
  }

  /**
   * @param id null for a new one
   */
  private View form(@Nullable UUID id, LookoutForm form, @Nullable String error, int status) {
    String path = id == null ? PATH : PATH + "/" + id;
    return pages.view(
        "lookout-form",
        transactions.run(
            jdbc ->
                view.form(
                    jdbc, id == null ? path : path + "/change", path, id == null, form, error)),
        status);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View make(
      @RequestParam(name = "kind", defaultValue = "") String kind,
      @RequestParam(name = "supplier", defaultValue = "") String supplier,
      @RequestParam(name = "title", defaultValue = "") String title,
      @RequestParam(name = "target", defaultValue = "") String target,
      @RequestParam(name = "products", defaultValue = "") String products,
      @RequestParam(name = "every", defaultValue = "") String every,
      @RequestParam(name = "inside", defaultValue = "false") boolean isInside) {
    LookoutForm form = new LookoutForm(kind, supplier, title, target, products, every, isInside);
    try {
      return Redirects.see(PATH + "/" + acts.make(Caller.signedIn(), facts(form)));
    } catch (StoplogException e) {
      return form(null, form, said(e), UNPROCESSABLE);
    }
  }

  private static String said(StoplogException e) {
    if (e.problem() != Problem.REQUEST_INVALID) {
      throw e;
    }
    return Objects.toString(e.getMessage(), "");
  }

  private Lookout.Facts facts(LookoutForm form) {
    if (form.supplier().isBlank()) {
      return form.facts(null, "");
    }
    Supplier named =
        transactions
            .inTurn(db -> new Register(db).find(form.supplier().strip()))
            .orElseThrow(() -> Targets.wrong("The register has no supplier of this name."));
    return form.facts(named.id(), named.name());
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(ONE)
  View show(@PathVariable("lookout") UUID id) {
    return show(id, null, 200);
  }

  private View show(UUID id, @Nullable String error, int status) {
    return pages.view(
        "lookout", transactions.run(jdbc -> view.one(jdbc, acts.find(jdbc, id), error)), status);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(ONE + "/change")
  View edit(@PathVariable("lookout") UUID id) {
    LookoutForm form =
        transactions.run(
            jdbc -> {
              Lookout.Facts facts = acts.find(jdbc, id).facts();
              Integer supplier = facts.supplier();
              return LookoutForm.of(
                  facts,
                  supplier == null ? "" : LookoutView.name(new SupplierIds(jdbc).all(), supplier));
            });
    return form(id, form, null, 200);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/change")
  View change(
      @PathVariable("lookout") UUID id,
      @RequestParam(name = "supplier", defaultValue = "") String supplier,
      @RequestParam(name = "title", defaultValue = "") String title,
      @RequestParam(name = "target", defaultValue = "") String target,
      @RequestParam(name = "products", defaultValue = "") String products,
      @RequestParam(name = "every", defaultValue = "") String every,
      @RequestParam(name = "inside", defaultValue = "false") boolean isInside) {
    Kind kind = transactions.run(jdbc -> acts.find(jdbc, id)).kind();
    LookoutForm form =
        new LookoutForm(kind.word(), supplier, title, target, products, every, isInside);
    try {
      acts.change(Caller.signedIn(), id, facts(form));
      return Redirects.see(PATH + "/" + id);
    } catch (StoplogException e) {
      return form(id, form, said(e), UNPROCESSABLE);
    }
  }

  private View act(UUID id, BiConsumer<Caller, UUID> what) {
    try {
      what.accept(Caller.signedIn(), id);
      return Redirects.see(PATH + "/" + id);
    } catch (StoplogException e) {
      return show(id, said(e), UNPROCESSABLE);
    }
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/look")
  View look(@PathVariable("lookout") UUID id) {
    return act(id, acts::lookNow);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/pause")
  View pause(@PathVariable("lookout") UUID id) {
    return act(id, acts::pause);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/resume")
  View resume(@PathVariable("lookout") UUID id) {
    return act(id, acts::resume);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE + "/remove")
  View remove(@PathVariable("lookout") UUID id) {
    acts.remove(Caller.signedIn(), id);
    return Redirects.see(PATH);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(IMPORT)
  View take(
      @PathVariable("lookout") UUID id,
      @RequestParam(name = "file", required = false) @Nullable MultipartFile file) {
    return act(id, (caller, lookout) -> acts.take(caller, lookout, name(file), bytes(file)));
  }

  static String name(@Nullable MultipartFile file) {
    return file == null ? "" : Objects.toString(file.getOriginalFilename(), "a file");
  }

  /** Null for a file that is not there, or larger than is looked at. */
  static byte @Nullable [] bytes(@Nullable MultipartFile file) {
    if (file == null || file.getSize() > Fetch.MOST_LIST) {
      return null;
    }
    try {
      return file.getBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
