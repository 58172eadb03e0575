package org.stoplog.server.subprocessors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
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
import org.stoplog.ledger.Numbers;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.UploadLimit;
import org.stoplog.server.suppliers.Uploads;

/** A supplier's own list of sub-processors: looked at first, then taken into the register. */
@Controller
final class ListedController {
  static final String PATH = "/suppliers/{id}/sub-processors";
  static final UploadLimit MOST = new UploadLimit(ListFile.LARGEST);

  private static final String KIND = "sub-processors";
  private static final int UNPROCESSABLE = 422;
  private static final int SHORT_HASH = 12;

  private final Pages pages;
  private final Transactions transactions;
  private final ServerClock clock;
  private final ListDesk desk;

  ListedController(Pages pages, Transactions transactions, ServerClock clock, ListDesk desk) {
    this.pages = pages;
    this.transactions = transactions;
    this.clock = clock;
    this.desk = desk;
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View show(@PathVariable("id") int id) {
    return page(id, "", null, List.of(), 200);
  }

  private View page(
      int id,
      String source,
      ListedPage.@Nullable Preview preview,
      List<String> errors,
      int status) {
    boolean mayEdit = Caller.signedIn().may(Permission.EDIT_SUPPLIERS);
    return pages.view(
        "listed-sub-processors",
        transactions.run(
            jdbc ->
                new ListedPage(
                    id,
                    ListTaking.name(jdbc, id),
                    ListTaking.now(jdbc, id).stream().map(ListedController::line).toList(),
                    ListTaking.before(jdbc, id).stream().map(ListedController::ended).toList(),
                    mayEdit,
                    source,
                    preview,
                    errors)),
        status);
  }

  private static ListedPage.Line line(Listed one) {
    return new ListedPage.Line(
        one.subProcessor(),
        one.known().equals(one.name()) ? one.name() : one.name() + " (" + one.known() + ")",
        one.domain() == null ? "" : one.domain(),
        one.purpose(),
        one.data(),
        one.place(),
        one.since() == null ? "" : one.since().toString(),
        "%s, line %d of the file %s, taken over at %s"
            .formatted(
                one.source(),
                one.line(),
                one.sha256().substring(0, SHORT_HASH),
                Times.second(one.at())));
  }

  private static String ended(Listed one) {
    return "%s, %s, from %s to %s, by %s"
        .formatted(
            one.name(),
            one.purpose().isEmpty() ? "purpose not said" : one.purpose(),
            Times.second(one.at()),
            one.gone() == null ? "now" : Times.second(one.gone()),
            one.source());
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View look(
      @PathVariable("id") int id,
      @RequestParam(name = "source", defaultValue = "") String typed,
      @RequestParam(name = "file", required = false) @Nullable MultipartFile file) {
    String source = typed.strip();
    if (file == null || file.isEmpty()) {
      return page(id, source, null, List.of("Choose a file that is not empty."), UNPROCESSABLE);
    }
    try {
      byte[] content = file.getBytes();
      UUID by = Caller.signedIn().account();
      ListTaking.Order order = desk.order(id, content, source, false, by);
      ListTaking.Diff diff = desk.look(order);
      UUID upload =
          transactions.run(
              jdbc ->
                  new Uploads(jdbc)
                      .keep(
                          by,
                          new Uploads.Upload(KIND, List.of(new Uploads.Part("list", content))),
                          clock.realNow()));
      String path = "/suppliers/" + id + "/sub-processors/" + upload;
      return page(id, source, preview(path, diff), List.of(), 200);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (StoplogException e) {
      return refused(id, source, e);
    }
  }

  private View refused(int id, String source, StoplogException e) {
    if (e.problem() != Problem.REQUEST_INVALID) {
      throw e;
    }
    return page(id, source, null, String.valueOf(e.getMessage()).lines().toList(), UNPROCESSABLE);
  }

  private static ListedPage.Preview preview(String path, ListTaking.Diff diff) {
    return new ListedPage.Preview(
        path,
        "%d new, %d gone, %d changed, %d as before; %s"
            .formatted(
                diff.fresh().size(),
                diff.gone().size(),
                diff.changed().size(),
                diff.same(),
                Numbers.of(diff.added(), "supplier") + " more in the register"),
        diff.fresh(),
        diff.gone(),
        diff.changed());
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{upload}")
  View take(
      @PathVariable("id") int id,
      @PathVariable("upload") UUID upload,
      @RequestParam(name = "source", defaultValue = "") String typed,
      @RequestParam(name = "cut", defaultValue = "") String cut) {
    UUID by = Caller.signedIn().account();
    String source = typed.strip();
    Uploads.Upload kept =
        transactions
            .run(jdbc -> new Uploads(jdbc).take(upload, by, clock.realNow()))
            .filter(one -> one.source().equals(KIND))
            .orElse(null);
    if (kept == null) {
      String gone = "The file is no longer here: it waits for an hour. Choose it again.";
      return page(id, source, null, List.of(gone), UNPROCESSABLE);
    }
    try {
      byte[] content = kept.parts().getFirst().content();
      desk.take(desk.order(id, content, source, cut.equals("yes"), by));
    } catch (StoplogException e) {
      return refused(id, source, e);
    }
    return Redirects.see("/suppliers/" + id + "/sub-processors");
  }
}
