package org.stoplog.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * What the company does with all its suppliers: it knows them, asks them once a year, and all of
 * them again when one was breached. Each act looks first whether it was done.
 */
final class DemoSuppliers {
  private static final String YEARLY = "Assessment of this year";
  private static final String SWEEP = "Is anybody else affected?";
  private static final String PLAN = "Tiers 1 and 2, each year";
  private static final String CATALOGUE = "Known breaches";
  private static final String SIGHTED =
      "Dockline is in a catalogue of breaches: Dockline, 2024-05-02";
  private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Those that answer once a year, of those that are asked. */
  private static final List<String> ANSWER_YEARLY =
      List.of("Brightledger", "Corkboard", "Fernbill", "Gatehook", "Helphive", "Oakvault");

  /** What is said after the breach: by the answer to the first question; others are silent. */
  private static final Map<String, String> ANSWER_SWEEP =
      new TreeMap<>(
          Map.of(
              "Coldbasin", "unknown",
              "Corkboard", "no",
              "Fernbill", "no",
              "Gatehook", "no",
              "Helphive", "no",
              "Lanternmail", "yes",
              "Oakvault", "no",
              "Postwren", "no",
              "Relaypipe", "no",
              "Inkfold", "no"));

  private final DemoPerson lead;
  private final SupplierAnswers answers;
  private final Path root;
  private final BooleanSupplier stopped;

  /**
   * @param root folder of the demo; its mail is in there
   * @param world where the world reads, without a slash at the end
   */
  DemoSuppliers(DemoPerson lead, Path root, String world, BooleanSupplier stopped) {
    this.lead = lead;
    this.answers = new SupplierAnswers(root.resolve("mail"), world);
    this.root = root;
    this.stopped = stopped;
  }

  /** How many say what, to be held against the page and the pack. */
  static long answered() {
    return ANSWER_SWEEP.size();
  }

  static long affected() {
    return ANSWER_SWEEP.values().stream().filter("yes"::equals).count();
  }

  /**
   * Before anything happened: who they are, what one promised, what they answer, what is known of
   * them.
   *
   * @param nextYear when those of the first tiers are asked again
   */
  void before(String breached, LocalDate nextYear) {
    if (!lead.open("/suppliers/register").hasLink("Inkfold")) {
      take("contacts.csv");
      take("other-suppliers.csv");
    }
    promise(breached);
    if (lead.open("/campaigns").pathOfLink(YEARLY) == null) {
      lead.open("/campaigns/new")
          .form("Choose whom to ask")
          .type("title", YEARLY)
          .choose("set", "What was missing in real breaches (22 questions)")
          .type("why", "Their turn this year")
          .press();
    }
    String campaign = run(YEARLY);
    for (String name : ANSWER_YEARLY) {
      if (!isAnswered(campaign, name)) {
        answers.yearly(name, ANSWER_YEARLY.indexOf(name));
      }
    }
    takeOver(campaign);
    plan(nextYear);
    lookOut();
  }

  private void plan(LocalDate nextYear) {
    if (lead.open("/suppliers/campaigns/plans").pathOfLink(PLAN) == null) {
      lead.open("/suppliers/campaigns/plans/new")
          .form("Keep the plan")
          .type("title", PLAN)
          .tick("tier", "2")
          .type("first", nextYear.toString())
          .press();
    }
  }

  /** The demo asks nobody in the world: the catalogue of breaches comes as a file. */
  private void lookOut() {
    if (lead.open("/suppliers/lookouts").pathOfLink(CATALOGUE) == null) {
      lead.open("/suppliers/lookouts/new")
          .form("Add the lookout")
          .type("title", CATALOGUE)
          .press()
          .form("Take it in")
          .attach("file", file("breach-catalogue.json"))
          .press();
    }
    WebPage sightings = lead.open("/suppliers/sightings");
    WebPage seen = lead.open(sightings.need(sightings.pathOfLink(SIGHTED), SIGHTED));
    if (seen.says("Nobody has looked at it.")) {
      seen.form("It was looked at")
          .type("words", "Known since 2024: no file of ours was on that server.")
          .press();
    }
  }

