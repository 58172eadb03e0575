package org.stoplog.server.assessments;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.register.RegisterFormat;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.NamedRows;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/** Findings about suppliers: whose they are, until when, and what became of them. */
@Controller
final class FindingsController {
  private static final String ONE = "/findings/{finding}";
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Transactions transactions;
  private final ActorNames names;
  private final Desk desk;
  private final FindingActs acts;
  private final AssessmentView view;

  FindingsController(
      Pages pages,
      Transactions transactions,
      ActorNames names,
      Desk desk,
      FindingActs acts,
      AssessmentView view) {
    this.pages = pages;
    this.transactions = transactions;
    this.names = names;
    this.desk = desk;
    this.acts = acts;
    this.view = view;
  }

  /** Of an assessment, or of one of its questions. */
  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping("/assessments/{assessment}/findings")
  View open(
      @PathVariable("assessment") UUID assessment,
      @RequestParam(name = "question", defaultValue = "0") int question,
      @RequestParam(name = "title", defaultValue = "") String typedTitle,
      @RequestParam(name = "weight", defaultValue = "") String typedWeight,
      @RequestParam(name = "owner", defaultValue = "") String typedOwner,
      @RequestParam(name = "due", defaultValue = "") String typedDue) {
    FindingActs.Typed typed =
        new FindingActs.Typed(question, typedTitle, typedWeight, typedOwner, typedDue);
    try {
      return Redirects.see(
          "/findings/" + acts.open(assessment, typed, Caller.signedIn().account()));
    } catch (StoplogException e) {
      if (e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      return pages.view(
          "assessment", view.finding(assessment, typed, e.getMessage()), UNPROCESSABLE);
    }
  }

  /**
   * @param only open, late or all
   */
  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/findings")
  View list(@RequestParam(name = "only", defaultValue = "open") String only) {
    LocalDate today = desk.today();
    Map<UUID, String> known = names.names();
    return pages.view(
        "supplier-findings",
        transactions.run(
            jdbc -> {
              Map<Integer, SupplierIds.Named> suppliers = Desk.suppliers(jdbc);
              List<Finding> all = desk.findings(jdbc).all();
              return new FindingsPage(
                  all.stream().filter(one -> one.isOpen(today)).count()
                      + " open, "
                      + all.stream().filter(one -> one.isLate(today)).count()
                      + " of them late; "
                      + all.size()
                      + " in all.",
                  only,
                  all.stream()
                      .filter(one -> isAmong(one, only, today))
                      .map(one -> line(one, suppliers, known, today))
                      .toList());
            }));
  }

  /**
   * @param only late or all; whatever else for those that are open
   */
  static boolean isAmong(Finding one, String only, LocalDate today) {
    return switch (only) {
      case "all" -> true;
      case "late" -> one.isLate(today);
      default -> one.isOpen(today);
    };
  }

  private static FindingsPage.Line line(
      Finding one,
      Map<Integer, SupplierIds.Named> suppliers,
      Map<UUID, String> known,
      LocalDate today) {
    SupplierIds.Named supplier = suppliers.get(one.supplier());
    return new FindingsPage.Line(
        one.path(),
        one.title(),
        supplier == null ? "unknown" : supplier.name(),
        one.weight().word(),
        one.state(today).words(),
        known.getOrDefault(one.owner(), "unknown"),
        one.due().toString(),
        one.isLate(today));
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/findings/findings" + NamedRows.FORMAT)
  ResponseEntity<byte[]> file(@PathVariable("format") RegisterFormat format) {
    LocalDate today = desk.today();
    Map<UUID, String> known = names.names();
    NamedRows table = new NamedRows("supplier", "finding", "weight", "state", "owner", "due");
    transactions.run(
        jdbc -> {
          Map<Integer, SupplierIds.Named> suppliers = Desk.suppliers(jdbc);
          for (Finding one : desk.findings(jdbc).all()) {
            FindingsPage.Line line = line(one, suppliers, known, today);
            table.add(
                line.supplier(),
                line.title(),
                line.weight(),
                line.state(),
                line.owner(),
                line.due());
          }
          return true;
        });
    return table.download(format, "findings");
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(ONE)
  View show(@PathVariable("finding") UUID id) {
    return show(id, null, "", 200);
  }

  private View show(UUID id, @Nullable String error, String typed, int status) {
    Map<UUID, String> known = names.names();
    LocalDate today = desk.today();
    boolean canEdit = Caller.signedIn().may(Permission.EDIT_SUPPLIERS);
    return pages.view(
        "finding",
        transactions.run(
            jdbc -> {
              Finding one = desk.findings(jdbc).find(id).orElseThrow(FindingActs::unknown);
              return new FindingPage(
                  one.path(),
                  one.title(),
                  one.supplier(),
                  Desk.name(jdbc, one.supplier()),
                  one.assessment() == null ? null : "/assessments/" + one.assessment(),
                  (one.isLate(today) ? "Late: " : "") + one.state(today).words(),
                  one.weight().word()
                      + "; "
                      + known.getOrDefault(one.owner(), "unknown")
                      + " sees to it until "
                      + one.due()
                      + "; found "
                      + Times.second(one.madeAt()),
                  one.events().reversed().stream().map(event -> event(event, known)).toList(),
                  Arrays.stream(Finding.Kind.values())
                      .map(kind -> new AssessmentPage.Choice(kind.word(), kind.words()))
                      .toList(),
                  canEdit,
                  error,
                  typed);
            }),
        status);
  }

  private static FindingPage.Event event(Finding.Event one, Map<UUID, String> known) {
    return new FindingPage.Event(
        one.kind().words() + (one.until() == null ? "" : ", until " + one.until()),
        one.words(),
        known.getOrDefault(one.by(), "unknown") + ", " + Times.second(one.at()));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(ONE)
  View add(
      @PathVariable("finding") UUID id,
      @RequestParam(name = "kind", defaultValue = "") String typedKind,
      @RequestParam(name = "until", defaultValue = "") String typedUntil,
      @RequestParam(name = "words", defaultValue = "") String typed) {
    try {
      acts.add(id, typedKind, typed, typedUntil, Caller.signedIn().account());
    } catch (StoplogException e) {
      if (e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      return show(id, e.getMessage(), typed, UNPROCESSABLE);
    }
    return Redirects.see("/findings/" + id);
  }
}
