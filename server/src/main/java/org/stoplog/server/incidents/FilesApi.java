package org.stoplog.server.incidents;

import java.util.LinkedHashMap;
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
import org.springframework.web.multipart.MultipartFile;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.server.intake.MappingJson;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;

/** The files of an incident, for programs: taking one in, and reading it to its end. */
@Controller
final class FilesApi {
  static final String PATH = IncidentsApi.PATH + "/{id}/files";

  private final Incidents incidents;
  private final FileActs files;

  FilesApi(Incidents incidents, FileActs files) {
    this.incidents = incidents;
    this.files = files;
  }

  /** The password of an encrypted ZIP. */
  record Password(String password) {
    /** No value: it may be logged. */
    @Override
    public String toString() {
      return "a password";
    }
  }

  /** Work that was started; see /api/v1/running/{id}. */
  record Started(UUID work) {}

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("The files of an incident in the order in which they were added.")
  @GetMapping(PATH)
  ResponseEntity<ApiAnswers.Page<FileJson.Line>> list(
      @PathVariable("id") UUID id,
      @RequestParam(name = "after", required = false) @Nullable Long after,
      @RequestParam(name = "limit", required = false) @Nullable Integer asked) {
    int limit = ApiAnswers.limit(asked);
    long above = after == null ? 0 : after;
    List<KeptFile> found =
        incidents.read(
            Caller.signedIn(),
            id,
            inside ->
                new FileRows(inside.jdbc(), inside.keys())
                    .all(id).stream()
                        .filter(file -> file.seq() > above)
                        .limit(limit + 1L)
                        .toList());
    return ApiAnswers.ok(
        ApiAnswers.page(found, limit, FileJson.Line::of, file -> String.valueOf(file.seq())));
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Tells of a file, how it would be read as rows, and how it was.")
  @GetMapping(PATH + "/{hash}")
  ResponseEntity<FileJson.One> one(
      @PathVariable("id") UUID id, @PathVariable("hash") String sha256) {
    return ApiAnswers.ok(read(id, sha256));
  }

  private FileJson.One read(UUID id, String sha256) {
    return incidents.read(
        Caller.signedIn(),
        id,
        inside ->
            FileJson.One.of(
                FileActs.file(inside, sha256),
                new FileRows(inside.jdbc(), inside.keys())
                    .readings(id).stream().filter(one -> one.sha256().equals(sha256)).toList()));
  }

  /** A file is known by its hash, so that one that is sent again is there once. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      value =
          "Adds a file, as multipart/form-data; takes no Idempotency-Key. One that the incident has"
              + " already is answered with 200.",
      status = 201)
  @PostMapping(PATH)
  ResponseEntity<FileJson.One> add(
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
      errors.put("file", "Send a file that is not empty, as multipart/form-data.");
    }
    if (origin == null || file == null || !errors.isEmpty()) {
      throw new InvalidBody(
          errors.entrySet().stream()
              .map(one -> new InvalidBody.Fault("/" + one.getKey(), one.getValue()))
              .toList());
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
    FileJson.One one = read(id, kept.sha256());
    return kept.isNew()
        ? ApiAnswers.created(PATH.replace("{id}", id.toString()) + "/" + kept.sha256(), one)
        : ApiAnswers.ok(one);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Opens an encrypted ZIP with its password.")
  @PostMapping(PATH + "/{hash}/password")
  ResponseEntity<FileJson.One> open(
      @PathVariable("id") UUID id,
      @PathVariable("hash") String sha256,
      @JsonBody Password password) {
    if (!files.open(Caller.signedIn(), id, sha256, password.password())) {
      throw new InvalidBody("/password", "This password does not open it.");
    }
    return ApiAnswers.ok(read(id, sha256));
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      value = "Starts reading a file to its end; an empty object reads it as was guessed.",
      status = 202)
  @PostMapping(PATH + "/{hash}/readings")
  ResponseEntity<Started> read(
      @PathVariable("id") UUID id,
      @PathVariable("hash") String sha256,
      @JsonBody MappingJson.Other other) {
    Caller caller = Caller.signedIn();
    Mapping mapping = other.mapping(Purpose.KEYS, files.guess(caller, id, sha256));
    UUID work = files.read(caller, id, sha256, mapping);
    return ApiAnswers.started(ApiAnswers.ROOT + "/running/" + work, new Started(work));
  }
}
