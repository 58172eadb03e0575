package org.stoplog.server.mail;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Colleagues;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/**
 * The mailboxes that are read. One is not changed, but removed and added: its password goes too.
 */
@Controller
final class MailboxesController {
  static final String PATH = MailController.PATH + "/mailboxes";
  private static final int UNPROCESSABLE = 422;
  private static final int LONGEST = 200;
  private static final int LONGEST_NAME = 60;
  private static final int HIGHEST_PORT = 65_535;
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9:][A-Za-z0-9.:-]{0,252}");
  private static final Pattern HERE =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|::1", Pattern.CASE_INSENSITIVE);
  private static final Map<String, String> FRESH =
      Map.of("purpose", "suppliers", "security", "tls", "port", "993", "folder", "INBOX");

  private final Pages pages;
  private final Ledger ledger;
  private final Transactions transactions;
  private final MailboxReading reading;
  private final Colleagues colleagues;
  private final ServerClock clock;

  MailboxesController(
      Pages pages,
      Ledger ledger,
      Transactions transactions,
      MailboxReading reading,
      Colleagues colleagues,
      ServerClock clock) {
    this.pages = pages;
    this.ledger = ledger;
    this.transactions = transactions;
    this.reading = reading;
    this.colleagues = colleagues;
    this.clock = clock;
  }

  private List<MailboxesPage.Owner> owners() {
    return colleagues.active().stream()
        .filter(one -> one.permissions().contains(Permission.WORK_ON_INCIDENTS))
        .map(one -> new MailboxesPage.Owner(one.id().toString(), one.name()))
        .toList();
  }

  private View page(
      Map<String, String> typed,
      Map<String, String> errors,
      @Nullable String said,
      boolean isGood,
      int status) {
    List<MailboxesPage.Owner> owners = owners();
    List<MailboxesPage.Line> boxes =
        transactions.run(jdbc -> new MailboxRows(jdbc, ledger.stores().keys()).all()).stream()
            .map(box -> line(box, owners))
            .toList();
    return pages.view(
        "mailboxes", new MailboxesPage(boxes, owners, typed, errors, said, isGood), status);
  }

  private static MailboxesPage.Line line(Mailbox box, List<MailboxesPage.Owner> owners) {
    Instant read = box.readAt();
    Instant failed = box.failedAt();
    return new MailboxesPage.Line(
        PATH + "/" + box.id(),
        box.name(),
        box.purpose().words(),
        box.host() + ", port " + box.port() + (box.security() == Security.TLS ? ", TLS" : ""),
        box.folder(),
        box.purpose() == MailPurpose.BOUNCES
            ? "nobody"
            : owners.stream()
                .filter(one -> one.id().equals(box.owner().toString()))
                .map(MailboxesPage.Owner::name)
                .findFirst()
                .orElse("somebody who may not work on incidents any more"),
        box.active(),
        read == null ? "never" : Times.second(read),
        failed == null ? null : Times.second(failed) + ": " + box.failure());
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View list() {
    return page(FRESH, Map.of(), null, false, 200);
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View add(@RequestParam Map<String, String> fields) {
    Map<String, String> typed = new LinkedHashMap<>();
    for (String field :
        new String[] {"name", "purpose", "host", "port", "security", "user", "folder", "owner"}) {
      typed.put(field, fields.getOrDefault(field, FRESH.getOrDefault(field, "")).strip());
    }
    String password = fields.getOrDefault("password", "");
    Map<String, String> errors = errors(typed, password);
    if (!errors.isEmpty()) {
      return page(typed, errors, null, false, UNPROCESSABLE);
    }
    MailPurpose purpose = MailPurpose.of(typed.getOrDefault("purpose", "")).orElseThrow();
    Mailbox box =
        new Mailbox(
            0,
            typed.getOrDefault("name", ""),
            purpose,
            typed.getOrDefault("host", ""),
            Integer.parseInt(typed.getOrDefault("port", "")),
            Security.of(typed.getOrDefault("security", "")).orElseThrow(),
            typed.getOrDefault("user", ""),
            typed.getOrDefault("folder", ""),
            purpose == MailPurpose.BOUNCES
                ? Caller.signedIn().account()
                : UUID.fromString(typed.getOrDefault("owner", "")),
            true,
            null,
            null,
            null);
    transactions.act(
        act -> {
          int id = new MailboxRows(act.jdbc(), ledger.stores().keys()).add(box, password);
          act.record(
              Caller.signedIn().account(),
              "mailbox.added",
              Map.of("mailbox", id, "purpose", purpose.word(), "security", box.security().word()));
          return id;
        });
    return Redirects.see(PATH);
  }

  private Map<String, String> errors(Map<String, String> typed, String password) {
    Map<String, String> errors = new LinkedHashMap<>();
    line(errors, typed, "name", LONGEST_NAME);
    line(errors, typed, "user", LONGEST);
    line(errors, typed, "folder", LONGEST);
    String host = typed.getOrDefault("host", "");
    if (!HOST.matcher(host).matches()) {
      errors.put("host", "A host is a name or an address, such as imap.example.org.");
    }
    String port = typed.getOrDefault("port", "");
    if (!port.matches("[1-9][0-9]{0,4}") || Integer.parseInt(port) > HIGHEST_PORT) {
      errors.put("port", "A port is a number from 1 to 65535; 993 for TLS.");
    }
    String security = typed.getOrDefault("security", "");
    if (!security.equals("tls") && !security.equals("none")) {
      errors.put("security", "Choose how the connection is protected.");
    } else if (security.equals("none") && !HERE.matcher(host).matches()) {
      errors.put(
          "security",
          "Without encryption only this machine may be called: localhost, 127.0.0.1 or ::1.");
    }
    if (password.isEmpty() || password.length() > LONGEST || !isPlain(password)) {
      errors.put(
          "password", "A password has 1 to 200 characters of ASCII, none of them a control.");
    }
    if (MailPurpose.of(typed.getOrDefault("purpose", "")).isEmpty()) {
      errors.put("purpose", "Choose what comes to it.");
    }
    boolean opens = !typed.getOrDefault("purpose", "").equals(MailPurpose.BOUNCES.word());
    if (opens && owners().stream().noneMatch(one -> one.id().equals(typed.get("owner")))) {
      errors.put("owner", "Choose somebody who may work on incidents.");
    }
    return errors;
  }

  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  private static void line(
      Map<String, String> errors, Map<String, String> typed, String field, int longest) {
    String value = typed.getOrDefault(field, "");
    if (value.isEmpty() || value.length() > longest || (!field.equals("name") && !isPlain(value))) {
      errors.put(
          field,
          "Of 1 to " + longest + " characters" + (field.equals("name") ? "." : " of ASCII."));
    }
  }

  private Mailbox box(int id) {
    return transactions
        .run(jdbc -> new MailboxRows(jdbc, ledger.stores().keys()).find(id))
        .orElseThrow(() -> new StoplogException(Problem.PAGE_UNKNOWN, "There is no such mailbox."));
  }

  /** Signs in and counts what waits; takes nothing. */
  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}/test")
  View test(@PathVariable("id") int id) {
    Mailbox box = box(id);
    String said;
    boolean isGood = false;
    try {
      said =
          "The mailbox "
              + box.name()
              + " can be read; "
              + Numbers.amount(reading.test(box), "mails")
              + " wait there.";
      isGood = true;
    } catch (StoplogException e) {
      said = String.valueOf(e.getMessage());
    }
    boolean outcome = isGood;
    transactions.act(
        act -> {
          act.record(
              Caller.signedIn().account(),
              "mailbox.tested",
              Map.of("mailbox", id, "good", outcome));
          return true;
        });
    return page(FRESH, Map.of(), said, isGood, 200);
  }

  /** Stops reading it, or goes on. */
  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}/active")
  View setActive(
      @PathVariable("id") int id,
      @RequestParam(name = "active", defaultValue = "false") boolean active) {
    return change(
        id, active ? "mailbox.resumed" : "mailbox.stopped", rows -> rows.setActive(id, active));
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}/remove")
  View remove(@PathVariable("id") int id) {
    return change(id, "mailbox.removed", rows -> rows.remove(id, clock.realNow()));
  }

  /** What becomes of it; false when it is not there. */
  private interface Changes {
    boolean of(MailboxRows rows);
  }

  private View change(int id, String act, Changes changes) {
    UUID by = Caller.signedIn().account();
    transactions.act(
        one -> {
          if (!changes.of(new MailboxRows(one.jdbc(), ledger.stores().keys()))) {
            throw new StoplogException(Problem.PAGE_UNKNOWN, "There is no such mailbox.");
          }
          one.record(by, act, Map.of("mailbox", id));
          return true;
        });
    return Redirects.see(PATH);
  }
}