  private Path file(String name) {
    Path file = root.resolve(name);
    try (InputStream in = DemoSuppliers.class.getResourceAsStream(name)) {
      Files.write(file, Objects.requireNonNull(in).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private void take(String name) {
    lead.open("/suppliers/import")
        .form("Look at it")
        .attach("file", file(name))
        .press()
        .form("Import these suppliers")
        .press();
  }

  private void promise(String name) {
    WebPage register = lead.open("/suppliers/register");
    String supplier = register.need(register.pathOfLink(name), "the supplier " + name);
    WebPage page = lead.open(supplier + "/agreements");
    if (page.says("Data processing agreement")) {
      return;
    }
    page =
        page.form("Add the agreement")
            .type("name", "Data processing agreement")
            .type("signed", "2022-03-01")
            .press();
    page =
        page.form("Add the clause")
            .choose("kind", "tells us of a breach (hours)")
            .type("number", "24")
            .choose("event", "it noticed the breach")
            .type("since", "2022-03-01")
            .press();
    page.form("Add the clause")
        .choose("kind", "hands over whose and which data it is (days)")
        .type("number", "3")
        .choose("event", "it told us")
        .type("since", "2022-03-01")
        .press();
  }

  /** Has a draft sent, and waits until all its mails went out. @return its path */
  private String run(String title) {
    WebPage list = lead.open("/campaigns");
    String path = list.need(list.pathOfLink(title), "the campaign " + title);
    WebPage page = lead.open(path);
    String ask = page.buttonLike("Ask ");
    if (ask != null) {
      page = page.form(ask).press();
    }
    while (page.says("mail waits for its turn") || page.says("mail handed over")) {
      lookLater();
      page = lead.open(path);
    }
    return path;
  }

  private void lookLater() {
    if (stopped.getAsBoolean()) {
      throw new StoplogException(Problem.INTERRUPTED, "the demo was stopped");
    }
    LockSupport.parkNanos(LOOK_EVERY_NANOS);
  }

  private boolean isAnswered(String campaign, String name) {
    WebPage page = lead.open(campaign);
    String row = page.need(page.rowOf(name), "the supplier " + name);
    return row.contains(" answered");
  }

  private void takeOver(String campaign) {
    WebPage page = lead.open(campaign);
    if (page.hasButton("Take over all answers")) {
      page.form("Take over all answers").press();
    }
  }

  /** The same question to all others that are like the breached one. */
  void sweep(Room room) {
    WebPage page = room.open("/sweep");
    if (page.pathOfLink(SWEEP) == null) {
      page.form("Choose whom to ask").type("title", SWEEP).press();
    }
    String campaign = run(SWEEP);
    for (Map.Entry<String, String> one : ANSWER_SWEEP.entrySet()) {
      if (!isAnswered(campaign, one.getKey())) {
        answers.sweep(one.getKey(), one.getValue());
      }
    }
    takeOver(campaign);
  }

  /** What becomes of the breached one. */
  void decide(Room room, String due) {
    WebPage page = room.open("/aftermath");
    if (page.says("Nothing yet.")) {
      page.form("Keep the decision")
          .tick("kind", "restrict")
          .type("reasons", "It told us in time, and the list came 16 days later, and wrong.")
          .type(
              "requirements",
              "Rows of whose data it is within three days\nNo names in events any more")
          .type("due", due)
          .press();
    }
  }

  /** Addresses of suppliers in the files of the demo; nobody else's mail goes there. */
  static Set<String> contacts() {
    Set<String> all = new TreeSet<>();
    for (String name : List.of("contacts.csv", "other-suppliers.csv")) {
      try (InputStream in = DemoSuppliers.class.getResourceAsStream(name)) {
        String text =
            new String(
                Objects.requireNonNull(in).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        java.util.regex.Pattern.compile("[a-z]+@[a-z-]+\\.example")
            .matcher(text)
            .results()
            .forEach(one -> all.add(one.group()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all;
  }
}
