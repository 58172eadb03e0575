package org.stoplog.server.incidents;

import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Evidence;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.reader.MailOutline;
import org.stoplog.server.mail.ConnectionLost;
import org.stoplog.server.mail.Envelope;
import org.stoplog.server.mail.MailRoute;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.mail.MimeText;
import org.stoplog.server.mail.Reply;
import org.stoplog.server.mail.SmtpSession;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/**
 * Asks the supplier by mail, once and again. A mail is a row before it goes out, and is handed over
 * by a commit before its first byte; so after any end it is known which one is in doubt.
 */
final class QuestionMailing {
  private static final int MOST_ATTEMPTS = 8;
  private static final int LONGEST_REPLY = 300;
  private static final Duration FIRST_WAIT = Duration.ofMinutes(5);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Incidents incidents;
  private final Ledger ledger;
  private final Transactions transactions;
  private final MailRoutes routes;
  private final FileKeeping files;
  private final ServerClock clock;

  QuestionMailing(
      Incidents incidents,
      Ledger ledger,
      Transactions transactions,
      MailRoutes routes,
      FileKeeping files,
      ServerClock clock) {
    this.incidents = incidents;
    this.ledger = ledger;
    this.transactions = transactions;
    this.routes = routes;
    this.files = files;
    this.clock = clock;
  }

  private Keyset keys() {
    return ledger.stores().keys();
  }

  /** Routes that something can be sent by. */
  List<MailRoute> routes() {
    return routes.all().stream().filter(route -> !route.catcher()).toList();
  }

  MailRoute route(String typed) {
    return (typed.matches("[0-9]{1,9}")
            ? routes.find(Integer.parseInt(typed))
            : Optional.<MailRoute>empty())
        .orElseThrow(() -> refused("Choose a mail route. An administrator adds one under Mail."));
  }

  private static StoplogException refused(String why) {
    return new StoplogException(Problem.REQUEST_INVALID, why);
  }

  /** Those without an answer. */
  static List<SupplierQuestion> open(Incidents.Inside inside) {
    Set<SupplierQuestion> answered =
        new Questions(inside.jdbc(), inside.keys())
            .all(inside.incident().id()).stream()
                .filter(one -> one.answer() != null)
                .map(Questions.Asked::question)
                .collect(java.util.stream.Collectors.toSet());
    return java.util.Arrays.stream(SupplierQuestion.values())
        .filter(one -> !answered.contains(one))
        .toList();
  }

  /**
   * Has it sent as it was seen.
   *
   * @param seen hash of the draft that was looked at
   */
  void approve(Caller who, UUID id, MailRoute route, String seen) {
    incidents.change(
        who,
        id,
        change -> {
          QuestionDraft draft = QuestionDraft.of(change.inside(), route, open(change.inside()));
          if (!draft.hash().equals(seen)) {
            throw refused(
                "What would be sent has changed since you looked. Look again, then send.");
          }
          UUID mail = add(change.inside(), draft, 0, who.account());
          return change.record(
              new Timeline.News("question.mail-approved", draft.questions().size() + " questions"),
              Map.of(
                  "mail",
                  mail.toString(),
                  "questions",
                  draft.questions().size(),
                  "route",
                  route.id()));
        });
  }

  private UUID add(Incidents.Inside inside, QuestionDraft draft, int chase, UUID by) {
    UUID id = Ids.next(clock.realNow());
    byte[] random = new byte[8];
    RANDOM.nextBytes(random);
    String token = "SL-" + HexFormat.of().formatHex(random);
    QuestionMail.Words words = draft.words();
    String from = draft.route().from();
    new QuestionMailRows(inside.jdbc(), inside.keys())
        .add(
            new QuestionMail(
                id,
                inside.incident().id(),
                draft.supplier(),
                draft.route().id(),
                chase,
                draft.questions(),
                "<q." + id + from.substring(from.lastIndexOf('@')) + ">",
                new QuestionMail.Words(
                    words.to(), words.subject() + " [" + token + "]", words.text()),
                by,
                clock.realNow(),
                QuestionMail.State.WAITING,
                0,
                clock.realNow(),
                null,
                null),
            token);
    return id;
  }

  /** Sets or stops asking again by itself. */
  void chase(Caller who, UUID id, @Nullable MailRoute route, int hours, int most) {
    incidents.change(
        who,
        id,
        change -> {
          Chases chases = new Chases(change.jdbc());
          if (route == null) {
            Chases.Chase before =
                chases
                    .find(id)
                    .filter(one -> one.stopped() == null)
                    .orElseThrow(() -> refused("Nothing is asked again by itself."));
            chases.move(id, before.done(), before.next(), "by hand");
          } else {
            QuestionDraft.of(change.inside(), route, open(change.inside()));
            Instant next = clock.realNow().plus(Duration.ofHours(hours));
            chases.set(id, route.id(), hours, most, next, who.account());
          }
          return change.record(
              new Timeline.News(
                  "question.chase-set", route == null ? "off" : "every " + hours + " h"),
              Map.of("hours", route == null ? 0 : hours, "most", route == null ? 0 : most));
        });
  }

