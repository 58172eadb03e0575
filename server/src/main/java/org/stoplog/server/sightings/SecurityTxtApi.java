package org.stoplog.server.sightings;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/** The security.txt of a supplier (RFC 9116), for programs. */
@Controller
final class SecurityTxtApi {
  private static final String PATH = ApiAnswers.ROOT + "/suppliers/{id}/security-txt";
  private static final int MOST = 20;

  private final Transactions transactions;
  private final SecurityTxtActs acts;
  private final ServerClock clock;

  SecurityTxtApi(Transactions transactions, SecurityTxtActs acts, ServerClock clock) {
    this.transactions = transactions;
    this.acts = acts;
    this.clock = clock;
  }

  /**
   * One reading.
   *
   * @param failure why nothing was read; null when something was
   * @param contacts in the order in which they are wanted
   * @param expires null when it does not say
   * @param faults what is wrong with it by the standard
   */
  record ReadSecurityTxt(
      String host,
      Instant at,
      @Nullable String failure,
      List<String> contacts,
      @Nullable Instant expires,
      List<String> faults) {
    ReadSecurityTxt {
      contacts = List.copyOf(contacts);
      faults = List.copyOf(faults);
    }
  }

  /** Where to read it; left out for the domain of the register. */
  record SecurityTxtHost(@Nullable String host) {}

  private int supplier(UUID id) {
    return transactions
        .run(jdbc -> new SupplierIds(jdbc).find(id))
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such supplier."));
  }

  private ApiAnswers.Page<ReadSecurityTxt> readings(int supplier) {
    return new ApiAnswers.Page<>(
        transactions.run(
            jdbc -> acts.rows(jdbc).of(supplier, MOST).stream().map(this::shown).toList()),
        null);
  }

  private ReadSecurityTxt shown(SecurityTxtRows.Reading one) {
    SecurityTxt file = SecurityTxtActs.file(one);
    return new ReadSecurityTxt(
        one.host(),
        one.at(),
        one.failure(),
        file == null ? List.of() : file.contacts(),
        file == null ? null : file.expires(),
        file == null ? List.of() : file.faults(clock.realNow()));
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("What a supplier's security.txt said, each time that it was read; newest first.")
  @GetMapping(PATH)
  ResponseEntity<ApiAnswers.Page<ReadSecurityTxt>> all(@PathVariable("id") UUID id) {
    return ApiAnswers.ok(readings(supplier(id)));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Reads a supplier's security.txt now, and answers with all readings, newest first.")
  @PostMapping(PATH)
  ResponseEntity<ApiAnswers.Page<ReadSecurityTxt>> read(
      @PathVariable("id") UUID id, @JsonBody SecurityTxtHost wanted) {
    int supplier = supplier(id);
    String host = wanted.host();
    String asked =
        host == null
            ? Objects.toString(transactions.run(jdbc -> acts.rows(jdbc).domain(supplier)), "")
            : host;
    acts.read(Caller.signedIn(), supplier, asked, false);
    return ApiAnswers.ok(readings(supplier));
  }
}
