package org.stoplog.server.incidents;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.exposure.WindowText;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.UploadLimit;

/** The correspondence of an incident: mails that are dropped in, and what else is noted. */
@Controller
final class LettersController {
  static final UploadLimit MOST = new UploadLimit(100L << 20);

  private static final int UNPROCESSABLE = 422;
  private static final int OK = 200;
  private static final int LONGEST_LINE = 200;
  private static final int LONGEST_TEXT = 20_000;

  private final Pages pages;
  private final Incidents incidents;
  private final MailKeeping mails;
  private final ActorNames names;

  LettersController(Pages pages, Incidents incidents, MailKeeping mails, ActorNames names) {
    this.pages = pages;
    this.incidents = incidents;
    this.mails = mails;
    this.names = names;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/letters")
  View list(@PathVariable("id") UUID id) {
    return list(id, Map.of(), null, "");
  }

  private View list(UUID id, Map<String, String> typed, @Nullable String error, String errorOf) {
    LettersPage page =
        incidents.read(
            Caller.signedIn(),
            id,
            inside ->
                new LettersPage(
                    inside.incident().path(),
                    inside.incident().name(),
                    FilesController.canWork(inside),
                    MOST.text(),
                    typed,
                    error,
                    errorOf,
                    LettersView.lines(inside)));
    return pages.view("incident-letters", page, error == null ? OK : UNPROCESSABLE);
  }

  /** What the product's clock says, or what somebody typed. */
  private Instant at(String typed) {
    if (typed.isBlank()) {
      return incidents.clock().product().instant();
    }
    Instant from = WindowText.parse(typed.strip(), ZoneOffset.UTC).from();
    if (from == null) {
      throw new StoplogException(
          Problem.WINDOW_INVALID, "a time has a beginning, such as 2025-11-24 09:00");
    }
    return from;
  }

  /** What is said of a mail that was not taken; anything else is no matter of the form's. */
  static String told(StoplogException e) {
    if (e.problem().status() >= 500 || e.problem() == Problem.PAGE_UNKNOWN) {
      throw e;
    }
    return e.getMessage() + ". " + e.problem().advice();
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/letters")
  View add(
      @PathVariable("id") UUID id,
      @RequestParam(name = "file", required = false) @Nullable MultipartFile file,
      @RequestParam(name = "received", defaultValue = "") String received) {
    Map<String, String> typed = Map.of("received", received);
    if (file == null || file.isEmpty()) {
      return list(id, typed, "Choose the mail as a file (.eml) that is not empty.", "mail");
    }
    try {
      MailKeeping.Kept kept = mails.add(Caller.signedIn(), id, at(received), file::transferTo);
      return see(kept);
    } catch (StoplogException e) {
      return list(id, typed, told(e), "mail");
    }
  }

  static View see(MailKeeping.Kept kept) {
    return Redirects.see(
        Letter.path(kept.incident(), kept.letter()) + (kept.isNew() ? "" : "?again=true"));
  }

  private static StoplogException refused(String why) {
    return new StoplogException(Problem.REQUEST_INVALID, why);
  }

  /** Notes a letter, a call or a message, with the file that shows that it was received. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/letters/notes")
  View note(
      @PathVariable("id") UUID id,
      @RequestParam(name = "file", required = false) @Nullable MultipartFile file,
      @RequestParam(name = "direction", defaultValue = "") String direction,
      @RequestParam(name = "channel", defaultValue = "") String channel,
      @RequestParam(name = "at", defaultValue = "") String at,
      @RequestParam(name = "who", defaultValue = "") String who,
      @RequestParam(name = "subject", defaultValue = "") String subject,
      @RequestParam(name = "text", defaultValue = "") String text) {
    Map<String, String> typed =
        Map.of(
            "direction",
            direction,
            "channel",
            channel,
            "at",
            at,
            "who",
            who,
            "subject",
            subject,
            "text",
            text);
    try {
      MailKeeping.Note note =
          new MailKeeping.Note(
              isOurs(direction),
              Letter.Channel.of(channel)
                  .orElseThrow(() -> refused("Say how it went: mail, letter, portal or call")),
              at(at),
              line("whom it was with", who),
              line("what it was about", subject),
              text.strip());
      if (note.text().length() > LONGEST_TEXT) {
        throw refused("The text has at most " + LONGEST_TEXT + " characters");
      }
      UUID letter =
          mails.note(
              Caller.signedIn(),
              id,
              note,
              file == null || file.isEmpty() ? null : file::transferTo);
      return Redirects.see(Letter.path(id, letter));
    } catch (StoplogException e) {
      return list(id, typed, told(e), "note");
    }
  }

  private static boolean isOurs(String direction) {
    return switch (direction) {
      case "out" -> true;
      case "in" -> false;
      default -> throw refused("Say whether they told us or we told them");
    };
  }

  private static String line(String what, String typed) {
    String line = typed.strip();
    if (line.isEmpty() || line.length() > LONGEST_LINE) {
      throw refused("Say " + what + ", in 1 to " + LONGEST_LINE + " characters");
    }
    return line;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/letters/{letter}")
  View show(
      @PathVariable("id") UUID id,
      @PathVariable("letter") UUID letter,
      @RequestParam(name = "again", defaultValue = "false") boolean again) {
    Map<UUID, String> people = names.names();
    LetterPage page =
        incidents.read(
            Caller.signedIn(),
            id,
            inside ->
                LettersView.page(
                    inside,
                    letter(inside, letter),
                    people,
                    again,
                    FilesController.canWork(inside)));
    return pages.view("incident-letter", page);
  }

  private static Letter letter(Incidents.Inside inside, UUID letter) {
    return new LetterRows(inside.jdbc(), inside.keys())
        .find(inside.incident().id(), letter)
        .orElseThrow(
            () -> new StoplogException(Problem.PAGE_UNKNOWN, "The incident has no such letter."));
  }

  /** Takes an attachment over as a file of the incident. */
  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/letters/{letter}/attachments/{number}")
  View takeOver(
      @PathVariable("id") UUID id,
      @PathVariable("letter") UUID letter,
      @PathVariable("number") int number) {
    Caller caller = Caller.signedIn();
    Letter found = incidents.read(caller, id, inside -> letter(inside, letter));
    return Redirects.see(mails.takeOver(caller, id, found, number));
  }
}
