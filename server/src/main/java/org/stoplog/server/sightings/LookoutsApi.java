package org.stoplog.server.sightings;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
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

/** Lookouts for programs: what is looked at, what the last looks saw, and to look now. */
@Controller
final class LookoutsApi {
  static final String IMPORT = ApiAnswers.ROOT + "/lookouts/{lookout}/import";
  private static final String PATH = ApiAnswers.ROOT + "/lookouts";
  private static final String ONE = PATH + "/{lookout}";
  private static final int MOST_LOOKS = 20;
  private static final int USUAL_DAYS = 7;

  private final Transactions transactions;
  private final Looking looking;
  private final LookoutActs acts;

  LookoutsApi(Transactions transactions, Looking looking, LookoutActs acts) {
    this.transactions = transactions;
    this.looking = looking;
    this.acts = acts;
  }

  /**
   * What somebody wants looked at.
   *
   * @param kind breaches, sub-processors, exploited, certificate or names
   * @param supplier null for all
   * @param target https address, host with its port, or domain; null for files that are imported
   * @param inside whether it may ask addresses of private networks
   * @param paused whether it stands still
   * @param nextAt when it is due; null when it only takes files
   * @param failures looks in a row that saw nothing
   */
  record OneLookout(
      UUID id,
      String kind,
      SupplierIds.@Nullable Named supplier,
      String title,
      @Nullable String target,
      List<String> products,
      int everyDays,
      boolean inside,
      boolean paused,
      @Nullable Instant nextAt,
      int failures) {
    OneLookout {
      products = List.copyOf(products);
    }

    static OneLookout of(Lookout one, Map<Integer, SupplierIds.Named> suppliers) {
      Integer supplier = one.facts().supplier();
      return new OneLookout(
          one.id(),
          one.kind().word(),
          supplier == null ? null : suppliers.get(supplier),
          one.facts().title(),
          one.facts().target(),
          one.facts().products(),
          one.facts().everyDays(),
          one.facts().isInside(),
          one.isPaused(),
          one.nextAt(),
          one.failures());
    }
  }

  /**
   * One look.
   *
   * @param source address, or name of a file
   * @param seen whether it saw anything
   * @param sha256 of what it saw; null when it saw nothing
   * @param words what it saw in a line, or why nothing
   */
  record OneLook(Instant at, String source, boolean seen, @Nullable String sha256, String words) {}

  /** A lookout with its last 20 looks, the newest first. */
  record LookoutWithLooks(OneLookout lookout, List<OneLook> looks) {
    LookoutWithLooks {
      looks = List.copyOf(looks);
    }
  }

  /**
   * A lookout to add.
   *
   * @param kind breaches, sub-processors, exploited, certificate or names
   * @param supplier left out for all, of a catalogue of breaches
   * @param title left out for the usual one
   * @param target left out for a list that only comes as a file
   * @param products of a list of exploited vulnerabilities: a product, or its maker and the product
   * @param everyDays 1 to 92; left out for 7
   */
  record NewLookout(
      String kind,
      @Nullable UUID supplier,
      @Nullable String title,
      @Nullable String target,
      @Nullable List<String> products,
      @Nullable Integer everyDays) {
    NewLookout {
      products = products == null ? null : List.copyOf(products);
    }
  }

  /** What becomes of it: paused, running or removed. */
  record LookoutState(String state) {}

  /** That it looks within moments. */
  record Asked(UUID lookout) {}

  /** What a file held, in words, and how many sightings are new. */
  record TakenIn(String words, int sightings) {}

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("What is looked at of suppliers, by title.")
  @GetMapping(PATH)
  ResponseEntity<ApiAnswers.Page<OneLookout>> list() {
    return ApiAnswers.ok(
        new ApiAnswers.Page<>(
            transactions.run(
                jdbc -> {
                  Map<Integer, SupplierIds.Named> suppliers = new SupplierIds(jdbc).all();
                  return looking.lookouts(jdbc).all().stream()
                      .map(one -> OneLookout.of(one, suppliers))
                      .toList();
                }),
            null));
  }

  private OneLookout shown(JdbcClient jdbc, UUID id) {
    return OneLookout.of(acts.find(jdbc, id), new SupplierIds(jdbc).all());
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("One lookout with its last 20 looks.")
  @GetMapping(ONE)
  ResponseEntity<LookoutWithLooks> one(@PathVariable("lookout") UUID id) {
    return ApiAnswers.ok(
        transactions.run(
            jdbc ->
                new LookoutWithLooks(
                    shown(jdbc, id),
                    looking.lookouts(jdbc).observations(id, MOST_LOOKS).stream()
                        .map(
                            one ->
                                new OneLook(
                                    one.at(),
                                    one.source(),
                                    one.isSeen(),
                                    one.sha256(),
                                    one.words()))
                        .toList())));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(value = "Adds a lookout, which looks within moments.", status = 201)
  @PostMapping(PATH)
  ResponseEntity<OneLookout> make(@JsonBody NewLookout wanted) {
    List<String> products = wanted.products();
    Integer days = wanted.everyDays();
    LookoutForm form =
        new LookoutForm(
            wanted.kind(),
            "",
            Objects.requireNonNullElse(wanted.title(), ""),
            Objects.requireNonNullElse(wanted.target(), ""),
            products == null ? "" : String.join("\n", products),
            Integer.toString(days == null ? USUAL_DAYS : days),
            false);
    Lookout.Facts facts =
        transactions.run(
            jdbc -> {
              Integer supplier = new SupplierIds(jdbc).numberOf(wanted.supplier());
              return form.facts(supplier, LookoutView.name(new SupplierIds(jdbc).all(), supplier));
            });
    UUID id = acts.make(Caller.signedIn(), facts);
    return ApiAnswers.created(PATH + "/" + id, transactions.run(jdbc -> shown(jdbc, id)));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Pauses a lookout, lets it go on, or removes it; what it saw stays.")
  @PostMapping(ONE + "/state")
  ResponseEntity<Asked> state(@PathVariable("lookout") UUID id, @JsonBody LookoutState wanted) {
    Caller caller = Caller.signedIn();
    switch (wanted.state()) {
      case "paused" -> acts.pause(caller, id);
      case "running" -> acts.resume(caller, id);
      case "removed" -> acts.remove(caller, id);
      default -> throw new InvalidBody("/state", "One of paused, running, removed.");
    }
    return ApiAnswers.ok(new Asked(id));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(value = "Lets a lookout look now; what came of it is in its looks.", status = 202)
  @PostMapping(ONE + "/look")
  ResponseEntity<Asked> look(@PathVariable("lookout") UUID id) {
    acts.lookNow(Caller.signedIn(), id);
    return ApiAnswers.started(PATH + "/" + id, new Asked(id));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      "Takes a list in as a file, as multipart/form-data; takes no Idempotency-Key. What was"
          + " sighted before is not sighted again.")
  @PostMapping(IMPORT)
  ResponseEntity<TakenIn> take(
      @PathVariable("lookout") UUID id,
      @RequestParam(name = "file", required = false) @Nullable MultipartFile file) {
    Looking.Taken taken =
        acts.take(
            Caller.signedIn(), id, LookoutsController.name(file), LookoutsController.bytes(file));
    return ApiAnswers.ok(new TakenIn(taken.words(), taken.sightings()));
  }
}