  /** What a restored backup brought back may have gone out after the backup. */
  void standStill() {
    transactions.actIf(
        act -> {
          int mails = new QuestionMailRows(act.jdbc(), keys()).standStill();
          int chases = new Chases(act.jdbc()).standStill();
          if (mails + chases > 0) {
            act.record(
                null, "incident.questions-stand-still", Map.of("mails", mails, "chases", chases));
          }
          return true;
        });
  }

  /** Sends all that is due. One run at a time. */
  synchronized void run() {
    QuestionMail.State doubt = QuestionMail.State.DOUBTFUL;
    for (UUID id : transactions.run(jdbc -> new QuestionMailRows(jdbc, keys()).handed())) {
      end(id, new QuestionMailRows.End(doubt, null, null, null), null, null);
    }
    Instant now = clock.realNow();
    for (UUID incident : transactions.run(jdbc -> new Chases(jdbc).due(now))) {
      chaseOnce(incident, now);
    }
    for (UUID id : transactions.run(jdbc -> new QuestionMailRows(jdbc, keys()).due(now))) {
      send(id);
    }
  }

  private void chaseOnce(UUID incident, Instant now) {
    MailRoute route =
        transactions
            .run(jdbc -> new Chases(jdbc).find(incident))
            .flatMap(chase -> routes.find(chase.route()))
            .orElse(null);
    transactions.actIf(
        act -> {
          IncidentRows rows = new IncidentRows(act.jdbc());
          rows.lock(incident);
          Chases chases = new Chases(act.jdbc());
          Chases.Chase chase = chases.find(incident).orElseThrow();
          if (chase.stopped() != null || chase.next().isAfter(now)) {
            return false;
          }
          Incident found = rows.find(incident).orElseThrow();
          Member member = rows.member(incident, chase.by()).filter(Member::works).orElse(null);
          List<QuestionMail> mails = new QuestionMailRows(act.jdbc(), keys()).all(incident);
          boolean isUnderWay =
              mails.stream()
                  .anyMatch(
                      one ->
                          one.state() == QuestionMail.State.WAITING
                              || one.state() == QuestionMail.State.HANDED);
          Instant next = now.plus(Duration.ofHours(chase.hours()));
          if (isUnderWay) {
            chases.move(incident, chase.done(), next, null);
            return false;
          }
          String stopped = stopped(act, found, member, route);
          if (stopped == null) {
            Incidents.Inside inside =
                new Incidents.Inside(act.jdbc(), keys(), found, Objects.requireNonNull(member));
            try {
              QuestionDraft draft =
                  QuestionDraft.of(inside, Objects.requireNonNull(route), askedAndOpen(inside));
              UUID mail = add(inside, draft, chase.first() + chase.done(), chase.by());
              boolean isLast = chase.done() + 1 >= chase.most();
              chases.move(incident, chase.done() + 1, next, isLast ? "done" : null);
              act.record(
                  null,
                  "incident.question.chased",
                  Map.of(
                      "incident", incident.toString(),
                      "mail", mail.toString(),
                      "number", chase.done() + 1));
              return true;
            } catch (StoplogException e) {
              stopped = "refused";
            }
          }
          chases.move(incident, chase.done(), next, stopped);
          act.record(
              null,
              "incident.question.chase-ended",
              Map.of("incident", incident.toString(), "why", stopped));
          return true;
        });
  }

  private List<SupplierQuestion> askedAndOpen(Incidents.Inside inside) {
    return new Questions(inside.jdbc(), inside.keys())
        .all(inside.incident().id()).stream()
            .filter(one -> one.answer() == null)
            .map(Questions.Asked::question)
            .toList();
  }

  private @Nullable String stopped(
      Act act, Incident incident, @Nullable Member member, @Nullable MailRoute route) {
    if (incident.state() == Incident.State.CLOSED) {
      return "closed";
    }
    if (member == null || route == null) {
      return member == null ? "left" : "route";
    }
    Incidents.Inside inside = new Incidents.Inside(act.jdbc(), keys(), incident, member);
    return askedAndOpen(inside).isEmpty() ? "answered" : null;
  }

