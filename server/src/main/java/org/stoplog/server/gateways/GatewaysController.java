package org.stoplog.server.gateways;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.GatewayDoor;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** The gateways, as those see them who run them. */
@Controller
final class GatewaysController {
  static final String PATH = "/gateways";

  private static final int UNPROCESSABLE = 422;
  private static final int LONGEST_NAME = 60;

  private final Pages pages;
  private final Transactions transactions;
  private final ServerClock clock;
  private final Gateways gateways;
  private final GatewayDoor door;
  private final Approvals approvals;
  private final GatewayWords words;
  private final Recording recording;

  GatewaysController(
      Pages pages,
      Transactions transactions,
      ServerClock clock,
      Gateways gateways,
      GatewayDoor door,
      Approvals approvals,
      GatewayWords words,
      Recording recording) {
    this.pages = pages;
    this.transactions = transactions;
    this.clock = clock;
    this.gateways = gateways;
    this.door = door;
    this.approvals = approvals;
    this.words = words;
    this.recording = recording;
  }

  /** The form, as it was filled in. */
  private record Form(
      String name, String address, @Nullable String nameError, @Nullable String addressError) {
    static final Form EMPTY = new Form("", "", null, null);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View list() {
    return list(Form.EMPTY, 200);
  }

  private View list(Form form, int status) {
    Caller caller = Caller.signedIn();
    Instant now = clock.now();
    long version = transactions.run(Policies::handed).version();
    // Outside of the transaction below: the inbox has its own.
    List<GatewaysPage.Line> lines =
        transactions.run(jdbc -> new GatewayRows(jdbc).all()).stream()
            .map(one -> words.line(one, version, now))
            .toList();
    String waits = recording.waiting();
    GatewaysPage page =
        transactions.run(
            jdbc -> {
              Policies.Handed policy = Policies.handed(jdbc);
              List<ConnectionRow> rows = new ConnectionRows(jdbc).all();
              return new GatewaysPage(
                  state(lines, rows),
                  policy.version(),
                  door.origin() != null,
                  caller.may(Permission.MANAGE_GATEWAYS),
                  !policy.isHanded(),
                  caller.may(Permission.WORK_ON_INCIDENTS) ? waits : null,
                  approvals
                      .waiting(jdbc, HandingOut.ACT, HandingOut.TARGET)
                      .map(Approval::id)
                      .orElse(null),
                  lines,
                  rows.stream().map(GatewaysController::line).toList(),
                  form.name(),
                  form.address(),
                  form.nameError(),
                  form.addressError());
            });
    return pages.view("gateways", page, status);
  }

  private static String state(List<GatewaysPage.Line> gateways, List<ConnectionRow> rows) {
    long through = rows.stream().filter(ConnectionRow::isThrough).count();
    long cut = rows.stream().filter(ConnectionRow::isCut).count();
    return gateways.isEmpty()
        ? "No gateway yet. Name one, pair it, and say what it does with a connection."
        : "%s, %s, %s cut."
            .formatted(
                Numbers.of(gateways.size(), "gateway"),
                Numbers.of(through, "connection"),
                cut == 0 ? "none" : Numbers.grouped(cut));
  }

  private static GatewaysPage.Connection line(ConnectionRow row) {
    return new GatewaysPage.Connection(
        row.connection(),
        row.name(),
        row.supplierName(),
        PlainWords.state(row),
        row.isThrough(),
        row.isCut());
  }

  @Access(value = Permission.MANAGE_GATEWAYS, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View add(
      @RequestParam("name") String name,
      @RequestParam(name = "address", defaultValue = "") String address) {
    String bare = name.replaceAll("\\p{Cntrl}", "").strip();
    String at = address.replace("\0", "").strip();
    String nameError =
        bare.isEmpty() || bare.length() > LONGEST_NAME
            ? "Name it with up to " + LONGEST_NAME + " characters."
            : null;
    String addressError = at.isEmpty() ? null : addressFault(at).orElse(null);
    if (nameError != null || addressError != null) {
      return list(new Form(name, address, nameError, addressError), UNPROCESSABLE);
    }
    Optional<UUID> id =
        gateways.add(
            Caller.signedIn().account(), bare, at.isEmpty() ? null : at.replaceAll("/+$", ""));
    return id.isEmpty()
        ? list(new Form(name, address, "Another gateway has this name.", null), UNPROCESSABLE)
        : Redirects.see(PATH + "/" + id.get());
  }

  private static Optional<String> addressFault(String address) {
    Optional<String> fault = Upstreams.fault(address).map(what -> "The address: " + what + ".");
    if (fault.isEmpty() && !URI.create(address).getPath().matches("/?")) {
      return Optional.of("The address has no path: write https://NAME.");
    }
    return fault;
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(PATH + "/{id}")
  View gateway(@PathVariable("id") UUID id) {
    Caller caller = Caller.signedIn();
    Instant now = clock.now();
    Gateway one =
        transactions.run(jdbc -> new GatewayRows(jdbc).find(id)).orElseThrow(Gateways::unknown);
    long version = transactions.run(Policies::handed).version();
    GatewaysPage.Line line = words.line(one, version, now);
    Origin origin = door.origin();
    String address = one.address();
    Instant paired = one.pairedAt();
    return pages.view(
        "gateway",
        new GatewayPage(
            id,
            one.name(),
            "It is: " + line.health() + ".",
            List.of(
                new GatewayPage.Fact("Applications call it", address == null ? "unknown" : address),
                new GatewayPage.Fact("Named", Times.second(one.madeAt())),
                new GatewayPage.Fact("Paired", paired == null ? "no" : Times.second(paired)),
                new GatewayPage.Fact("Last seen", line.seen()),
                new GatewayPage.Fact("Obeys version", line.obeys()),
                new GatewayPage.Fact("Segments received", line.received()),
                new GatewayPage.Fact("Segments that wait there", line.waiting()),
                new GatewayPage.Fact("Not recorded since its start", line.gaps())),
            one.isRevoked(),
            paired != null,
            caller.may(Permission.MANAGE_GATEWAYS),
            origin == null ? null : origin.base()));
  }

  /** The file, which nobody is given again: another one voids it. */
  @Access(value = Permission.MANAGE_GATEWAYS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}/pair")
  ResponseEntity<byte[]> pair(@PathVariable("id") UUID id) {
    PairingFile file = gateways.pair(Caller.signedIn().account(), id);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename("stoplog-gateway-" + id + ".json")
                .build()
                .toString())
        .body(file.json());
  }

  @Access(value = Permission.MANAGE_GATEWAYS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}/revoke")
  View revoke(@PathVariable("id") UUID id) {
    gateways.revoke(Caller.signedIn().account(), id);
    return Redirects.see(PATH + "/" + id);
  }

  /** What gateways sent comes into the record now, and not with the next batch. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/record")
  View record() {
    recording.wake();
    return Redirects.see(PATH);
  }

  /** Asks for what two people decide. */
  @Access(value = Permission.MANAGE_GATEWAYS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/policy/hand-out")
  View handOut() {
    UUID by = Caller.signedIn().account();
    UUID approval =
        transactions.act(
            act -> {
              if (Policies.lock(act.jdbc()).isHanded()) {
                throw Gateways.unknown();
              }
              return approvals.ask(act, HandingOut.request(by, act.jdbc()));
            });
    return Redirects.see("/approvals/" + approval);
  }
}
