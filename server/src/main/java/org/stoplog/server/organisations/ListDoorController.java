package org.stoplog.server.organisations;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.PublicPages;

/**
 * The pages of a link, for whoever has it. Calling a page takes nothing: what looks at links in
 * mails does that.
 */
@Controller
final class ListDoorController {
  private static final String ONE = Links.PATH + "{token}";
  private static final String LANGUAGE = "en";
  private static final int LONGEST = 2_000;
  private static final int UNPROCESSABLE = 422;

  private final PublicPages pages;
  private final ListDoor lists;

  ListDoorController(PublicPages pages, ListDoor lists) {
    this.pages = pages;
    this.lists = lists;
  }

  private static StoplogException unknown() {
    return new StoplogException(
        Problem.PAGE_UNKNOWN,
        "There is no such page, or its time is over. Ask whoever wrote to you.");
  }

  private View view(
      String token, boolean isAsked, @Nullable String error, String typed, int status) {
    ListDoor.Link link = lists.look(token).orElseThrow(ListDoorController::unknown);
    return pages.view(
        "organisation-list", ListDoor.page(token, link, isAsked, error, typed), LANGUAGE, status);
  }

  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @GetMapping(ONE)
  View show(@PathVariable("token") String token) {
    return view(token, false, null, "", 200);
  }

  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @PostMapping(ONE + "/list")
  View take(
      @PathVariable("token") String token,
      @RequestParam(name = "code", defaultValue = "") String code) {
    ListDoor.Taken taken = lists.take(token, code).orElseThrow(ListDoorController::unknown);
    byte[] file = taken.file();
    return file == null ? view(token, false, taken.error(), "", UNPROCESSABLE) : download(file);
  }

  private static View download(byte[] file) {
    return new View() {
      @Override
      public String getContentType() {
        return "text/csv;charset=UTF-8";
      }

      @Override
      public void render(
          @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
          throws IOException {
        response.setContentType(getContentType());
        response.setHeader("Content-Disposition", "attachment; filename=\"people.csv\"");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(file.length);
        response.getOutputStream().write(file);
      }
    };
  }

  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @PostMapping(ONE + "/acknowledge")
  View acknowledge(@PathVariable("token") String token) {
    if (!lists.acknowledge(token)) {
      throw unknown();
    }
    return view(token, false, null, "", 200);
  }

  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @PostMapping(ONE + "/ask")
  View ask(
      @PathVariable("token") String token,
      @RequestParam(name = "question", defaultValue = "") String typed) {
    String words = typed.strip();
    if (words.isEmpty() || words.length() > LONGEST) {
      return view(
          token, false, "Write your question in at most 2 000 characters.", typed, UNPROCESSABLE);
    }
    Optional<Boolean> asked = lists.ask(token, words);
    if (asked.isEmpty()) {
      throw unknown();
    }
    return asked.get()
        ? view(token, true, null, "", 200)
        : view(
            token,
            false,
            "That were too many questions for this page. Write a mail instead.",
            typed,
            UNPROCESSABLE);
  }
}