  private void send(UUID id) {
    QuestionMail mail =
        transactions.run(jdbc -> new QuestionMailRows(jdbc, keys()).find(id)).orElseThrow();
    MailRoute route = routes.find(mail.route()).orElse(null);
    if (route == null) {
      end(id, new QuestionMailRows.End(QuestionMail.State.FAILED, null, null, null), null, null);
      return;
    }
    QuestionMail.Words words = mail.words();
    byte[] plain =
        MimeText.of(
            new MimeText.Head(
                route.from(),
                route.fromName(),
                words.to(),
                null,
                words.subject(),
                mail.madeAt(),
                mail.messageId()),
            words.text(),
            null);
    byte[] bytes = routes.signer(route).signed(plain, mail.madeAt());
    Evidence.Kept kept =
        WorkFolder.use(ledger, folder -> files.put(Files.write(folder.resolve("mail"), bytes)));
    boolean isOurs = transactions.run(jdbc -> new QuestionMailRows(jdbc, keys()).handOver(id));
    if (!isOurs) {
      return;
    }
    try (SmtpSession session = routes.open(route)) {
      Reply reply = session.send(new Envelope(route.returnTo(null), words.to()), bytes);
      if (reply.deferred()) {
        again(mail);
        return;
      }
      QuestionMail.State state =
          reply.accepted() ? QuestionMail.State.SENT : QuestionMail.State.REFUSED;
      String status = reply.status() == null ? "" : reply.status() + " ";
      String said = status + reply.textWithout(words.to()).replaceAll("[^\\s<>]+@[^\\s<>]+", "•••");
      end(
          id,
          new QuestionMailRows.End(
              state,
              reply.code(),
              said.substring(0, Math.min(said.length(), LONGEST_REPLY)),
              reply.accepted() ? Ids.next(clock.realNow()) : null),
          kept,
          route);
    } catch (ConnectionLost e) {
      if (e.inDoubt()) {
        end(
            id,
            new QuestionMailRows.End(QuestionMail.State.DOUBTFUL, null, null, null),
            null,
            null);
      } else {
        again(mail);
      }
    } catch (StoplogException e) {
      if (e.problem() != Problem.MAIL_ROUTE_FAILED) {
        throw e;
      }
      again(mail);
    }
  }

  /** It was not taken for sure. */
  private void again(QuestionMail mail) {
    if (mail.attempts() + 1 >= MOST_ATTEMPTS) {
      end(
          mail.id(),
          new QuestionMailRows.End(QuestionMail.State.FAILED, null, null, null),
          null,
          null);
      return;
    }
    Instant due = clock.realNow().plus(FIRST_WAIT.multipliedBy(1L << mail.attempts()));
    transactions.run(
        jdbc -> {
          new QuestionMailRows(jdbc, keys()).again(mail.id(), due);
          return true;
        });
  }

  private void end(
      UUID id,
      QuestionMailRows.End end,
      Evidence.@Nullable Kept original,
      @Nullable MailRoute route) {
    transactions.act(
        act -> {
          QuestionMailRows rows = new QuestionMailRows(act.jdbc(), keys());
          QuestionMail mail = rows.find(id).orElseThrow();
          new IncidentRows(act.jdbc()).lock(mail.incident());
          long seq =
              new Timeline(act.jdbc(), keys())
                  .add(
                      mail.incident(),
                      null,
                      new Timeline.News(
                          "question.mail-" + end.state().slug(),
                          mail.questions().size() + " questions"),
                      clock);
          if (end.letter() != null && original != null && route != null) {
            keep(act, mail, end.letter(), seq, original, route);
          }
          rows.end(id, end, clock.realNow());
          act.record(
              null,
              "incident.question.mail-" + end.state().slug(),
              Map.of(
                  "incident", mail.incident().toString(),
                  "mail", id.toString(),
                  "code", end.code() == null ? 0 : end.code()));
          return true;
        });
  }

  private void keep(
      Act act, QuestionMail mail, UUID letter, long seq, Evidence.Kept original, MailRoute route) {
    Instant now = clock.product().instant();
    new LetterRows(act.jdbc(), keys())
        .add(
            mail.incident(),
            new Letter(
                letter,
                seq,
                true,
                Letter.Channel.MAIL,
                now,
                now,
                null,
                original.sha256(),
                original.bytes(),
                new MailOutline(
                    route.from(),
                    mail.words().to(),
                    mail.words().subject(),
                    mail.madeAt().getEpochSecond(),
                    mail.messageId(),
                    mail.words().text(),
                    false,
                    false,
                    List.of(),
                    0,
                    List.of(),
                    null),
                null));
    FileKeeping.named(act.jdbc(), original.sha256());
    Questions questions = new Questions(act.jdbc(), keys());
    mail.questions().forEach(question -> questions.ask(mail.incident(), question, seq));
  }
}
