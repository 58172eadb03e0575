package org.stoplog.server.incidents;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** What came by mailboxes, and says of itself nothing by which it finds its incident. */
@Controller
final class WaitingController {
  static final String PATH = "/incidents/waiting";
  private static final int MOST = 100;
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final IncomingMails incoming;
  private final Transactions transactions;

  WaitingController(Pages pages, IncomingMails incoming, Transactions transactions) {
    this.pages = pages;
    this.incoming = incoming;
    this.transactions = transactions;
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View list() {
    return list(null, 200);
  }

  private View list(@Nullable String error, int status) {
    List<MailboxMails.Waiting> waiting = incoming.waiting(MOST + 1);
    List<WaitingPage.Choice> own =
        transactions.run(
            jdbc ->
                new IncidentRows(jdbc)
                    .of(Caller.signedIn().account()).stream()
                        .map(
                            one ->
                                new WaitingPage.Choice(
                                    one.id().toString(), one.name() + " " + one.title()))
                        .toList());
    return pages.view(
        "incident-waiting",
        new WaitingPage(
            waiting.stream().limit(MOST).map(WaitingController::line).toList(),
            own,
            error,
            waiting.size() > MOST),
        status);
  }

  private static WaitingPage.Line line(MailboxMails.Waiting one) {
    MailKeeping.Read read = one.read();
    String from = read.outline().from();
    String subject = read.outline().subject();
    return new WaitingPage.Line(
        one.id().toString(),
        PATH + "/" + one.id(),
        from == null || from.isBlank() ? "unknown" : from,
        subject == null || subject.isBlank() ? "unknown" : subject,
        Times.second(read.received()),
        one.mailbox(),
        MailProof.of(read.letter(one.id(), 0), Set.of()).sentence());
  }

  /** Opens an incident by it, puts it with one, or leaves it. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}")
  View decide(
      @PathVariable("id") UUID mail,
      @RequestParam(name = "where", defaultValue = "") String where) {
    Caller who = Caller.signedIn();
    if (where.equals("new")) {
      return LettersController.see(incoming.open(who, mail));
    }
    if (where.equals("aside")) {
      incoming.setAside(who, mail);
      return Redirects.see(PATH);
    }
    try {
      return LettersController.see(incoming.put(who, mail, UUID.fromString(where)));
    } catch (IllegalArgumentException e) {
      return list("Choose where the mail belongs.", UNPROCESSABLE);
    }
  }
}
