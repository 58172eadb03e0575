package org.stoplog.server.campaigns;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.assessments.Answer;
import org.stoplog.server.assessments.AnswerForm;
import org.stoplog.server.assessments.Question;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.PublicPages;
import org.stoplog.server.platform.ServerClock;

/**
 * The pages of a link, for whoever has it. The key stands behind a # of the link, which no browser
 * sends and no log sees, and then in each form: there is no session, and no cookie.
 */
@Controller
final class AskedDoorController {
  private static final int UNPROCESSABLE = 422;
  private static final int LONGEST_NAME = 200;
  private static final UUID NOBODY = new UUID(0, 0);

  private final PublicPages pages;
  private final AskedPages shared;
  private final AskedDoor door;
  private final ServerClock clock;

  AskedDoorController(PublicPages pages, AskedPages shared, AskedDoor door, ServerClock clock) {
    this.pages = pages;
    this.shared = shared;
    this.door = door;
    this.clock = clock;
  }

  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @GetMapping(AskedDoor.PATH)
  View arrive(
      HttpServletRequest request, @RequestParam(name = "l", defaultValue = "") String language) {
    AskedWords words = AskedWords.in(language.isEmpty() ? AskedPages.browser(request) : language);
    return pages.viewWithScript(
        "asked-door",
        new AskedDoorPage(
            AskedPages.said(words),
            words.language(),
            "",
            false,
            pages.pathOf(PublicPages.ASKED_SCRIPT),
            null),
        words.language());
  }

  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @PostMapping(AskedDoor.PATH)
  View open(HttpServletRequest request) {
    return shared.behind(
        request,
        (link, words) ->
            shared.view(AskedPages.Given.of(request), words, AskedPages.Say.NOTHING, 200));
  }

  /** One question by itself. */
  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @PostMapping(AskedDoor.PATH + "/question")
  View question(
      HttpServletRequest request,
      @RequestParam(name = "question", defaultValue = "0") String question) {
    return shared.behind(
        request,
        (link, words) ->
            shared.view(
                AskedPages.Given.of(request),
                words,
                AskedPages.Say.question(AskedPages.number(question)),
                200));
  }

  /** Keeps an answer as a draft, and shows the next question. */
  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @PostMapping(AskedDoor.PATH + "/answer")
  View answer(
      HttpServletRequest request,
      @RequestParam(name = "question", defaultValue = "0") String typedQuestion,
      @RequestParam(name = "version", defaultValue = "0") String version,
      @RequestParam(name = "answer", defaultValue = "") String typed,
      @RequestParam(name = "words", defaultValue = "") String typedWords) {
    AskedPages.Given given = AskedPages.Given.of(request);
    return shared.behind(
        request,
        (link, words) -> {
          AskedDoor.Seen seen = door.see(given.key(), link);
          Optional<Question> question = seen.question(AskedPages.number(typedQuestion));
          if (question.isEmpty() || !link.canWrite()) {
            return shared.view(
                given, words, AskedPages.Say.error(0, words.say("closed")), UNPROCESSABLE);
          }
          int number = question.get().number();
          try {
            // How we read an answer is not for whoever gives it.
            String said = typed.startsWith("read-") ? "" : typed;
            Answer answer =
                AnswerForm.read(
                    question.get(),
                    said,
                    typedWords.replace("\r\n", "\n"),
                    NOBODY,
                    clock.realNow());
            if (!door.save(given.key(), link, answer, AskedPages.number(version))) {
              return shared.view(
                  given, words, conflict(words, given, link, number, typed, typedWords), 409);
            }
          } catch (StoplogException e) {
            if (e.problem() != Problem.REQUEST_INVALID) {
              throw e;
            }
            return shared.view(
                given,
                words,
                new AskedPages.Say(
                    number,
                    Map.of("answer", typed, "words", typedWords, "version", version),
                    null,
                    words.say("wrong-" + question.get().form())),
                UNPROCESSABLE);
          }
          int next = next(door.see(given.key(), link), number);
          return shared.view(
              given, words, new AskedPages.Say(next, Map.of(), words.say("saved"), null), 200);
        });
  }

  /** What was typed stays; beside it stands what somebody else has saved meanwhile. */
  private AskedPages.Say conflict(
      AskedWords words,
      AskedPages.Given given,
      AskedDoor.Link link,
      int number,
      String typed,
      String typedWords) {
    Draft other = door.see(given.key(), link).drafts().get(number);
    Map<String, String> kept = new HashMap<>();
    kept.put("answer", typed);
    kept.put("words", typedWords);
    if (other != null) {
      kept.put("other", other.words());
      kept.put("other-answer", other.answer());
    }
    return new AskedPages.Say(number, kept, null, words.say("conflict"));
  }

  /** The next one without an answer; 0 when there is none. */
  private static int next(AskedDoor.Seen seen, int number) {
    List<Question> open =
        seen.asked().stream().filter(one -> !seen.drafts().containsKey(one.number())).toList();
    return open.stream()
        .mapToInt(Question::number)
        .filter(one -> one > number)
        .findFirst()
        .orElse(open.isEmpty() ? 0 : open.getFirst().number());
  }

  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @PostMapping(AskedDoor.PATH + "/send")
  View send(
      HttpServletRequest request, @RequestParam(name = "name", defaultValue = "") String typed) {
    AskedPages.Given given = AskedPages.Given.of(request);
    return shared.behind(
        request,
        (link, words) -> {
          String name = typed.strip();
          AskedDoor.Seen seen = door.see(given.key(), link);
          boolean isWhole =
              seen.asked().stream().allMatch(one -> seen.drafts().containsKey(one.number()));
          if (!isWhole) {
            return shared.view(
                given, words, AskedPages.Say.error(0, words.say("not-whole")), UNPROCESSABLE);
          }
          if (name.isEmpty() || name.length() > LONGEST_NAME) {
            return shared.view(
                given, words, AskedPages.Say.error(0, words.say("wrong-name")), UNPROCESSABLE);
          }
          if (!door.send(given.key(), link, name)) {
            return shared.view(
                given, words, AskedPages.Say.error(0, words.say("closed")), UNPROCESSABLE);
          }
          return shared.view(
              given, words, new AskedPages.Say(0, Map.of(), words.say("sent"), null), 200);
        });
  }
}
