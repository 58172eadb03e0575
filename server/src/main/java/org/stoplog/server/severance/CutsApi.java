package org.stoplog.server.severance;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.gateway.policy.ConnectionState;
import org.stoplog.server.gateways.ManyCuts;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/** Cuts of a supplier, for programs. Opening again is asked for here, and decided by people. */
@Controller
final class CutsApi {
  private static final String PATH = ApiAnswers.ROOT + "/suppliers/{id}/cuts";

  private final Transactions transactions;
  private final ServerClock clock;
  private final Severing severing;
  private final ActorNames names;

  CutsApi(Transactions transactions, ServerClock clock, Severing severing, ActorNames names) {
    this.transactions = transactions;
    this.clock = clock;
    this.severing = severing;
    this.names = names;
  }

  /**
   * A cut that holds.
   *
   * @param what in words
   * @param state paused, removed or terminated
   * @param quietDays known to be quiet, in a row but for days of which nobody knows
   * @param unknownDays of which nobody knows
   * @param isWatched whether any gateway sees it
   */
  record Cut(
      UUID id,
      String what,
      String state,
      String reason,
      String by,
      Instant at,
      boolean isReviewed,
      boolean isWatched,
      boolean isSilent,
      int quietDays,
      int neededDays,
      int unknownDays,
      List<Path> connections,
      List<Told> gateways,
      int itemsToRotate,
      int itemsDone) {}

  /**
   * A connection that a cut covers.
   *
   * @param isCut whether nothing goes by it any more, as far as we know
   * @param link where it is cut; null when unknown or when gateways cut it
   */
  record Path(
      UUID id,
      String name,
      boolean isCut,
      boolean isCutByGateways,
      String standing,
      @Nullable String owner,
      @Nullable String link) {}

  /**
   * A gateway.
   *
   * @param obeys whether it obeys the policy that has the cut
   * @param seenAt its last call; null before the first
   */
  record Told(String name, boolean obeys, @Nullable Instant seenAt) {}

  /**
   * What to cut.
   *
   * @param state paused, removed or terminated
   * @param engagement name of the one to cut; left out for the whole supplier
   * @param ownCopy taken, not-possible or not-needed; left out when nobody has looked
   * @param ownCopyWords where our copy is, or why there is none; needed with ownCopy
   */
  record Cutting(
      String state,
      String reason,
      @Nullable String engagement,
      @Nullable String ownCopy,
      @Nullable String ownCopyWords) {}

  /** How to cut one connection. */
  record CuttingOne(String state, String reason) {}

  /** Why it may be opened again. */
  record Why(String why) {}

  /** An approval that waits. */
  record Asked(UUID approval, String page) {}

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("The cuts of a supplier that hold, newest first, each with how silent it is.")
  @GetMapping(PATH)
  ResponseEntity<ApiAnswers.Page<Cut>> list(@PathVariable("id") UUID id) {
    int supplier = supplier(id);
    List<Severance> holding =
        transactions.run(
            jdbc ->
                new SeveranceRows(jdbc).of(supplier).stream().filter(Severance::holds).toList());
    return ApiAnswers.ok(new ApiAnswers.Page<>(holding.stream().map(this::shown).toList(), null));
  }

