package org.stoplog.server.intake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.intake.Batch;
import org.stoplog.ledger.intake.Batches;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.UploadLimit;
import org.stoplog.server.platform.Works;

/** Imports by upload: the file, how it is to be read, and the start of the work. */
@Controller
final class ImportController {
  static final String PATH = "/ledger/import";
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Transactions transactions;
  private final Ledger ledger;
  private final Uploads uploads;
  private final UploadLimit limit;
  private final Works works;

  ImportController(
      Pages pages,
      Transactions transactions,
      Ledger ledger,
      Uploads uploads,
      UploadLimit limit,
      Works works) {
    this.pages = pages;
    this.transactions = transactions;
    this.ledger = ledger;
    this.uploads = uploads;
    this.limit = limit;
    this.works = works;
  }

  @Access(value = Permission.KEEP_RECORD, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View form() {
    return form(new ImportPage.Form("people", "", "", "", ""), Map.of());
  }

  private View form(ImportPage.Form form, Map<String, String> errors) {
    List<String> suppliers =
        ledger.inTransaction(db -> new Register(db).all()).stream().map(Supplier::name).toList();
    return pages.view(
        "import",
        new ImportPage(form, suppliers, limit.text(), errors),
        errors.isEmpty() ? 200 : UNPROCESSABLE);
  }

  @Access(value = Permission.KEEP_RECORD, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View upload(
      @RequestParam(name = "file", required = false) @Nullable MultipartFile file,
      @RequestParam(name = "kind", defaultValue = "") String kind,
      @RequestParam(name = "supplier", defaultValue = "") String supplier,
      @RequestParam(name = "connection", defaultValue = "") String connection,
      @RequestParam(name = "region", defaultValue = "") String region,
      @RequestParam(name = "as-of", defaultValue = "") String asOf,
      @RequestParam(name = "password", defaultValue = "") String password) {
    ImportPage.Form form =
        new ImportPage.Form(
            kind, supplier.strip(), connection.strip(), region.strip(), asOf.strip());
    Map<String, String> errors = new LinkedHashMap<>();
    Upload.Place place = PlaceForm.read(ledger, form, errors);
    if (file == null || file.isEmpty()) {
      errors.put("file", "Choose a file that is not empty.");
    }
    if (place == null || file == null || !errors.isEmpty()) {
      return form(form, errors);
    }
    try {
      Upload upload =
          uploads.keep(
              Caller.signedIn().account(),
              place,
              file.getOriginalFilename(),
              password.isEmpty() ? null : password.toCharArray(),
              file::transferTo);
      return Redirects.see(pathOf(upload.id()));
    } catch (StoplogException e) {
      boolean isOfPassword =
          e.problem() == Problem.PASSWORD_NEEDED || e.problem() == Problem.PASSWORD_WRONG;
      if (e.problem().status() >= 500) {
        throw e;
      }
      String advice = isOfPassword ? "Type the password of the ZIP." : e.problem().advice();
      return form(form, Map.of(isOfPassword ? "password" : "file", e.getMessage() + ". " + advice));
    }
  }

  static String pathOf(UUID upload) {
    return PATH + "/" + upload;
  }

  private Upload own(UUID id) {
    return uploads
        .find(id, Caller.signedIn().account())
        .orElseThrow(
            () ->
                new StoplogException(
                    Problem.PAGE_UNKNOWN,
                    "There is no such upload of yours; files that wait for more than a day go."));
  }

  @Access(value = Permission.KEEP_RECORD, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/{id}")
  View mapping(@PathVariable("id") UUID id) {
    Upload upload = own(id);
    Long batch = upload.batch();
    if (batch != null) {
      return Redirects.see(LedgerController.pathOf(batch));
    }
    String order = upload.mapping().dateOrder();
    String region = upload.mapping().region();
    return page(
        upload,
        new MappingForm.Typed(
            upload.mapping(),
            MappingForm.rows(upload.mapping()),
            order == null ? "" : order,
            region == null ? "" : region,
            upload.mapping().contacts(),
            List.of()));
  }

  private View page(Upload upload, MappingForm.Typed typed) {
    MappingPage page =
        new MappingPage(
            pathOf(upload.id()),
            upload.name(),
            Numbers.amount(upload.bytes(), "bytes"),
            about(upload.place()),
            upload.mapping().format().name(),
            upload.state() == Upload.State.IMPORTING,
            again(upload),
            upload.failure(),
            typed.rows(),
            MappingForm.choices(),
            MappingForm.elements(),
            typed.dateOrder(),
            typed.region(),
            upload.place().purpose() == Purpose.PEOPLE,
            typed.contacts(),
            typed.errors(),
            Times.minute(upload.createdAt().plus(Uploads.LIFE)));
    return pages.view("import-mapping", page, typed.errors().isEmpty() ? 200 : UNPROCESSABLE);
  }

  private String about(Upload.Place place) {
    if (place.purpose() == Purpose.PEOPLE) {
      return "people";
    }
    String supplier = ledger.inTransaction(db -> new Register(db).get(place.supplier())).name();
    return (place.purpose() == Purpose.HOLDINGS ? "held by " : "sent to ")
        + supplier
        + " over "
        + place.connection();
  }

  private @Nullable String again(Upload upload) {
    List<Batch> same =
        ledger.inTransaction(Batches::all).stream()
            .filter(batch -> batch.status().equals("live"))
            .filter(batch -> batch.sha256().equals(upload.sha256()))
            .filter(batch -> batch.kind().equals(upload.place().kind()))
            .filter(batch -> batch.supplier() == upload.place().supplier())
            .toList();
    return same.isEmpty()
        ? null
        : "The same file is batch "
            + same.getLast().id()
            + " already. Read the same way for the same connection, it replaces that batch and"
            + " counts once; read another way, it counts again.";
  }

  @Access(value = Permission.KEEP_RECORD, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}")
  View start(@PathVariable("id") UUID id, @RequestParam Map<String, String> fields) {
    Upload upload = own(id);
    MappingForm.Typed typed =
        upload.mapping().fields().size() > MappingForm.MOST_COLUMNS
            ? asGuessed(upload, MappingForm.isContacts(upload.place().purpose(), fields))
            : MappingForm.read(upload.place().purpose(), upload.mapping(), fields);
    var mapping = typed.mapping();
    if (mapping == null) {
      return page(upload, typed);
    }
    UUID by = Caller.signedIn().account();
    UUID work =
        transactions.act(
            act -> {
              boolean isOurs = new UploadRows(act.jdbc()).ask(id, mapping);
              if (!isOurs) {
                throw new StoplogException(
                    Problem.REQUEST_INVALID, "The import of this file was asked for already.");
              }
              act.record(
                  by,
                  "import.asked",
                  Map.of("upload", id.toString(), "kind", upload.place().kind()));
              return works.start(
                  act,
                  by,
                  ImportWork.KIND,
                  "Import: " + about(upload.place()),
                  Map.of(ImportWork.UPLOAD, id.toString()));
            });
    return Redirects.see(Works.pathOf(work));
  }

  private static MappingForm.Typed asGuessed(Upload upload, boolean contacts) {
    return new MappingForm.Typed(
        upload.mapping().withContacts(contacts), List.of(), "", "", contacts, List.of());
  }

  @Access(value = Permission.KEEP_RECORD, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}/discard")
  View discard(@PathVariable("id") UUID id) {
    uploads.discard(own(id), Caller.signedIn().account());
    return Redirects.see("/ledger");
  }
}
