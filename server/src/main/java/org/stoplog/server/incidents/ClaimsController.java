package org.stoplog.server.incidents;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.exposure.Claim;
import org.stoplog.ledger.exposure.Taken;
import org.stoplog.ledger.exposure.Window;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Times;

/** Claims: recording one, looking at one, taking all of them elsewhere. */
@Controller
final class ClaimsController {
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Incidents incidents;
  private final Facts facts;
  private final Ledger ledger;
  private final Claiming claiming;

  ClaimsController(Pages pages, Incidents incidents, Facts facts, Ledger ledger) {
    this.pages = pages;
    this.incidents = incidents;
    this.facts = facts;
    this.ledger = ledger;
    this.claiming = new Claiming(facts);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/claims/new")
  View form(
      @PathVariable("id") UUID id,
      @RequestParam(name = "supersedes", defaultValue = "") String supersedes,
      @RequestParam(name = "file", defaultValue = "") String file,
      @RequestParam(name = "question", defaultValue = "") String question,
      @RequestParam(name = "letter", required = false) @Nullable UUID letter) {
    List<Supplier> suppliers = suppliers();
    ClaimPage page =
        incidents.read(
            Caller.signedIn(),
            id,
            inside -> {
              Map<String, String> typed = new LinkedHashMap<>();
              typed.put("supplier", supplier(inside.incident()));
              typed.put("supersedes", supersedes);
              typed.put("id", freeId(inside));
              typed.put("file", file);
              new FileRows(inside.jdbc(), inside.keys())
                  .find(id, file.split("/", 2)[0])
                  .ifPresent(kept -> fill(typed, kept.origin()));
              if (letter != null) {
                new LetterRows(inside.jdbc(), inside.keys())
                    .find(id, letter)
                    .ifPresent(one -> fill(typed, origin(inside, one)));
              }
              answer(inside, question).ifPresent(one -> fill(inside, typed, one));
              return page(inside, null, typed, List.of(), suppliers);
            });
    return pages.view("claim", page);
  }

  /** What is known of a file's coming need not be typed again. */
  private static void fill(Map<String, String> typed, KeptFile.Origin origin) {
    typed.put("source", origin.source().slug());
    typed.put("verified", origin.verified().slug());
    Instant received = origin.received();
    if (received != null) {
      typed.put("received", received.truncatedTo(ChronoUnit.SECONDS).toString());
    }
  }

  private static KeptFile.Origin origin(Incidents.Inside inside, Letter letter) {
    Claim.Verified verified =
        letter.isTheirMail()
            ? MailProof.of(letter, SupplierDomains.of(inside.jdbc(), inside.incident().supplier()))
                .verified()
            : Claim.Verified.NONE;
    return new KeptFile.Origin(letter.channel().source(), verified, letter.at());
  }

  /** Empty when it is no question that has an answer. */
  private static Optional<Questions.Asked> answer(Incidents.Inside inside, String question) {
    return question.isEmpty()
        ? Optional.empty()
        : new Questions(inside.jdbc(), inside.keys())
            .all(inside.incident().id()).stream()
                .filter(one -> one.question().slug().equals(question) && one.answer() != null)
                .findFirst();
  }

  private static void fill(
      Incidents.Inside inside, Map<String, String> typed, Questions.Asked asked) {
    typed.put("question", asked.question().slug());
    typed.put("note", asked.question().text() + " " + asked.answer());
    if (asked.letter() != null) {
      new LetterRows(inside.jdbc(), inside.keys())
          .find(inside.incident().id(), asked.letter())
          .ifPresent(letter -> fill(typed, origin(inside, letter)));
    }
  }

  private String supplier(Incident incident) {
    Integer supplier = incident.supplier();
    return supplier == null
        ? ""
        : ledger.inTransaction(connection -> new Register(connection).get(supplier).name());
  }

  private List<Supplier> suppliers() {
    return ledger.inTransaction(connection -> new Register(connection).all());
  }

  /** C1, C2 …: the first that is not taken. */
  private static String freeId(Incidents.Inside inside) {
    List<String> taken = ids(inside);
    int number = taken.size() + 1;
    while (taken.contains("C" + number)) {
      number++;
    }
    return "C" + number;
  }

  private static List<String> ids(Incidents.Inside inside) {
    return new ClaimRows(inside.jdbc(), inside.keys())
        .all(inside.incident().id()).stream().map(ClaimRows.Row::id).toList();
  }

  private static ClaimPage page(
      Incidents.Inside inside,
      @Nullable String error,
      Map<String, String> typed,
      List<String> chosen,
      List<Supplier> suppliers) {
    Map<String, List<ClaimPage.Choice>> groups = new LinkedHashMap<>();
    for (Element element : Elements.catalogue().all()) {
      groups
          .computeIfAbsent(element.group(), group -> new ArrayList<>())
          .add(new ClaimPage.Choice(element.id(), element.label(), chosen.contains(element.id())));
    }
    return new ClaimPage(
        inside.incident().path(),
        inside.incident().name(),
        error,
        typed,
        chosen,
        suppliers.stream().map(Supplier::name).toList(),
        ids(inside),
        files(inside),
        groups.entrySet().stream()
            .map(group -> new ClaimPage.Group(group.getKey(), group.getValue()))
            .toList());
  }

  private static List<ClaimPage.FileChoice> files(Incidents.Inside inside) {
    FileRows rows = new FileRows(inside.jdbc(), inside.keys());
    Map<String, String> names =
        rows.all(inside.incident().id()).stream()
            .collect(Collectors.toMap(KeptFile::sha256, KeptFile::name));
    return rows.readings(inside.incident().id()).stream()
        .filter(reading -> reading.rows() != null)
        .map(reading -> new ClaimPage.FileChoice(reading.choice(), words(reading, names)))
        .toList();
  }

  private static String words(KeptFile.Reading reading, Map<String, String> names) {
    Long rows = reading.rows();
    return names.getOrDefault(reading.sha256(), "a file")
        + ", "
        + Numbers.of(rows == null ? 0 : rows, "usable row")
        + ", read as "
        + reading.version().substring(0, 8);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/claims")
  View record(@PathVariable("id") UUID id, @RequestParam MultiValueMap<String, String> form) {
    Map<String, String> typed = ClaimForm.typed(form);
    String question = String.valueOf(form.getOrDefault("question", List.of("")).getFirst());
    typed.put("question", question);
    List<String> elements = ClaimForm.elements(form);
    List<Supplier> suppliers = suppliers();
    String refused =
        incidents.tryChange(
            Caller.signedIn(),
            id,
            change -> {
              Claiming.requireFile(change.inside(), typed.getOrDefault("file", ""));
              String claim = typed.getOrDefault("id", "");
              long seq =
                  claiming.add(
                      change,
                      List.of(
                          new Claiming.Said(
                              claim,
                              typed.getOrDefault("supplier", ""),
                              ClaimDocument.write(ClaimForm.document(typed, elements)))));
              answer(change.inside(), question)
                  .ifPresent(
                      one ->
                          new Questions(change.jdbc(), change.inside().keys())
                              .setClaim(id, one.question(), claim));
              return seq;
            },
            StoplogException::getMessage,
            Problem.CLAIMS_INVALID,
            Problem.REQUEST_INVALID);
    if (refused == null) {
      return Redirects.see("/incidents/" + id);
    }
    ClaimPage page =
        incidents.read(
            Caller.signedIn(),
            id,
            inside -> page(inside, plain(refused), typed, elements, suppliers));
    return pages.view("claim", page, UNPROCESSABLE);
  }

  /** Without the name and line of a file that nobody has seen. */
  static String plain(String refused) {
    return refused.replaceFirst("^claims\\.json[^:]*(?::\\d+)*:? ?(?:line \\d+[^:]*: )?", "");
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/claims/{claim}")
  View show(@PathVariable("id") UUID id, @PathVariable("claim") String name) {
    Caller caller = Caller.signedIn();
    ClaimShownPage page =
        incidents.read(
            caller,
            id,
            inside ->
                facts.looking(
                    inside,
                    List.of(),
                    claims ->
                        claims.all().stream()
                            .filter(claim -> claim.id().equals(name))
                            .findFirst()
                            .map(claim -> shown(inside, claim, caller))
                            .orElseThrow(
                                () ->
                                    new StoplogException(
                                        Problem.PAGE_UNKNOWN, "There is no such claim."))));
    return pages.view("claim-shown", page);
  }

  private static ClaimShownPage shown(Incidents.Inside inside, Claim claim, Caller caller) {
    List<ClaimShownPage.Line> lines = new ArrayList<>();
    line(lines, "Says", ClaimWords.says(claim));
    line(lines, "Which way", claim.polarity().slug());
    line(lines, "How sure its source is", claim.certainty().slug());
    line(lines, "Source", claim.origin().source().slug());
    line(lines, "Verified", ClaimWords.verified(claim));
    line(lines, "Received", time(claim.origin().received()));
    line(lines, "As of", time(claim.origin().asOf()));
    line(lines, "Elements", String.join(", ", claim.taken().elements()));
    for (Window window : claim.taken().windows()) {
      line(lines, "Period, as we read it", window.describe());
    }
    Map<String, String> names =
        new FileRows(inside.jdbc(), inside.keys())
            .all(inside.incident().id()).stream()
                .collect(Collectors.toMap(KeptFile::sha256, KeptFile::name));
    for (Taken.Dataset dataset : claim.taken().datasets()) {
      String sha256 = String.valueOf(dataset.path().getFileName());
      line(
          lines,
          dataset.kind() == Taken.DatasetKind.SAMPLE ? "Sample of rows" : "Who is in the file",
          names.getOrDefault(sha256, "a file") + ", SHA-256 " + sha256);
    }
    line(lines, "Scenario", claim.scenario());
    line(lines, "Supersedes", claim.supersedes());
    line(lines, "Note", claim.note());
    boolean isWorkedWith =
        new Scopes(inside.jdbc(), inside.keys())
            .latest(inside.incident().id())
            .map(scope -> scope.claims().contains(claim.id()))
            .orElse(false);
    return new ClaimShownPage(
        inside.incident().path(),
        inside.incident().name(),
        claim.id(),
        lines,
        ClaimWords.isUnverified(claim),
        isWorkedWith,
        inside.member().works() && caller.may(Permission.WORK_ON_INCIDENTS));
  }

  private static String time(@Nullable Instant instant) {
    return instant == null ? "unknown" : Times.second(instant);
  }

  private static void line(List<ClaimShownPage.Line> lines, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      lines.add(new ClaimShownPage.Line(name, value));
    }
  }

  /** All claims as a claims file, which the command line reads too. */
  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/claims.json")
  ResponseEntity<String> export(@PathVariable("id") UUID id) {
    String text =
        incidents.read(
            Caller.signedIn(),
            id,
            inside ->
                ClaimDocument.file(
                    inside.incident().exposureTitle(),
                    new ClaimRows(inside.jdbc(), inside.keys())
                        .all(id).stream().map(ClaimRows.Row::document).toList()));
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .header("Content-Disposition", "attachment; filename=\"claims.json\"")
        .body(text);
  }
}