  /**
   * Who still tries.
   *
   * @param host null where the connection's own address is meant
   * @param app as it says itself; null when it says nothing
   * @param requests that gateways stopped; on the day of the cut also those before it
   * @param someBeforeTheCut whether some of them may have come before the cut
   */
  record Attempt(
      String connection,
      @Nullable String host,
      @Nullable String app,
      long requests,
      boolean someBeforeTheCut,
      Instant first,
      Instant last) {}

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      "Who still tries to reach a supplier that is cut: what gateways stopped since, by connection,"
          + " host and application, the last first; up to 10,000.")
  @GetMapping(PATH + "/attempts")
  ResponseEntity<ApiAnswers.Page<Attempt>> attempts(@PathVariable("id") UUID id) {
    int supplier = supplier(id);
    return ApiAnswers.ok(
        new ApiAnswers.Page<>(
            transactions.run(jdbc -> Tries.of(jdbc, supplier, Tries.MOST)).stream()
                .map(
                    one ->
                        new Attempt(
                            one.connection(),
                            one.host().isEmpty() ? null : one.host(),
                            one.app().isEmpty() ? null : one.app(),
                            one.requests(),
                            one.isMixed(),
                            one.first(),
                            one.last()))
                .toList(),
            null));
  }

  private int supplier(UUID id) {
    return transactions.run(jdbc -> new SupplierIds(jdbc).find(id).orElseThrow(Suppliers::unknown));
  }

  private Cut shown(Severance one) {
    Map<UUID, String> known = names.names();
    return transactions.inTurn(
        db -> {
          JdbcClient jdbc = SupplierView.client(db);
          List<Line> lines = new Inventory(db, jdbc).of(one.supplier());
          Silence silence = new SilenceRows(jdbc).of(one, lines, clock.now());
          List<RotationItem> items = new RotationRows(jdbc).of(one.id());
          Long version = one.version();
          Map<Integer, UUID> ids = ids(jdbc, one.supplier());
          List<Severance> holding = List.of(one);
          return new Cut(
              one.id(),
              SeveranceWords.scope(jdbc, one),
              SeveranceRows.word(one.state()),
              one.reason(),
              known.getOrDefault(one.by(), "unknown"),
              one.at(),
              one.reviewedBy() != null,
              silence.isWatched(),
              silence.isSilent(),
              silence.quiet(),
              silence.needed(),
              silence.unknown(),
              lines.stream()
                  .filter(one::covers)
                  .map(
                      line ->
                          new Path(
                              ids.getOrDefault(line.id(), one.id()),
                              line.name(),
                              line.isCut(),
                              line.isCutByGateways(),
                              SeveranceWords.standing(line, holding),
                              line.owner(),
                              line.isCutByGateways() ? null : line.plan().link()))
                  .toList(),
              version == null
                  ? List.of()
                  : ManyCuts.gateways(jdbc).stream()
                      .map(told -> new Told(told.name(), told.obeys(version), told.seenAt()))
                      .toList(),
              items.size(),
              (int) items.stream().filter(RotationItem::isDone).count());
        });
  }

  private static Map<Integer, UUID> ids(JdbcClient jdbc, int supplier) {
    Map<Integer, UUID> ids = new java.util.HashMap<>();
    jdbc.sql("select id, uid from connection where supplier = :supplier")
        .param("supplier", supplier)
        .query(
            row -> {
              ids.put(row.getInt(1), row.getObject(2, UUID.class));
            });
    return ids;
  }

  @Access(value = Permission.CUT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      value =
          "Cuts a supplier, or one engagement, at once. Gateways obey within a second; what they"
              + " cannot cut is listed for people. Another person looks at it afterwards.",
      status = 201)
  @PostMapping(PATH)
  ResponseEntity<Cut> cut(@PathVariable("id") UUID id, @JsonBody Cutting what) {
    int supplier = supplier(id);
    OwnCopy copy = copy(what);
    String engagement = what.engagement();
    return cut(
        id,
        new Severing.Order(
            supplier,
            engagement == null ? null : engagement(supplier, engagement),
            null,
            state(what.state()),
            reason(what.reason()),
            copy,
            copy == null ? null : words(what.ownCopyWords()),
            Caller.signedIn().account()));
  }

  private static @Nullable OwnCopy copy(Cutting what) {
    String word = what.ownCopy();
    return word == null
        ? null
        : OwnCopy.of(word)
            .orElseThrow(
                () -> new InvalidBody("/ownCopy", "It is taken, not-possible or not-needed."));
  }

  private static String words(@Nullable String words) {
    if (words == null || words.isBlank() || words.length() > SupplierCutController.LONGEST) {
      throw new InvalidBody(
          "/ownCopyWords", "Say where our copy is, or why there is none, in up to 500 characters.");
    }
    return words.strip();
  }

  private int engagement(int supplier, String name) {
    return transactions.run(
        jdbc ->
            Suppliers.engagements(jdbc, supplier).entrySet().stream()
                .filter(one -> one.getValue().equalsIgnoreCase(name.strip()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(
                    () ->
                        new InvalidBody(
                            "/engagement", "The supplier has no engagement of this name.")));
  }

  private static ConnectionState state(String word) {
    return SupplierCutController.state(word)
        .orElseThrow(() -> new InvalidBody("/state", "It is paused, removed or terminated."));
  }

  private static String reason(String reason) {
    if (reason.isBlank() || reason.length() > SupplierCutController.LONGEST) {
      throw new InvalidBody("/reason", "Say why, in up to 500 characters.");
    }
    return reason.strip();
  }

  private ResponseEntity<Cut> cut(UUID supplier, Severing.Order order) {
    Optional<Severance> done = severing.cut(order);
    return ApiAnswers.created(
        PATH.replace("{id}", supplier.toString()),
        shown(
            done.orElseThrow(
                () -> new InvalidBody("/state", "It is cut so far already, or further."))));
  }

  @Access(value = Permission.CUT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(value = "Cuts one connection at once, as above.", status = 201)
  @PostMapping(ApiAnswers.ROOT + "/suppliers/{id}/connections/{connection}/cuts")
  ResponseEntity<Cut> cutOne(
      @PathVariable("id") UUID id,
      @PathVariable("connection") UUID connection,
      @JsonBody CuttingOne what) {
    int supplier = supplier(id);
    int number =
        transactions.run(
            jdbc ->
                ids(jdbc, supplier).entrySet().stream()
                    .filter(one -> one.getValue().equals(connection))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow(
                        () ->
                            new StoplogException(
                                Problem.PAGE_UNKNOWN, "The supplier has no such connection.")));
    return cut(
        id,
        new Severing.Order(
            supplier,
            null,
            number,
            state(what.state()),
            reason(what.reason()),
            null,
            null,
            Caller.signedIn().account()));
  }

  @Access(value = Permission.CUT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      value =
          "Asks to open a cut again. Nothing is open before another person has approved it on the"
              + " page that the answer names.",
      status = 202)
  @PostMapping(PATH + "/{cut}/restore")
  ResponseEntity<Asked> restore(
      @PathVariable("id") UUID id, @PathVariable("cut") UUID cut, @JsonBody Why why) {
    int supplier = supplier(id);
    if (why.why().isBlank() || why.why().length() > SupplierCutController.LONGEST) {
      throw new InvalidBody("/why", "Say why, in up to 500 characters.");
    }
    transactions.run(
        jdbc ->
            new SeveranceRows(jdbc)
                .find(cut)
                .filter(one -> one.supplier() == supplier)
                .orElseThrow(Severance::unknown));
    UUID approval = severing.askRestore(cut, Caller.signedIn().account(), why.why().strip());
    String page = "/approvals/" + approval;
    return ApiAnswers.started(page, new Asked(approval, page));
  }
}
