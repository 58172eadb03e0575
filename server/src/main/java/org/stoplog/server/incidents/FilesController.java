package org.stoplog.server.incidents;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
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
import org.stoplog.ledger.exposure.Claim.Source;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.MappingFile;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.server.intake.MappingForm;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.UploadLimit;
import org.stoplog.server.platform.Works;

/** The files of an incident: taking one in, how it is read, and reading it to its end. */
@Controller
final class FilesController {
  private static final int UNPROCESSABLE = 422;
  private static final int OK = 200;

  private final Pages pages;
  private final Incidents incidents;
  private final FileActs files;
  private final ActorNames names;
  private final UploadLimit limit;

  FilesController(
      Pages pages, Incidents incidents, FileActs files, ActorNames names, UploadLimit limit) {
    this.pages = pages;
    this.incidents = incidents;
    this.files = files;
    this.names = names;
    this.limit = limit;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/files")
  View list(@PathVariable("id") UUID id) {
    return list(id, Map.of("source", Source.PORTAL.slug(), "verified", "none"), Map.of());
  }

  private View list(UUID id, Map<String, String> typed, Map<String, String> errors) {
    Map<UUID, String> people = names.names();
    FilesPage page =
        incidents.read(
            Caller.signedIn(),
            id,
            inside ->
                new FilesPage(
                    inside.incident().path(),
                    inside.incident().name(),
                    canWork(inside),
                    limit.text(),
                    typed,
                    errors,
                    new FilesView(inside, people).lines()));
    return pages.view("incident-files", page, errors.isEmpty() ? OK : UNPROCESSABLE);
  }

  static boolean canWork(Incidents.Inside inside) {
    return inside.member().works() && Caller.signedIn().may(Permission.WORK_ON_INCIDENTS);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/files")
  View add(
      @PathVariable("id") UUID id,
      @RequestParam(name = "file", required = false) @Nullable MultipartFile file,
      @RequestParam(name = "source", defaultValue = "") String source,
      @RequestParam(name = "verified", defaultValue = "") String verified,
      @RequestParam(name = "received", defaultValue = "") String received,
      @RequestParam(name = "password", defaultValue = "") String password) {
    Caller caller = Caller.signedIn();
    incidents.requireWork(caller, id);
    Map<String, String> errors = new LinkedHashMap<>();
    KeptFile.Origin origin = files.origin(source, verified, received, errors);
    if (file == null || file.isEmpty()) {
      errors.put("file", "Choose a file that is not empty.");
    }
    if (origin == null || file == null || !errors.isEmpty()) {
      return list(id, Map.of("source", source, "verified", verified, "received", received), errors);
    }
    FileKeeping.Kept kept =
        files
            .keeping()
            .keep(
                caller,
                id,
                origin,
                file.getOriginalFilename(),
                password.isEmpty() ? null : password.toCharArray(),
                file::transferTo);
    return Redirects.see(KeptFile.path(id, kept.sha256()) + (kept.isNew() ? "" : "?again=true"));
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/files/{hash}")
  View show(
      @PathVariable("id") UUID id,
      @PathVariable("hash") String sha256,
      @RequestParam(name = "again", defaultValue = "false") boolean again) {
    return page(id, sha256, again, null, null);
  }

  private View page(
      UUID id,
      String sha256,
      boolean again,
      @Nullable String error,
      MappingForm.@Nullable Typed typed) {
    Map<UUID, String> people = names.names();
    FilePage page =
        incidents.read(
            Caller.signedIn(),
            id,
            inside ->
                new FilesView(inside, people)
                    .page(FileActs.file(inside, sha256), again, error, typed, canWork(inside)));
    boolean isRefused = error != null || (typed != null && !typed.errors().isEmpty());
    return pages.view("incident-file", page, isRefused ? UNPROCESSABLE : OK);
  }

  /** Opens an encrypted ZIP with the password that somebody was told. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/files/{hash}/password")
  View password(
      @PathVariable("id") UUID id,
      @PathVariable("hash") String sha256,
      @RequestParam(name = "password", defaultValue = "") String password) {
    if (!files.open(Caller.signedIn(), id, sha256, password)) {
      return page(id, sha256, false, "This password does not open it. Ask the sender again.", null);
    }
    return Redirects.see(KeptFile.path(id, sha256));
  }

  /** Starts reading it to its end, in the way that the form says. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/files/{hash}/readings")
  View read(
      @PathVariable("id") UUID id,
      @PathVariable("hash") String sha256,
      @RequestParam Map<String, String> fields) {
    Caller caller = Caller.signedIn();
    Mapping guess = files.guess(caller, id, sha256);
    MappingForm.Typed typed =
        guess.fields().size() > MappingForm.MOST_COLUMNS
            ? new MappingForm.Typed(guess, List.of(), "", "", false, List.of())
            : MappingForm.read(Purpose.KEYS, guess, fields);
    Mapping mapping = typed.mapping();
    if (mapping == null) {
      return page(id, sha256, false, null, typed);
    }
    return Redirects.see(Works.pathOf(files.read(caller, id, sha256, mapping)));
  }

  /** A mapping as a file, for the command line: it names columns and holds no row. */
  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/files/{hash}/readings/{version}")
  ResponseEntity<String> mapping(
      @PathVariable("id") UUID id,
      @PathVariable("hash") String sha256,
      @PathVariable("version") String version) {
    String yaml =
        incidents.read(
            Caller.signedIn(),
            id,
            inside ->
                new FileRows(inside.jdbc(), inside.keys())
                    .readings(id).stream()
                        .filter(one -> one.choice().equals(sha256 + "/" + version))
                        .findFirst()
                        .map(one -> MappingFile.toYaml(one.mapping()))
                        .orElseThrow(
                            () ->
                                new StoplogException(
                                    Problem.PAGE_UNKNOWN, "There is no such reading.")));
    return ResponseEntity.ok()
        .contentType(new MediaType("application", "yaml", StandardCharsets.UTF_8))
        .header(
            "Content-Disposition",
            "attachment; filename=\"" + KeptFile.Reading.path(version) + "\"")
        .body(yaml);
  }
}
