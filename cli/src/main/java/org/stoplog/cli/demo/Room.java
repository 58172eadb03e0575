package org.stoplog.cli.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * What people do in the room of one incident. Each act looks first whether it was done, since the
 * story goes on where a kill ended it.
 */
final class Room {
  private static final long LOOK_EVERY_MILLIS = 200;

  /** Slow enough that something can be done while mail goes out. */
  private static final String PER_MINUTE = "6000";

  private static final String WAITS = "waits for a second person";
  private static final String MAKE_A_CLAIM = "Make a claim from this file";

  private final DemoPerson lead;
  private final String path;
  private final BooleanSupplier stopped;

  private Room(DemoPerson lead, String path, BooleanSupplier stopped) {
    this.lead = lead;
    this.path = path;
    this.stopped = stopped;
  }

  /** The room of this title, opened if need be. */
  static Room open(DemoPerson lead, String title, String supplier, BooleanSupplier stopped) {
    WebPage incidents = lead.open("/incidents");
    String known = incidents.pathInRow(title);
    if (known != null) {
      return new Room(lead, known, stopped);
    }
    WebPage room =
        lead.open("/incidents/new")
            .form("Open the incident")
            .type("title", title)
            .type("supplier", supplier)
            .press();
    return new Room(lead, room.path(), stopped);
  }

  String path() {
    return path;
  }

  WebPage open(String below) {
    return lead.open(path + below);
  }

  /** Lets somebody in who decides with us. */
  void add(String name) {
    WebPage members = open("/members");
    if (!members.hasButton("Remove " + name)) {
      members.form("Add to the incident").choose("account", name).press();
    }
  }

  /** A time of the incident that a person decides, with a reason. */
  void decideTime(String kind, String said, String reason) {
    WebPage page = open("/times/" + kind);
    if (!page.says(reason)) {
      page.formWith("said").type("said", said).type("reason", reason).press();
    }
  }

  void askTheSupplier() {
    WebPage questions = open("/questions");
    if (questions.hasButton("Note that it was sent now")) {
      questions.form("Note that it was sent now").press();
    }
  }

  /** A claim that is not there yet, filled in by the caller. */
  void claim(String id, Consumer<WebForm> fill) {
    if (!lead.mayOpen(path + "/claims/" + id)) {
      WebForm form = open("/claims/new").form("Record the claim").type("id", id);
      fill.accept(form);
      form.press();
    }
  }

  /**
   * Keeps a file that the supplier sent, reads it to its end, and makes a claim of it.
   *
   * @param region for national telephone numbers
   * @param received when it came, as the form takes it
   */
  void claimFrom(Path file, String region, String received, String id, String supersedes) {
    if (lead.mayOpen(path + "/claims/" + id)) {
      return;
    }
    WebPage kept = kept(file, received);
    if (!kept.hasLink(MAKE_A_CLAIM)) {
      WebForm how = kept.form("Read the file to its end");
      kept = await((how.has("region") ? how.type("region", region) : how).press());
    }
    kept.follow(MAKE_A_CLAIM)
        .form("Record the claim")
        .type("id", id)
        .choose("certainty", "confirmed")
        .choose("supersedes", supersedes)
        .press();
  }

  private WebPage kept(Path file, String received) {
    WebPage files = open("/files");
    String known = files.pathInRow(file.getFileName().toString());
    if (known != null) {
      return lead.open(known);
    }
    return files
        .form("Add the file and look at it")
        .attach("file", file)
        .choose("source", "from the supplier's portal")
        .choose("verified", "called back on the number in the register")
        .type("received", received)
        .press();
  }

  /**
   * Works with one claim and no other, and computes the number.
   *
   * @param version the scope's that this makes; nothing is done when it is made or over
   * @param approvers approve when the scope gets narrower
   */
  void workWith(int version, String claim, String reason, Approvers approvers) {
    WebPage scope = open("/scope");
    if (version(scope) == version - 1) {
      if (!scope.says(WAITS)) {
        scope =
            scope
                .form("Decide the scope")
                .untickAll("claim")
                .tick("claim", claim)
                .type("reason", reason)
                .press();
      }
      if (scope.says(WAITS)) {
        approvers.approve(scope.linkPath("a[href^=/approvals/]"));
      }
    }
    if (version(open("/scope")) == version) {
      compute();
    }
  }

  private static int version(WebPage scope) {
    return scope.says("is in force.")
        ? Integer.parseInt(scope.firstText("(?<=Version )[0-9]+(?= is in force)"))
        : 0;
  }

  /** Computes the number of the scope in force, unless that was done. */
  private void compute() {
    WebPage scope = open("/scope");
    if (scope.hasButton("Compute who is affected")) {
      await(scope.form("Compute who is affected").press());
    }
  }

