package org.stoplog.server.subprocessors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
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
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/** What a supplier's own list says of its sub-processors, for programs. */
@Controller
final class ListedApi {
  static final String PATH = ApiAnswers.ROOT + "/suppliers/{id}/sub-processors";

  private static final String LOOK = "look";
  private static final String TAKE = "take";
  private static final String YES = "yes";

  private final Transactions transactions;
  private final ListDesk desk;

  ListedApi(Transactions transactions, ListDesk desk) {
    this.transactions = transactions;
    this.desk = desk;
  }

  /**
   * A sub-processor as the list has it.
   *
   * @param supplier who it is in the register
   * @param since null where the list does not say
   * @param source where the list came from
   * @param sha256 of the file, in which it stands on that line
   */
  record Entry(
      UUID supplier,
      String name,
      @Nullable String domain,
      String purpose,
      String data,
      String place,
      @Nullable LocalDate since,
      String source,
      String sha256,
      int line,
      Instant at) {}

  /**
   * What a list changed, or would change, in lines for people.
   *
   * @param taken false when it was only looked at
   * @param same how many stay as they are
   * @param added how many suppliers are new in the register
   */
  record Changes(
      boolean taken,
      List<String> fresh,
      List<String> gone,
      List<String> changed,
      int same,
      int added) {
    Changes {
      fresh = List.copyOf(fresh);
      gone = List.copyOf(gone);
      changed = List.copyOf(changed);
    }
  }

  private static int supplier(JdbcClient jdbc, UUID id) {
    return new SupplierIds(jdbc)
        .find(id)
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such supplier."));
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("What a supplier's own list says of its sub-processors, and where each came from.")
  @GetMapping(PATH)
  ResponseEntity<ApiAnswers.Page<Entry>> list(@PathVariable("id") UUID id) {
    return ApiAnswers.ok(
        new ApiAnswers.Page<>(
            transactions.run(
                jdbc -> {
                  List<Listed> now = ListTaking.now(jdbc, supplier(jdbc, id));
                  Map<Integer, SupplierIds.Named> all = new SupplierIds(jdbc).all();
                  return now.stream().map(one -> entry(one, all)).toList();
                }),
            null));
  }

  private static Entry entry(Listed one, Map<Integer, SupplierIds.Named> all) {
    SupplierIds.Named named = all.get(one.subProcessor());
    if (named == null) {
      throw new IllegalStateException("a listed sub-processor is in the register");
    }
    return new Entry(
        named.id(),
        one.name(),
        one.domain(),
        one.purpose(),
        one.data(),
        one.place(),
        one.since(),
        one.source(),
        one.sha256(),
        one.line(),
        one.at());
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      "Takes a supplier's own list of sub-processors (JSON or CSV), as multipart/form-data with"
          + " where it came from as source; with mode=look it only says what would change, with"
          + " cut=yes those that are gone no longer work for it. Takes no Idempotency-Key: the"
          + " same list again changes nothing.")
  @PostMapping(PATH)
  ResponseEntity<Changes> take(
      @PathVariable("id") UUID id,
      @RequestParam(name = "file", required = false) @Nullable MultipartFile file,
      @RequestParam(name = "source", defaultValue = "") String source,
      @RequestParam(name = "mode", defaultValue = TAKE) String mode,
      @RequestParam(name = "cut", defaultValue = "no") String cut) {
    if (file == null || file.isEmpty()) {
      throw new InvalidBody("/file", "Send a file that is not empty, as multipart/form-data.");
    }
    if (!mode.equals(LOOK) && !mode.equals(TAKE)) {
      throw new InvalidBody("/mode", "Say " + LOOK + " or " + TAKE + ".");
    }
    if (!cut.equals(YES) && !cut.equals("no")) {
      throw new InvalidBody("/cut", "Say yes or no.");
    }
    int supplier = transactions.run(jdbc -> supplier(jdbc, id));
    try {
      ListTaking.Order order =
          desk.order(
              supplier,
              file.getBytes(),
              source.strip(),
              cut.equals(YES),
              Caller.signedIn().account());
      boolean isTaken = mode.equals(TAKE);
      ListTaking.Diff diff = isTaken ? desk.take(order) : desk.look(order);
      return ApiAnswers.ok(
          new Changes(
              isTaken, diff.fresh(), diff.gone(), diff.changed(), diff.same(), diff.added()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (StoplogException e) {
      if (e.problem() != Problem.REQUEST_INVALID) {
        throw e;
      }
      throw new InvalidBody(
          String.valueOf(e.getMessage())
              .lines()
              .map(line -> new InvalidBody.Fault("/file", line))
              .toList());
    }
  }
}
