package org.stoplog.server.incidents;

import java.time.Instant;
import java.time.ZoneOffset;
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
import org.stoplog.ledger.exposure.Claim.Source;
import org.stoplog.ledger.exposure.Claim.Verified;
import org.stoplog.ledger.exposure.WindowText;
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
  private final FileKeeping keeping;
  private final Works works;
  private final ActorNames names;
  private final UploadLimit limit;

  FilesController(
      Pages pages,
      Incidents incidents,
      FileKeeping keeping,
      Works works,
      ActorNames names,
      UploadLimit limit) {
    this.pages = pages;
    this.incidents = incidents;
    this.keeping = keeping;
    this.works = works;
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
    Map<String, String> errors = new LinkedHashMap<>();
    KeptFile.Origin origin = origin(source, verified, received, errors);
    if (file == null || file.isEmpty()) {
      errors.put("file", "Choose a file that is not empty.");
    }
    if (origin == null || file == null || !errors.isEmpty()) {
      return list(id, Map.of("source", source, "verified", verified, "received", received), errors);
    }
    FileKeeping.Kept kept =
        keeping.keep(
            caller,
            id,
            origin,
            file.getOriginalFilename(),
            password.isEmpty() ? null : password.toCharArray(),
            file::transferTo);
    return Redirects.see(KeptFile.path(id, kept.sha256()) + (kept.isNew() ? "" : "?again=true"));
  }

  private KeptFile.@Nullable Origin origin(
      String source, String verified, String received, Map<String, String> errors) {
    Source from = find(Source.values(), Source::slug, source);
    if (from == null) {
      errors.put("source", "Say how it came.");
    }
    Verified how = find(Verified.values(), Verified::slug, verified);
    if (how == null) {
      errors.put("verified", "Say how you know that it is them.");
    }
    Instant at = incidents.clock().product().instant();
    if (!received.isBlank()) {
      try {
        at = WindowText.parse(received.strip(), ZoneOffset.UTC).from();
      } catch (StoplogException e) {
        errors.put("received", e.getMessage() + ". Write it as 2025-11-24 09:00, in UTC.");
      }
    }
    return from == null || how == null ? null : new KeptFile.Origin(from, how, at);
  }

  private static <T> @Nullable T find(
      T[] all, java.util.function.Function<T, String> slug, String word) {
    for (T one : all) {
      if (slug.apply(one).equals(word)) {
        return one;
      }
    }
    return null;
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
                    .page(file(inside, sha256), again, error, typed, canWork(inside)));
    boolean isRefused = error != null || (typed != null && !typed.errors().isEmpty());
    return pages.view("incident-file", page, isRefused ? UNPROCESSABLE : OK);
  }

  private static KeptFile file(Incidents.Inside inside, String sha256) {
    return new FileRows(inside.jdbc(), inside.keys())
        .find(inside.incident().id(), sha256)
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "The incident has no such file."));
  }

  /** Opens an encrypted ZIP with the password that somebody was told. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/files/{hash}/password")
  View password(
      @PathVariable("id") UUID id,
      @PathVariable("hash") String sha256,
      @RequestParam("password") String password) {
    Caller caller = Caller.signedIn();
    incidents.read(caller, id, inside -> file(inside, sha256));
    FileRows.Look look = keeping.lookAgain(sha256, password.toCharArray());
    KeptFile.Trouble trouble = look.trouble();
    if (trouble != null && trouble.isOfPassword()) {
      return page(id, sha256, false, "This password does not open it. Ask the sender again.", null);
    }
    incidents.change(
        caller,
        id,
        change -> {
          new FileRows(change.jdbc(), change.inside().keys()).look(id, sha256, look);
          return change.record(
              new Timeline.News("file.password-given", sha256), Map.of("sha256", sha256));
        });
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
    Mapping guess = incidents.read(caller, id, inside -> file(inside, sha256)).guess();
    if (guess == null) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "This file cannot be read as rows; its page says why.");
    }
    MappingForm.Typed typed =
        guess.fields().size() > MappingForm.MOST_COLUMNS
            ? new MappingForm.Typed(guess, List.of(), "", "", false, List.of())
            : MappingForm.read(Purpose.KEYS, guess, fields);
    Mapping mapping = typed.mapping();
    if (mapping == null) {
      return page(id, sha256, false, null, typed);
    }
    UUID work = incidents.change(caller, id, change -> start(change, sha256, mapping));
    return Redirects.see(Works.pathOf(work));
  }

  private UUID start(Incidents.Change change, String sha256, Mapping mapping) {
    UUID id = change.incident().id();
    String version = MappingFile.version(mapping);
    long seq =
        change.record(
            new Timeline.News("file.reading-asked", sha256),
            Map.of("sha256", sha256, "mapping", version));
    new FileRows(change.jdbc(), change.inside().keys()).ask(id, sha256, mapping, seq);
    return works.start(
        change.act(),
        change.by(),
        ReadingWork.KIND,
        "Read a file of " + change.incident().name(),
        Map.of(
            ReadingWork.INCIDENT,
            id.toString(),
            ReadingWork.FILE,
            sha256,
            ReadingWork.VERSION,
            version));
  }
}
