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
import org.stoplog.server.platform.UploadLimit;
import org.stoplog.server.platform.Works;

/** Imports by upload: the file, how it is to be read, and the start of the work. */
@Controller
final class ImportController {
  static final String PATH = "/ledger/import";
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Ledger ledger;
  private final Uploads uploads;
  private final Imports imports;
  private final UploadLimit limit;

  ImportController(
      Pages pages, Ledger ledger, Uploads uploads, Imports imports, UploadLimit limit) {
    this.pages = pages;
    this.ledger = ledger;
    this.uploads = uploads;
    this.imports = imports;
    this.limit = limit;
  }

  @Access(value = Permission.KEEP_RECORD, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View form(
      @RequestParam(name = "kind", defaultValue = "people") String kind,
      @RequestParam(name = "supplier", required = false) @Nullable Integer supplier) {
    String name =
        supplier == null
            ? ""
            : ledger.inTransaction(db -> new Register(db).all()).stream()
                .filter(one -> one.id() == supplier)
                .map(Supplier::name)
                .findFirst()
                .orElse("");
    return form(new ImportPage.Form(kind, name, "", "", ""), Map.of());
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

  @Access(value = Permission.KEEP_RECORD, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/{id}")
  View mapping(@PathVariable("id") UUID id) {
    Upload upload = imports.own(id, Caller.signedIn());
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
            imports.about(upload.place()),
            upload.mapping().format().name(),
            upload.state() == Upload.State.IMPORTING,
            imports.again(upload),
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

  @Access(value = Permission.KEEP_RECORD, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}")
  View start(@PathVariable("id") UUID id, @RequestParam Map<String, String> fields) {
    Upload upload = imports.own(id, Caller.signedIn());
    MappingForm.Typed typed =
        upload.mapping().fields().size() > MappingForm.MOST_COLUMNS
            ? asGuessed(upload, MappingForm.isContacts(upload.place().purpose(), fields))
            : MappingForm.read(upload.place().purpose(), upload.mapping(), fields);
    var mapping = typed.mapping();
    if (mapping == null) {
      return page(upload, typed);
    }
    return Redirects.see(Works.pathOf(imports.start(Caller.signedIn().account(), upload, mapping)));
  }

  private static MappingForm.Typed asGuessed(Upload upload, boolean contacts) {
    return new MappingForm.Typed(
        upload.mapping().withContacts(contacts), List.of(), "", "", contacts, List.of());
  }

  @Access(value = Permission.KEEP_RECORD, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}/discard")
  View discard(@PathVariable("id") UUID id) {
    uploads.discard(imports.own(id, Caller.signedIn()), Caller.signedIn().account());
    return Redirects.see("/ledger");
  }
}
