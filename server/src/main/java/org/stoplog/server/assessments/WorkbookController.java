package org.stoplog.server.assessments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import org.stoplog.catalog.expectations.Expectation;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.reader.FileReader;
import org.stoplog.ledger.reader.SheetOutline;
import org.stoplog.ledger.reader.SheetReader;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.UploadLimit;
import org.stoplog.server.suppliers.Uploads;

/** A workbook that a supplier filled in becomes an assessment: shown first, then taken. */
@Controller
final class WorkbookController {
  static final String PATH = "/suppliers/{id}/assessments/workbook";
  static final UploadLimit MOST = new UploadLimit(10 << 20);

  /** How the id of such a set begins. */
  static final String SET = "workbook ";

  private static final String SOURCE = "workbook";
  private static final int UNPROCESSABLE = 422;
  private static final int SHOWN = 8;
  private static final int LONGEST_TITLE = 100;
  private static final int SHORTEST_REASON = 10;

  private final Pages pages;
  private final Transactions transactions;
  private final ServerClock clock;
  private final Desk desk;
  private final Path temp;
  private final SheetReader reader;

  WorkbookController(
      Pages pages, Transactions transactions, ServerClock clock, Desk desk, Ledger ledger) {
    this.pages = pages;
    this.transactions = transactions;
    this.clock = clock;
    this.desk = desk;
    this.temp = ledger.stores().folder().temp();
    this.reader = new SheetReader(ledger.stores().folder().work());
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View ask(@PathVariable("id") int id) {
    return page(id, null, null, 200);
  }

  private View page(
      int id, WorkbookPage.@Nullable Preview preview, @Nullable String error, int status) {
    String name = transactions.run(jdbc -> Desk.name(jdbc, id));
    return pages.view("workbook", new WorkbookPage(id, name, preview, error), status);
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View look(
      @PathVariable("id") int id,
      @RequestParam(name = "file", required = false) @Nullable MultipartFile file) {
    if (file == null || file.isEmpty()) {
      return page(id, null, "Choose a workbook (XLSX) that is not empty.", UNPROCESSABLE);
    }
    try {
      byte[] content = file.getBytes();
      WorkbookGuess.Guess guess = read(content);
      UUID upload =
          transactions.run(
              jdbc ->
                  new Uploads(jdbc)
                      .keep(
                          Caller.signedIn().account(),
                          new Uploads.Upload(
                              SOURCE, List.of(new Uploads.Part("workbook", content))),
                          clock.realNow()));
      return page(id, preview(id, upload, guess), null, 200);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (StoplogException e) {
      if (e.problem().status() >= 500
          && e.problem() != Problem.READER_CRASHED
          && e.problem() != Problem.READER_LIMIT) {
        throw e;
      }
      return page(id, null, e.getMessage() + ".", UNPROCESSABLE);
    }
  }

  private WorkbookGuess.Guess read(byte[] content) {
    try {
      Path file = Files.createTempFile(temp, "workbook", ".part");
      try {
        Files.write(file, content);
        SheetOutline outline = reader.read(file);
        if (outline.hasMacros()) {
          throw Desk.wrong("The workbook has macros. Save it without them, as XLSX");
        }
        return WorkbookGuess.of(outline)
            .filter(one -> one.answered() > 0)
            .orElseThrow(
                () ->
                    Desk.wrong(
                        "No sheet has a column of answers (yes, no, partly, n/a) beside a column of"
                            + " questions"));
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static WorkbookPage.Preview preview(int id, UUID upload, WorkbookGuess.Guess guess) {
    return new WorkbookPage.Preview(
        "/suppliers/" + id + "/assessments/workbook/" + upload,
        guess.about(),
        guess.questions().size(),
        guess.answered(),
        guess.questions().stream()
            .limit(SHOWN)
            .map(
                one ->
                    new WorkbookPage.Line(
                        one.id(),
                        one.question(),
                        one.answer() == null ? "none that is understood" : one.answer(),
                        one.words()))
            .toList(),
        String.join(", ", guess.strange().stream().limit(20).toList())
            + (guess.strange().size() > 20 ? " and more" : ""));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{upload}")
  View take(
      @PathVariable("id") int id,
      @PathVariable("upload") UUID upload,
      @RequestParam(name = "title", defaultValue = "") String typed) {
    UUID by = Caller.signedIn().account();
    String title = typed.strip();
    if (title.isEmpty() || title.length() > LONGEST_TITLE) {
      return page(
          id,
          null,
          "Say in 1 to 100 characters which questions these are, and choose the file again.",
          UNPROCESSABLE);
    }
    Uploads.Upload kept =
        transactions
            .run(jdbc -> new Uploads(jdbc).take(upload, by, clock.realNow()))
            .filter(one -> one.source().equals(SOURCE))
            .orElse(null);
    if (kept == null) {
      return page(id, null, "The file is no longer here: it waits for an hour.", UNPROCESSABLE);
    }
    byte[] content = kept.parts().getFirst().content();
    WorkbookGuess.Guess guess = read(content);
    UUID assessment = Ids.next(clock.realNow());
    transactions.act(
        act -> {
          Desk.name(act.jdbc(), id);
          add(act, id, assessment, title, sha256(content), guess, by);
          act.record(
              by,
              "assessment.begun",
              Map.of(
                  "assessment", assessment.toString(),
                  "supplier", id,
                  "set", SOURCE,
                  "questions", guess.questions().size(),
                  "answers", guess.answered()));
          return true;
        });
    return Redirects.see("/assessments/" + assessment);
  }

  private String sha256(byte[] content) {
    try {
      Path file = Files.createTempFile(temp, "workbook", ".part");
      try {
        Files.write(file, content);
        return FileReader.sha256(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(
      Act act,
      int supplier,
      UUID assessment,
      String title,
      String sha256,
      WorkbookGuess.Guess guess,
      UUID by) {
    AssessmentRows rows = desk.assessments(act.jdbc());
    LocalDate today = desk.today();
    rows.add(
        new Assessment(
            assessment,
            supplier,
            // The same questions next year are the same set: what was said then stands beside them.
            SET + title.toLowerCase(Locale.ROOT),
            sha256.substring(0, 12),
            title,
            today,
            "A workbook that it filled in, SHA-256 " + sha256,
            by,
            clock.now(),
            null),
        expectations(guess));
    int number = 0;
    for (WorkbookGuess.Found one : guess.questions()) {
      number++;
      String answer = one.answer();
      if (answer != null) {
        boolean needsReason =
            answer.equals(Answer.NOT_APPLICABLE) && one.words().length() < SHORTEST_REASON;
        String words = needsReason ? "n/a in row " + one.line() + " of the workbook" : one.words();
        rows.add(
            assessment,
            new Answer(
                number,
                answer,
                words.substring(0, Math.min(words.length(), AnswerForm.LONGEST)),
                by,
                clock.now(),
                clock.now()));
      }
    }
  }

  private static List<Expectation> expectations(WorkbookGuess.Guess guess) {
    List<Expectation> all = new ArrayList<>();
    for (WorkbookGuess.Found one : guess.questions()) {
      all.add(expectation(one.id(), one.question(), "row " + one.line()));
    }
    return all;
  }

  /** A question that counts as any other. */
  static Expectation expectation(String id, String question, String source) {
    return new Expectation(
        id,
        Expectation.Kind.YES_NO,
        null,
        "",
        1,
        false,
        null,
        id,
        question,
        "It is in the workbook.",
        source);
  }
}
