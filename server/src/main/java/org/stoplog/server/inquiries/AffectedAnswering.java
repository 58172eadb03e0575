package org.stoplog.server.inquiries;

import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.ConnectionLost;
import org.stoplog.server.mail.Envelope;
import org.stoplog.server.mail.MailRoute;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.mail.MimeText;
import org.stoplog.server.mail.SmtpSession;
import org.stoplog.server.notices.SentCopies;
import org.stoplog.server.people.PersonFinder;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Tokens;
import org.stoplog.server.platform.Transactions;

/**
 * Answers "was I affected?" by one mail to the address that was typed, whoever typed it. That a
 * mail goes is committed before its first byte does: it is never sent twice.
 */
final class AffectedAnswering {
  private static final int AT_ONCE = 50;
  private static final int ID_BYTES = 16;

  private final Ledger ledger;
  private final Transactions transactions;
  private final IncidentDoor door;
  private final MailRoutes routes;
  private final PersonFinder finder;
  private final SentCopies copies;

  AffectedAnswering(
      Ledger ledger,
      Transactions transactions,
      IncidentDoor door,
      MailRoutes routes,
      PersonFinder finder,
      SentCopies copies) {
    this.ledger = ledger;
    this.transactions = transactions;
    this.door = door;
    this.routes = routes;
    this.finder = finder;
    this.copies = copies;
  }

  /** What is held to be true for an address. */
  private enum Word {
    TOLD,
    OPEN,
    NONE
  }

  /** A mail that goes out. */
  private record Mail(int route, String to, Word word, String subject, String body, byte[] asker) {
    @Override
    public String toString() {
      return "Mail[" + word + "]";
    }
  }

  /**
   * @return whether more may wait
   */
  boolean some(Instant now) {
    List<InquiryRows.Waiting> waiting =
        transactions.run(
            jdbc ->
                new InquiryRows(jdbc)
                    .waiting(InquiryRows.AFFECTED, ledger.stores().keys(), AT_ONCE));
    if (waiting.isEmpty()) {
      return false;
    }
    Map<InquiryRows.Waiting, Mail> made = new LinkedHashMap<>();
    for (InquiryRows.Waiting one : waiting) {
      Mail mail = make(one);
      if (mail != null) {
        made.put(one, mail);
      }
    }
    List<Mail> going = transactions.act(act -> handOver(act, waiting, made, now));
    send(going, now);
    return waiting.size() == AT_ONCE;
  }

  /** Null when the page is not open any more, or not what was approved. */
  private @Nullable Mail make(InquiryRows.Waiting one) {
    UUID incident = one.incident();
    if (incident == null) {
      return null;
    }
    Optional<InquiryPageRows.Kept> page =
        transactions.run(
            jdbc ->
                new InquiryPageRows(jdbc, door)
                    .find(incident)
                    .filter(kept -> InquiryOpening.isApproved(jdbc, kept)));
    if (page.isEmpty()) {
      return null;
    }
    PersonFinder.Found found = finder.find("email", one.text());
    Optional<IncidentDoor.Frozen> newest =
        transactions.run(jdbc -> door.exposures(jdbc, incident, 1)).stream().findFirst();
    Optional<SentCopies.Sent> copy =
        found.people().isEmpty()
            ? Optional.empty()
            : transactions.run(jdbc -> copies.ofPeople(jdbc, incident, found.people()));
    boolean isListed = newest.filter(frozen -> finder.isIn(found, frozen.exposure())).isPresent();
    Word word = copy.isPresent() ? Word.TOLD : newest.isEmpty() || isListed ? Word.OPEN : Word.NONE;
    AnswerText text = page.get().text();
    String body =
        page.get().title()
            + "\n\n"
            + switch (word) {
              case TOLD ->
                  text.told()
                      + copy.map(sent -> "\n\n----\n" + sent.subject() + "\n\n" + sent.body())
                          .orElse("");
              case OPEN -> text.open();
              case NONE -> text.none();
            }
            + "\n";
    return new Mail(page.get().route(), one.text(), word, text.subject(), body, one.asker());
  }

  private List<Mail> handOver(
      Act act,
      List<InquiryRows.Waiting> waiting,
      Map<InquiryRows.Waiting, Mail> made,
      Instant now) {
    JdbcClient jdbc = act.jdbc();
    InquiryRows rows = new InquiryRows(jdbc);
    Map<String, Object> counts = new TreeMap<>();
    List<Mail> going = new java.util.ArrayList<>();
    for (InquiryRows.Waiting one : waiting) {
      Mail mail = made.get(one);
      rows.answer(one.id(), null, ledger.stores().keys());
      String word = "passed";
      if (mail != null && rows.mail(one.asker(), now)) {
        going.add(mail);
        word = mail.word().name().toLowerCase(java.util.Locale.ROOT);
      }
      counts.merge(word, 1, (a, b) -> (Integer) a + (Integer) b);
    }
    act.record(null, "inquiry.answers-handed", counts);
    return going;
  }

  private void send(List<Mail> mails, Instant now) {
    Map<Integer, List<Mail>> byRoute = new TreeMap<>();
    mails.forEach(
        mail -> byRoute.computeIfAbsent(mail.route(), _ -> new java.util.ArrayList<>()).add(mail));
    byRoute.forEach((id, some) -> routes.find(id).ifPresent(route -> send(route, some, now)));
  }

  /** What a server does not take is not tried again: whoever still wants to know asks again. */
  private void send(MailRoute route, List<Mail> mails, Instant now) {
    SmtpSession session = null;
    try {
      for (Mail mail : mails) {
        if (session == null || !session.isUsable()) {
          close(session);
          session = routes.open(route);
        }
        try {
          session.send(
              new Envelope(route.returnTo(null), mail.to()),
              routes.signer(route).signed(message(route, mail, now), now));
        } catch (ConnectionLost e) {
          close(session);
          session = null;
        }
      }
    } catch (StoplogException e) {
      if (e.problem() != Problem.MAIL_ROUTE_FAILED) {
        throw e;
      }
    } finally {
      close(session);
    }
  }

  private static void close(@Nullable SmtpSession session) {
    if (session != null) {
      session.close();
    }
  }

  private static byte[] message(MailRoute route, Mail mail, Instant now) {
    String domain = route.from().substring(route.from().lastIndexOf('@') + 1);
    String id =
        "<a."
            + HexFormat.of().formatHex(Tokens.random(ID_BYTES))
            + "@"
            + java.net.IDN.toASCII(domain)
            + ">";
    return MimeText.of(
        new MimeText.Head(route.from(), route.fromName(), mail.to(), null, mail.subject(), now, id),
        mail.body(),
        null);
  }
}
