package org.stoplog.server.people;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.CsvLines;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;

/** What we owe organisations. Their names are values: no address of a page holds one. */
@Controller
final class OrganisationsController {
  static final String PATH = "/people/organisations";
  private static final int PAGE = 50;
  private static final int MOST_PAGES = 100_000;
  private static final int MOST_CSV = 1 << 20;
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Organisations organisations;

  OrganisationsController(Pages pages, Organisations organisations) {
    this.pages = pages;
    this.organisations = organisations;
  }

  @Access(value = Permission.LOOK_UP_PEOPLE, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View list(@RequestParam(name = "page", defaultValue = "1") int page) {
    return list(Math.clamp(page, 1, MOST_PAGES), null, List.of());
  }

  private View list(int page, @Nullable String imported, List<String> errors) {
    Map<Integer, String> names = organisations.names();
    Map<Integer, Long> people = organisations.people();
    Map<Integer, List<Organisations.Kept>> clauses =
        organisations.clauses().stream()
            .collect(Collectors.groupingBy(Organisations.Kept::organisation));
    Map<Integer, Long> contacts =
        organisations.contacts().stream()
            .collect(
                Collectors.groupingBy(
                    Organisations.KeptContact::organisation, Collectors.counting()));
    List<OrganisationsPage.Line> lines =
        names.entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .skip((long) (page - 1) * PAGE)
            .limit(PAGE)
            .map(
                one ->
                    new OrganisationsPage.Line(
                        PATH + "/" + one.getKey(),
                        one.getValue(),
                        Numbers.grouped(people.getOrDefault(one.getKey(), 0L)),
                        clauses.containsKey(one.getKey())
                            ? shortest(clauses.get(one.getKey()))
                            : "none",
                        Numbers.grouped(contacts.getOrDefault(one.getKey(), 0L))))
            .toList();
    return pages.view(
        "organisations",
        new OrganisationsPage(
            lines,
            Numbers.grouped(names.size()),
            Caller.signedIn().may(Permission.KEEP_RECORD),
            page > 1 ? PATH + "?page=" + (page - 1) : null,
            (long) page * PAGE < names.size() ? PATH + "?page=" + (page + 1) : null,
            imported,
            errors),
        errors.isEmpty() ? 200 : UNPROCESSABLE);
  }

  private static String shortest(List<Organisations.Kept> clauses) {
    Clause first = clauses.getFirst().clause();
    return first.hours() + " h after " + Clause.words(first.event());
  }

  @Access(value = Permission.LOOK_UP_PEOPLE, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/export")
  ResponseEntity<byte[]> export() {
    Map<Integer, String> names = organisations.names();
    CsvLines csv = new CsvLines(ClausesCsv.HEADER);
    for (Organisations.Kept one : organisations.clauses()) {
      Clause clause = one.clause();
      csv.add(
          names.get(one.organisation()),
          clause.hours(),
          clause.event(),
          clause.source(),
          clause.checkedOn());
    }
    return csv.download("organisations.csv");
  }

  @Access(value = Permission.KEEP_RECORD, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/import")
  View importClauses(@RequestParam(name = "file", required = false) @Nullable MultipartFile file) {
    if (file == null || file.isEmpty() || file.getSize() > MOST_CSV) {
      return list(1, null, List.of("Choose a CSV file of at most 1 MB that is not empty."));
    }
    try {
      String text = new String(file.getBytes(), StandardCharsets.UTF_8);
      ClausesCsv.Read read = ClausesCsv.read(text, organisations.names());
      if (!read.errors().isEmpty()) {
        return list(1, null, read.errors());
      }
      organisations.put(Caller.signedIn().account(), read.clauses());
      return list(
          1,
          read.clauses().size() == 1
              ? "1 organisation has the clauses of the file."
              : Numbers.of(read.clauses().size(), "organisation")
                  + " have the clauses of the file.",
          List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Access(value = Permission.LOOK_UP_PEOPLE, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/{id}")
  View show(@PathVariable("id") int id) {
    return show(id, Map.of(), Map.of());
  }

  private View show(int id, Map<String, String> form, Map<String, String> errors) {
    String name = name(id);
    return pages.view(
        "organisation",
        new OrganisationPage(
            PATH + "/" + id,
            name,
            Numbers.grouped(organisations.people().getOrDefault(id, 0L)),
            Caller.signedIn().may(Permission.KEEP_RECORD),
            organisations.clauses().stream()
                .filter(one -> one.organisation() == id)
                .map(OrganisationsController::clause)
                .toList(),
            organisations.contacts().stream()
                .filter(one -> one.organisation() == id)
                .map(OrganisationsController::contact)
                .toList(),
            Clause.EVENTS,
            form,
            errors),
        errors.isEmpty() ? 200 : UNPROCESSABLE);
  }

  private static OrganisationPage.Clause clause(Organisations.Kept one) {
    Clause clause = one.clause();
    return new OrganisationPage.Clause(
        one.id().toString(),
        clause.hours() + " h",
        Clause.words(clause.event()),
        clause.source(),
        clause.checkedOn().toString());
  }

  private static OrganisationPage.Contact contact(Organisations.KeptContact one) {
    Contact contact = one.contact();
    return new OrganisationPage.Contact(
        one.id().toString(),
        Masked.text(contact.name()),
        contact.email().isEmpty() ? "" : Masked.email(contact.email()),
        Masked.phone(contact.phone()),
        OrganisationReveal.pathTo(one.id()));
  }

  private String name(int id) {
    String name = organisations.names().get(id);
    if (name == null) {
      throw new StoplogException(Problem.PAGE_UNKNOWN, "There is no such organisation.");
    }
    return name;
  }

  @Access(value = Permission.KEEP_RECORD, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}/clauses")
  View addClause(@PathVariable("id") int id, @RequestParam Map<String, String> fields) {
    name(id);
    Map<String, String> errors = new LinkedHashMap<>();
    Clause clause =
        Clause.read(
            fields.getOrDefault("hours", ""),
            fields.getOrDefault("event", ""),
            fields.getOrDefault("source", ""),
            fields.getOrDefault("checked-on", ""),
            errors);
    if (clause == null) {
      return show(id, without(fields), errors);
    }
    organisations.put(Caller.signedIn().account(), Map.of(id, List.of(clause)));
    return Redirects.see(PATH + "/" + id);
  }

  @Access(value = Permission.KEEP_RECORD, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}/contacts")
  View addContact(@PathVariable("id") int id, @RequestParam Map<String, String> fields) {
    name(id);
    Map<String, String> errors = new LinkedHashMap<>();
    Contact contact =
        Contact.read(
            fields.getOrDefault("name", ""),
            fields.getOrDefault("email", ""),
            fields.getOrDefault("phone", ""),
            errors);
    if (contact == null) {
      return show(id, without(fields), errors);
    }
    organisations.add(Caller.signedIn().account(), id, contact);
    return Redirects.see(PATH + "/" + id);
  }

  @Access(value = Permission.KEEP_RECORD, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}/remove")
  View remove(@PathVariable("id") int id, @RequestParam("entry") UUID entry) {
    organisations.remove(Caller.signedIn().account(), id, entry);
    return Redirects.see(PATH + "/" + id);
  }

  private static Map<String, String> without(Map<String, String> fields) {
    Map<String, String> form = new HashMap<>(fields);
    form.remove("form-token");
    return form;
  }
}
