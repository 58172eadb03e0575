package org.stoplog.server.campaigns;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.assessments.Answer;
import org.stoplog.server.evidence.DocumentCheck;
import org.stoplog.server.evidence.DocumentKeeping;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;

/** Documents beside the answers of a link, and the questions as a workbook. */
@Controller
final class AskedFilesController {
  private static final int UNPROCESSABLE = 422;

  private final AskedPages shared;
  private final AskedDoor door;
  private final AskedWorkbook workbook;
  private final DocumentKeeping documents;

  AskedFilesController(
      AskedPages shared, AskedDoor door, AskedWorkbook workbook, DocumentKeeping documents) {
    this.shared = shared;
    this.door = door;
    this.workbook = workbook;
    this.documents = documents;
  }

  /** Takes a document in, for one question or for all. */
  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @PostMapping(AskedDoor.PATH + "/files/add")
  View addFile(
      HttpServletRequest request,
      @RequestParam(name = "question", defaultValue = "0") String typedQuestion,
      @RequestParam(name = "until", defaultValue = "") String typedUntil,
      @RequestParam(name = "file", required = false) @Nullable MultipartFile file) {
    AskedPages.Given given = AskedPages.Given.of(request);
    int question = AskedPages.number(typedQuestion);
    return shared.behind(
        request,
        (link, words) -> {
          if (!link.canWrite() || file == null || file.isEmpty()) {
            return shared.view(
                given,
                words,
                AskedPages.Say.error(
                    question, words.say(link.canWrite() ? "wrong-file" : "closed")),
                UNPROCESSABLE);
          }
          try {
            LocalDate until = typedUntil.isBlank() ? null : LocalDate.parse(typedUntil.strip());
            DocumentKeeping.Kept kept =
                documents.keep(file, sha256 -> door.draft(given.key(), sha256));
            if (!door.add(given.key(), link, question, kept, until)) {
              return shared.view(
                  given,
                  words,
                  AskedPages.Say.error(question, words.say("too-many-files")),
                  UNPROCESSABLE);
            }
          } catch (java.time.DateTimeException e) {
            return shared.view(
                given,
                words,
                AskedPages.Say.error(question, words.say("wrong-day")),
                UNPROCESSABLE);
          } catch (StoplogException e) {
            if (e.problem() != Problem.REQUEST_INVALID) {
              throw e;
            }
            return shared.view(
                given,
                words,
                AskedPages.Say.error(question, words.say("wrong-file") + " " + e.getMessage()),
                UNPROCESSABLE);
          }
          return shared.view(
              given,
              words,
              new AskedPages.Say(question, Map.of(), words.say("file-kept"), null),
              200);
        });
  }

  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @PostMapping(AskedDoor.PATH + "/remove")
  View removeFile(
      HttpServletRequest request,
      @RequestParam(name = "question", defaultValue = "0") String question,
      @RequestParam(name = "file", defaultValue = "") String file) {
    AskedPages.Given given = AskedPages.Given.of(request);
    return shared.behind(
        request,
        (link, words) -> {
          boolean isGone =
              file.matches("[0-9a-f-]{36}") && door.remove(given.key(), UUID.fromString(file));
          return isGone
              ? shared.view(given, words, AskedPages.Say.question(AskedPages.number(question)), 200)
              : shared.view(
                  given,
                  words,
                  AskedPages.Say.error(AskedPages.number(question), words.say("closed")),
                  UNPROCESSABLE);
        });
  }

  /** The questions as a workbook, to be filled in where there is no net. */
  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @PostMapping(AskedDoor.PATH + "/workbook")
  View workbook(HttpServletRequest request) {
    AskedPages.Given given = AskedPages.Given.of(request);
    return shared.behind(
        request, (link, words) -> download(workbook.write(door.see(given.key(), link), words)));
  }

  private static View download(byte[] file) {
    return new View() {
      @Override
      public String getContentType() {
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
      }

      @Override
      public void render(
          @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
          throws IOException {
        response.setContentType(getContentType());
        response.setHeader("Content-Disposition", "attachment; filename=\"questions.xlsx\"");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(file.length);
        response.getOutputStream().write(file);
      }
    };
  }

  /** The same filled in: all of it is taken, or nothing. */
  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @PostMapping(AskedDoor.PATH + "/files/workbook")
  View takeWorkbook(
      HttpServletRequest request,
      @RequestParam(name = "file", required = false) @Nullable MultipartFile file) {
    AskedPages.Given given = AskedPages.Given.of(request);
    return shared.behind(
        request,
        (link, words) -> {
          if (!link.canWrite()
              || file == null
              || file.isEmpty()
              || file.getSize() > DocumentCheck.MOST_BYTES) {
            return shared.view(
                given,
                words,
                AskedPages.Say.error(0, words.say(link.canWrite() ? "wrong-workbook" : "closed")),
                UNPROCESSABLE);
          }
          AskedDoor.Seen seen = door.see(given.key(), link);
          AskedWorkbook.Read read =
              documents.look(file, (path, name) -> workbook.read(path, seen, words));
          if (!read.faults().isEmpty()) {
            return shared.view(
                given,
                words,
                AskedPages.Say.error(
                    0, words.say("wrong-workbook") + " " + String.join(" ", read.faults())),
                UNPROCESSABLE);
          }
          for (Answer answer : read.answers()) {
            Draft before = seen.drafts().get(answer.question());
            if (!door.save(given.key(), link, answer, before == null ? 0 : before.version())) {
              return shared.view(given, words, AskedPages.Say.error(0, words.say("conflict")), 409);
            }
          }
          return shared.view(
              given,
              words,
              new AskedPages.Say(
                  0, Map.of(), words.say("workbook-taken", read.answers().size()), null),
              200);
        });
  }
}