  /**
   * What a notice says; the form offers another text.
   *
   * @param title for us
   * @param facts what else fills fields, by their names in the form
   * @param notIncluded ids of data of which it says that they were not included
   * @param omits blocks that it leaves out on purpose
   */
  record Words(
      String title,
      @Nullable String subject,
      @Nullable String body,
      String contact,
      Map<String, String> facts,
      List<String> notIncluded,
      List<String> omits) {}

  /**
   * Tells people by a notice, which is written when it is not there yet, in one wave.
   *
   * @param wave its number, from 1
   * @param whom of the exposure, as the form has it
   * @param approvers approve
   */
  void tell(Words words, int wave, String whom, Approvers approvers) {
    String notice = open("/notices").pathOfLink(words.title());
    if (notice == null) {
      WebForm form =
          open("/notices/new")
              .form("Keep the notice")
              .type("title", words.title())
              .type("contact", words.contact());
      words.facts().forEach(form::type);
      words.notIncluded().forEach(id -> form.tick("not-included", id));
      words.omits().forEach(block -> form.tick("omits", block));
      if (words.subject() != null && words.body() != null) {
        form.type("subject", words.subject()).type("body", words.body());
      }
      notice = form.press().path();
    }
    // A wave is called by the notice's number and its own.
    String name = "." + wave;
    WebPage page = lead.open(notice);
    if (page.pathOfLink(name) == null) {
      WebForm form = page.form("Freeze who gets it").type("per-minute", PER_MINUTE);
      await(form.choose("whom", whom).press());
      page = lead.open(notice);
    }
    page = lead.open(page.need(page.pathOfLink(name), "a link to wave " + wave));
    while (!page.says("Ended.")) {
      String ask = page.buttonLike("Ask to send to ");
      if (ask != null) {
        page.form(ask).press();
      } else if (page.hasLink("The approval")) {
        approvers.approve(page.need(page.pathOfLink("The approval"), "a link to the approval"));
      } else if (page.hasButton("Go on sending")) {
        page.form("Go on sending").press();
      } else if (page.says("taken by the mail server") && !isBackedUp()) {
        await(lead.open("/backups").form("Make a backup now").press());
      } else {
        lookLater();
      }
      page = lead.open(page.path());
    }
  }

  /**
   * What the world is told.
   *
   * @param address the last part of its address
   * @param next when more is promised, as the form takes it
   * @param note what changed; empty at first
   */
  record Statement(
      String address, String publisher, String title, String body, String next, String note) {}

  /**
   * Publishes a revision of the statement, unless it was.
   *
   * @param revision its number, from 1
   * @param approvers approve
   */
  void state(int revision, Statement statement, Approvers approvers) {
    WebPage page = open("/statement");
    if (page.hasButton("Begin the statement")) {
      page.form("Begin the statement").type("slug", statement.address()).press();
      page = open("/statement");
    }
    if (published(page) >= revision) {
      return;
    }
    if (page.hasLink("Write the next revision")) {
      page =
          page.follow("Write the next revision")
              .form("Keep this draft")
              .type("publisher", statement.publisher())
              .type("next-update", statement.next())
              .type("title", statement.title())
              .type("body", statement.body())
              .type("note", statement.note())
              .press();
    }
    if (!page.says(WAITS)) {
      page.form("Ask a second person to publish it").press();
      page = open("/statement");
    }
    approvers.approve(page.linkPath("main a[href^=/approvals/]"));
  }

  private static int published(WebPage page) {
    return page.says("is public since")
        ? Integer.parseInt(page.firstText("(?<=Revision )[0-9]+(?= is public since)"))
        : 0;
  }

  /** Has an evidence pack made, unless one was. */
  void pack() {
    WebPage packs = open("/packs");
    if (!packs.says("SHA-256")) {
      await(packs.form("Make an evidence pack").press());
    }
  }

  private boolean isBackedUp() {
    return !lead.open("/backups").says("There is no backup yet.");
  }

  private void lookLater() {
    if (stopped.getAsBoolean()) {
      throw new StoplogException(Problem.INTERRUPTED, "the demo was stopped");
    }
    try {
      Thread.sleep(LOOK_EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoplogException(Problem.INTERRUPTED, "the demo was stopped", e);
    }
  }

  /** Follows work to its end. */
  WebPage await(WebPage work) {
    WebPage page = work;
    while (page.path().startsWith("/running/")) {
      if (page.has("#work a[href]") && page.says("See what came of it")) {
        return page.follow("See what came of it");
      }
      if (!page.hasButton("Stop it")) {
        throw page.stuck("the work did not end well");
      }
      lookLater();
      page = lead.open(page.path());
    }
    return page;
  }
}
