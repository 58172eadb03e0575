package org.stoplog.server.incidents;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** The list of incidents, and opening one. */
@Controller
final class IncidentsController {
  static final String MAIL = "/incidents/mail";
  static final int LONGEST_TITLE = 120;
  static final int LONGEST_SOURCE = 2_000;
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Incidents incidents;
  private final Transactions transactions;
  private final Ledger ledger;
  private final MailKeeping mails;

  IncidentsController(
      Pages pages,
      Incidents incidents,
      Transactions transactions,
      Ledger ledger,
      MailKeeping mails) {
    this.pages = pages;
    this.incidents = incidents;
    this.transactions = transactions;
    this.ledger = ledger;
    this.mails = mails;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents")
  View list() {
    Caller caller = Caller.signedIn();
    Map<Integer, String> suppliers = supplierNames();
    Counts counts = Counts.of(caller);
    List<IncidentsPage.Line> lines =
        transactions.run(
            jdbc -> {
              IncidentRows rows = new IncidentRows(jdbc);
              Exposures exposures = new Exposures(jdbc, ledger.stores().keys());
              return rows.of(caller.account()).stream()
                  .map(
                      incident ->
                          new IncidentsPage.Line(
                              incident.path(),
                              incident.name(),
                              incident.title(),
                              incident.state().word(),
                              name(suppliers, incident.supplier()),
                              exposures
                                  .latest(incident.id())
                                  .map(frozen -> counts.text(frozen.numbers().summary().people()))
                                  .orElse("unknown"),
                              Times.second(incident.openedAt())))
                  .toList();
            });
    return pages.view(
        "incidents", new IncidentsPage(lines, caller.may(Permission.WORK_ON_INCIDENTS)));
  }

  private static String name(Map<Integer, String> suppliers, @Nullable Integer id) {
    return id == null ? "unknown" : suppliers.getOrDefault(id, "unknown");
  }

  private Map<Integer, String> supplierNames() {
    Map<Integer, String> names = new HashMap<>();
    for (Supplier supplier : suppliers()) {
      names.put(supplier.id(), supplier.name());
    }
    return names;
  }

  private List<Supplier> suppliers() {
    return transactions.inTurn(connection -> new Register(connection).all());
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/new")
  View form() {
    return form(null, "", "", Incident.Signal.NOTICE.word(), "", 200);
  }

  private View form(
      @Nullable String error,
      String title,
      String supplier,
      String signal,
      String source,
      int status) {
    return pages.view(
        "incident-open",
        new OpenPage(
            error,
            title,
            supplier,
            signal,
            source,
            suppliers().stream().map(Supplier::name).toList(),
            Arrays.stream(Incident.Signal.values())
                .map(one -> new OpenPage.Choice(one.word(), one.sentence()))
                .toList()),
        status);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents")
  View open(
      @RequestParam("title") String title,
      @RequestParam("supplier") String supplier,
      @RequestParam("signal") String signal,
      @RequestParam(name = "source", defaultValue = "") String source) {
    Optional<Incident.Signal> made = Incident.Signal.of(signal);
    Optional<Supplier> found =
        supplier.isBlank()
            ? Optional.empty()
            : transactions.inTurn(connection -> new Register(connection).find(supplier.strip()));
    String error = null;
    if (title.isBlank() || title.strip().length() > LONGEST_TITLE) {
      error = "Give it a title of 1 to " + LONGEST_TITLE + " characters.";
    } else if (made.isEmpty()) {
      error = "Say what made you look.";
    } else if (source.strip().length() > LONGEST_SOURCE) {
      error = "Where it came from has at most " + LONGEST_SOURCE + " characters.";
    } else if (!supplier.isBlank() && found.isEmpty()) {
      error =
          "The register has no supplier of this name. Leave it empty while it is not known, or add"
              + " the supplier first.";
    }
    if (error != null || made.isEmpty()) {
      return form(error, title, supplier, signal, source, UNPROCESSABLE);
    }
    UUID id =
        incidents.open(
            Caller.signedIn(),
            title.strip(),
            found.map(Supplier::id).orElse(null),
            made.get(),
            source.isBlank() ? null : source.strip());
    return Redirects.see("/incidents/" + id);
  }

  /** Opens an incident by a mail, whose words are believed by nobody. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(MAIL)
  View openByMail(
      @RequestParam(name = "file", required = false) @Nullable MultipartFile file,
      @RequestParam(name = "title", defaultValue = "") String title,
      @RequestParam(name = "supplier", defaultValue = "") String supplier) {
    Optional<Supplier> found =
        supplier.isBlank()
            ? Optional.empty()
            : transactions.inTurn(connection -> new Register(connection).find(supplier.strip()));
    String error = null;
    if (title.strip().length() > LONGEST_TITLE) {
      error = "A title has at most " + LONGEST_TITLE + " characters.";
    } else if (!supplier.isBlank() && found.isEmpty()) {
      error = "The register has no supplier of this name. Leave it empty while it is not known.";
    } else if (file == null || file.isEmpty()) {
      error = "Choose the mail as a file (.eml) that is not empty.";
    } else {
      try {
        return LettersController.see(
            mails.open(
                Caller.signedIn(),
                title.isBlank() ? null : title.strip(),
                found.orElse(null),
                incidents.clock().product().instant(),
                file::transferTo));
      } catch (StoplogException e) {
        error = LettersController.told(e);
      }
    }
    return form(error, title, supplier, Incident.Signal.NOTICE.word(), "", UNPROCESSABLE);
  }
}
