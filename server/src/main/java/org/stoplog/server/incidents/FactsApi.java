package org.stoplog.server.incidents;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Tokens;

/** What was said of an incident, for programs: claims and times. */
@Controller
final class FactsApi {
  private static final String CLAIMS = IncidentsApi.PATH + "/{id}/claims";
  private static final String TIMES = IncidentsApi.PATH + "/{id}/times";
  private static final Pattern LINE = Pattern.compile("line (\\d+), column \\d+: ");

  private final Incidents incidents;
  private final Claiming claiming;
  private final SayingTimes saying;

  FactsApi(Incidents incidents, Facts facts) {
    this.incidents = incidents;
    this.claiming = new Claiming(facts);
    this.saying = new SayingTimes(incidents);
  }

  /**
   * A claims file, as docs/reference/claims.md describes it, in JSON.
   *
   * @param incident is not changed by it
   */
  record ClaimsFile(@Nullable String incident, List<Map<String, Object>> claims) {
    /** No claim is null: such a one is refused by its reader. */
    ClaimsFile {
      claims = List.copyOf(claims);
    }
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("All claims as a claims file. Its ETag goes with a change.")
  @GetMapping(CLAIMS)
  ResponseEntity<String> claims(@PathVariable("id") UUID id) {
    return file(text(Caller.signedIn(), id));
  }

  private static ResponseEntity<String> file(String text) {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).eTag(tag(text)).body(text);
  }

  private static String tag(String text) {
    return HexFormat.of().formatHex(Tokens.sha256(text), 0, 16);
  }

  private String text(Caller caller, UUID id) {
    return incidents.read(caller, id, FactsApi::text);
  }

  private static String text(Incidents.Inside inside) {
    return ClaimDocument.file(
        inside.incident().exposureTitle(),
        new ClaimRows(inside.jdbc(), inside.keys())
            .all(inside.incident().id()).stream().map(ClaimRows.Row::document).toList());
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      "Adds the claims of a claims file that are not there yet; needs If-Match. Those that are"
          + " there stay as they are: a claim is never changed or taken out, only superseded.")
  @PutMapping(CLAIMS)
  ResponseEntity<String> put(
      @PathVariable("id") UUID id, @JsonBody ClaimsFile file, HttpServletRequest request) {
    Caller caller = Caller.signedIn();
    List<String> documents = file.claims().stream().map(ClaimTrees::document).toList();
    String before = text(caller, id);
    ApiAnswers.requireMatch(request, tag(before));
    List<Integer> fresh = incidents.read(caller, id, inside -> fresh(inside, file, documents));
    if (!fresh.isEmpty()) {
      incidents.change(caller, id, change -> add(change, before, file, documents, fresh));
    }
    return file(text(caller, id));
  }

  /** Places of those that are not there yet. */
  private static List<Integer> fresh(
      Incidents.Inside inside, ClaimsFile file, List<String> documents) {
    Map<String, String> there =
        new ClaimRows(inside.jdbc(), inside.keys())
            .all(inside.incident().id()).stream()
                .collect(Collectors.toMap(ClaimRows.Row::id, ClaimRows.Row::document));
    Set<String> files = Claiming.files(inside);
    List<Integer> fresh = new ArrayList<>();
    Map<String, String> missing = new java.util.TreeMap<>(there);
    for (int i = 0; i < documents.size(); i++) {
      String name = ClaimTrees.text(file.claims().get(i), "id", i);
      missing.remove(name);
      String old = there.get(name);
      if (old == null) {
        ClaimTrees.refuseOtherFiles(file.claims().get(i), i, files);
        fresh.add(i);
      } else if (!old.equals(documents.get(i))) {
        throw new InvalidBody(
            "/claims/" + i, "This claim is there with other words; add one that supersedes it.");
      }
    }
    if (!missing.isEmpty()) {
      throw new InvalidBody(
          "/claims",
          "Some claims that are there are missing; none is ever taken out: "
              + missing.keySet().stream().limit(5).collect(Collectors.joining(", "))
              + ".");
    }
    return fresh;
  }

  private long add(
      Incidents.Change change,
      String before,
      ClaimsFile file,
      List<String> documents,
      List<Integer> fresh) {
    if (!text(change.inside()).equals(before)) {
      throw new StoplogException(Problem.CHANGED_MEANWHILE, "Somebody recorded a claim just now.");
    }
    List<Claiming.Said> said =
        fresh.stream()
            .map(
                i ->
                    new Claiming.Said(
                        ClaimTrees.text(file.claims().get(i), "id", i),
                        ClaimTrees.text(file.claims().get(i), "supplier", i),
                        documents.get(i)))
            .toList();
    try {
      return claiming.add(change, said);
    } catch (StoplogException e) {
      if (e.problem() != Problem.CLAIMS_INVALID && e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      String message = String.valueOf(e.getMessage());
      throw new InvalidBody(
          pointer(message, documents.size() - fresh.size(), fresh),
          ClaimsController.plain(message));
    }
  }

  /** Each claim is a line of the file that is read, and those that were there come first. */
  private static String pointer(String message, int before, List<Integer> fresh) {
    Matcher line = LINE.matcher(message);
    int place = line.find() ? Integer.parseInt(line.group(1)) - 2 - before : -1;
    return place >= 0 && place < fresh.size() ? "/claims/" + fresh.get(place) : "/claims";
  }

  /**
   * What a source says of a time.
   *
   * @param kind such as we-were-told
   * @param source us, supplier, press, attacker or authority
   * @param said as it was written; unknown where the source says that nobody knows
   * @param first null when it is unknown; so is last, which is not included
   * @param reason why we say so
   */
  record Said(
      String kind,
      String source,
      String said,
      @Nullable Instant first,
      @Nullable Instant last,
      @Nullable String reason,
      long event) {}

  /**
   * Words on a time.
   *
   * @param said such as 2025-11-08 or 2025-11-08T14:00Z..2025-11-09; left out for unknown
   */
  record Saying(String kind, String source, @Nullable String said, @Nullable String reason) {}

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("The last words of each source on each time; conflicting ones stand side by side.")
  @GetMapping(TIMES)
  ResponseEntity<ApiAnswers.Page<Said>> times(@PathVariable("id") UUID id) {
    return ApiAnswers.ok(new ApiAnswers.Page<>(said(Caller.signedIn(), id), null));
  }

  private List<Said> said(Caller caller, UUID id) {
    return incidents.read(
        caller,
        id,
        inside ->
            new SaidTimes(inside.jdbc(), inside.keys())
                .current(id).stream()
                    .map(
                        one ->
                            new Said(
                                one.kind().slug(),
                                one.source(),
                                one.said(),
                                one.first(),
                                one.last(),
                                one.reason(),
                                one.seq()))
                    .toList());
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary(value = "Records what a source says of a time.", status = 201)
  @PostMapping(TIMES)
  ResponseEntity<Said> say(@PathVariable("id") UUID id, @JsonBody Saying words) {
    Caller caller = Caller.signedIn();
    TimeKind kind =
        TimeKind.of(words.kind())
            .orElseThrow(() -> new InvalidBody("/kind", "An incident has no such time."));
    long seq =
        saying.record(
            caller,
            id,
            new SayingTimes.Words(
                kind,
                words.source(),
                words.said() == null ? "" : words.said(),
                words.reason() == null ? "" : words.reason()));
    Said made =
        said(caller, id).stream().filter(one -> one.event() == seq).findFirst().orElseThrow();
    return ApiAnswers.created(IncidentsApi.PATH + "/" + id + "/times", made);
  }
}
