package org.stoplog.server.campaigns;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.View;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.assessments.Question;
import org.stoplog.server.platform.PublicPages;
import org.stoplog.server.platform.Times;

/** What the controllers of links share: whether a link opens, and how its pages are made. */
final class AskedPages {
  private static final int UNPROCESSABLE = 422;
  private static final int NOT_FOUND = 404;

  private final PublicPages pages;
  private final AskedDoor door;

  AskedPages(PublicPages pages, AskedDoor door) {
    this.pages = pages;
    this.door = door;
  }

  /** What every form brings along. */
  record Given(String key, String code, String language) {
    static Given of(HttpServletRequest request) {
      return new Given(one(request, "key"), one(request, "code"), one(request, "language"));
    }

    private static String one(HttpServletRequest request, String name) {
      String value = request.getParameter(name);
      return value == null ? "" : value.strip();
    }

    @Override
    public String toString() {
      return "Given[…]";
    }
  }

  /** What a page says beside what it shows. */
  record Say(
      int question, Map<String, String> typed, @Nullable String good, @Nullable String error) {
    static final Say NOTHING = new Say(0, Map.of(), null, null);

    static Say question(int number) {
      return new Say(number, Map.of(), null, null);
    }

    static Say error(int number, String error) {
      return new Say(number, Map.of(), null, error);
    }
  }

  /** Work behind an open door. */
  interface Work {
    View with(AskedDoor.Link link, AskedWords words);
  }

  static String browser(HttpServletRequest request) {
    return request.getHeader("Accept-Language") == null
        ? "en"
        : request.getLocale().getLanguage().toLowerCase(Locale.ROOT);
  }

  View behind(HttpServletRequest request, Work work) {
    Given given = Given.of(request);
    AskedDoor.Door knock = door.knock(given.key(), given.code());
    AskedDoor.Link link = knock.link();
    AskedWords words =
        AskedWords.in(
            !given.language().isEmpty()
                ? given.language()
                : link == null ? browser(request) : link.language());
    return switch (knock.knock()) {
      case UNKNOWN -> refused(words, given, false, words.say("link-unknown"), NOT_FOUND);
      case NEEDS_CODE -> refused(words, given, true, null, 200);
      case WRONG_CODE -> refused(words, given, true, words.say("code-wrong"), UNPROCESSABLE);
      case LOCKED -> refused(words, given, false, words.say("code-locked"), UNPROCESSABLE);
      case OPEN -> work.with(java.util.Objects.requireNonNull(link), words);
    };
  }

  private View refused(
      AskedWords words, Given given, boolean isCode, @Nullable String error, int status) {
    return pages.view(
        "asked-door",
        new AskedDoorPage(
            said(words), words.language(), isCode ? given.key() : "", isCode, null, error),
        words.language(),
        status);
  }

  static AskedPage.Words said(AskedWords words) {
    return new AskedPage.Words() {
      @Override
      public String say(String key) {
        return words.say(key);
      }

      @Override
      public String say(String key, Object value) {
        return words.say(key, value);
      }
    };
  }

  View view(Given given, AskedWords words, Say say, int status) {
    AskedDoor.Door again = door.knock(given.key(), given.code());
    AskedDoor.Link link = again.link();
    if (link == null || again.knock() != AskedDoor.Knock.OPEN) {
      // It was ended while somebody worked with it.
      return refused(words, given, false, words.say("link-unknown"), NOT_FOUND);
    }
    AskedDoor.Seen seen = door.see(given.key(), link);
    int shown =
        seen.asked().stream().anyMatch(one -> one.number() == say.question()) ? say.question() : 0;
    return pages.view(
        shown == 0 ? "asked" : "asked-question",
        page(given, words, seen, new Say(shown, say.typed(), say.good(), say.error())),
        words.language(),
        status);
  }

  private static AskedPage page(Given given, AskedWords words, AskedDoor.Seen seen, Say say) {
    AskedDoor.Link link = seen.link();
    Map<String, String> typed = new HashMap<>(say.typed());
    Draft draft = seen.drafts().get(say.question());
    typed.putIfAbsent("version", draft == null ? "0" : "" + draft.version());
    typed.putIfAbsent("answer", draft == null ? "" : draft.answer());
    typed.putIfAbsent("words", draft == null ? "" : draft.words());
    return new AskedPage(
        said(words),
        words.language(),
        CampaignText.LANGUAGES.stream()
            .map(
                one ->
                    new AskedPage.Choice(
                        one,
                        Locale.of(one).getDisplayLanguage(Locale.of(one)),
                        one.equals(words.language())))
            .toList(),
        given.key(),
        given.code(),
        link.title(),
        link.name(),
        link.due().toString(),
        Times.second(link.expires()),
        link.canWrite(),
        link.sent() == null ? null : Times.second(link.sent()),
        link.sentBy(),
        seen.asked().stream().map(one -> line(words, seen, one)).toList(),
        say.question(),
        typed,
        seen.papers().stream()
            .filter(one -> say.question() == 0 || one.question() == say.question())
            .map(one -> paper(words, one))
            .toList(),
        seen.asked().stream().allMatch(one -> seen.drafts().containsKey(one.number())),
        say.good(),
        say.error());
  }

  private static AskedPage.Line line(AskedWords words, AskedDoor.Seen seen, Question question) {
    Draft draft = seen.drafts().get(question.number());
    Draft before = seen.before().get(question.number());
    AskedWords.Text text = words.of(seen.link(), question);
    return new AskedPage.Line(
        question.number(),
        text.title(),
        text.question(),
        text.why(),
        question.form(),
        question.asks().unit(),
        question.asks().isProved(),
        draft == null ? "" : words.answer(question, draft.answer()),
        draft == null ? "" : draft.words(),
        before == null
            ? null
            : words.answer(question, before.answer())
                + (before.words().isEmpty() ? "" : ": " + before.words()));
  }

  private static AskedPage.Paper paper(AskedWords words, AskedDoor.Paper one) {
    return new AskedPage.Paper(
        one.id().toString(),
        one.name(),
        Numbers.amount(one.bytes(), "bytes")
            + (one.until() == null ? "" : ", " + words.say("until", one.until())));
  }

  static int number(String typed) {
    return typed.matches("[0-9]{1,4}") ? Integer.parseInt(typed) : 0;
  }
}
