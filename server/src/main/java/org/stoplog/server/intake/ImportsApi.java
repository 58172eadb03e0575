package org.stoplog.server.intake;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/** Imports by upload, for programs. What was imported is taken back by people alone. */
@Controller
final class ImportsApi {
  static final String PATH = ApiAnswers.ROOT + "/imports";

  private final Transactions transactions;
  private final Ledger ledger;
  private final Uploads uploads;
  private final Imports imports;

  ImportsApi(Transactions transactions, Ledger ledger, Uploads uploads, Imports imports) {
    this.transactions = transactions;
    this.ledger = ledger;
    this.uploads = uploads;
    this.imports = imports;
  }

  /**
   * A file that was sent to be imported.
   *
   * @param at when it came, by the real clock; until is when it goes if nobody imports it
   * @param kind people, disclosures or holdings
   * @param supplier null for people, as the connection
   * @param asOf the day on which it was true; null for the day of the import
   * @param state waiting, importing or done
   * @param again what happens when the same file was imported before; null when it was not
   * @param failure why the last import of it came to nothing; null when none did
   * @param batch what it became; null before
   * @param way how it would be read
   */
  record One(
      UUID id,
      Instant at,
      Instant until,
      String file,
      long bytes,
      String sha256,
      String kind,
      SupplierIds.@Nullable Named supplier,
      @Nullable String connection,
      @Nullable LocalDate asOf,
      String state,
      @Nullable String again,
      @Nullable String failure,
      @Nullable Long batch,
      MappingJson.Way way) {}

  /** Work that was started; see /api/v1/running/{id}. */
  record Started(UUID work) {}

  /** A file that was given up. */
  record Discarded(UUID id) {}

  @Access(value = Permission.SEND_IMPORTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Files of this account that are not imported yet, oldest first.")
  @GetMapping(PATH)
  ResponseEntity<ApiAnswers.Page<One>> list() {
    return ApiAnswers.ok(
        new ApiAnswers.Page<>(
            uploads.openOf(Caller.signedIn().account()).stream().map(this::shown).toList(), null));
  }

  @Access(value = Permission.SEND_IMPORTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Tells of a file of this account, how it would be read, and what it became.")
  @GetMapping(PATH + "/{id}")
  ResponseEntity<One> one(@PathVariable("id") UUID id) {
    return ApiAnswers.ok(shown(imports.own(id, Caller.signedIn())));
  }

  private One shown(Upload upload) {
    Upload.Place place = upload.place();
    boolean isOfSupplier = place.supplier() != 0;
    return new One(
        upload.id(),
        upload.createdAt(),
        upload.createdAt().plus(Uploads.LIFE),
        upload.name(),
        upload.bytes(),
        upload.sha256(),
        place.kind(),
        isOfSupplier
            ? transactions.run(jdbc -> new SupplierIds(jdbc).all().get(place.supplier()))
            : null,
        isOfSupplier ? place.connection() : null,
        place.asOf(),
        upload.state().word(),
        upload.batch() == null ? imports.again(upload) : null,
        upload.failure(),
        upload.batch(),
        MappingJson.Way.of(upload.mapping()));
  }

  @Access(value = Permission.SEND_IMPORTS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      value =
          "Takes a file in, as multipart/form-data, and says how it would be read; takes no"
              + " Idempotency-Key. Nothing is imported yet.",
      status = 201)
  @PostMapping(PATH)
  ResponseEntity<One> send(
      @RequestParam(name = "file", required = false) @Nullable MultipartFile file,
      @RequestParam(name = "kind", defaultValue = "") String kind,
      @RequestParam(name = "supplier", required = false) @Nullable UUID supplier,
      @RequestParam(name = "connection", defaultValue = "") String connection,
      @RequestParam(name = "region", defaultValue = "") String region,
      @RequestParam(name = "as-of", defaultValue = "") String asOf,
      @RequestParam(name = "password", defaultValue = "") String password) {
    Map<String, String> errors = new LinkedHashMap<>();
    ImportPage.Form form =
        new ImportPage.Form(kind, name(supplier), connection.strip(), region.strip(), asOf.strip());
    Upload.Place place = PlaceForm.read(ledger, form, errors);
    if (file == null || file.isEmpty()) {
      errors.put("file", "Send a file that is not empty, as multipart/form-data.");
    }
    if (place == null || file == null || !errors.isEmpty()) {
      throw new InvalidBody(
          errors.entrySet().stream()
              .map(one -> new InvalidBody.Fault("/" + one.getKey(), one.getValue()))
              .toList());
    }
    Upload upload =
        uploads.keep(
            Caller.signedIn().account(),
            place,
            file.getOriginalFilename(),
            password.isEmpty() ? null : password.toCharArray(),
            file::transferTo);
    return ApiAnswers.created(PATH + "/" + upload.id(), shown(upload));
  }

  /** As the form has it; empty for none. */
  private String name(@Nullable UUID supplier) {
    if (supplier == null) {
      return "";
    }
    SupplierIds.Named named =
        transactions.run(
            jdbc -> {
              SupplierIds ids = new SupplierIds(jdbc);
              return ids.all().get(ids.find(supplier).orElse(0));
            });
    return named == null ? "" : named.name();
  }

  @Access(value = Permission.SEND_IMPORTS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      value = "Starts the import of a file; an empty object reads it as was guessed.",
      status = 202)
  @PostMapping(PATH + "/{id}/start")
  ResponseEntity<Started> start(@PathVariable("id") UUID id, @JsonBody MappingJson.Other other) {
    Caller caller = Caller.signedIn();
    Upload upload = imports.own(id, caller);
    UUID work =
        imports.start(
            caller.account(), upload, other.mapping(upload.place().purpose(), upload.mapping()));
    return ApiAnswers.started(ApiAnswers.ROOT + "/running/" + work, new Started(work));
  }

  @Access(value = Permission.SEND_IMPORTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Gives up a file that is not imported; it is gone at once.")
  @PostMapping(PATH + "/{id}/discard")
  ResponseEntity<Discarded> discard(@PathVariable("id") UUID id) {
    Caller caller = Caller.signedIn();
    uploads.discard(imports.own(id, caller), caller.account());
    return ApiAnswers.ok(new Discarded(id));
  }
}
