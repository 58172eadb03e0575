package org.stoplog.server.campaigns;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.mail.MailRoute;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;

/** Plans and what they made, for programs. */
@Controller
final class PlansApi {
  private static final String PATH = ApiAnswers.ROOT + "/campaign-plans";
  private static final String ONE = PATH + "/{plan}";

  private final Transactions transactions;
  private final CampaignDesk desk;
  private final CampaignMaking making;
  private final PlanActs acts;

  PlansApi(Transactions transactions, CampaignDesk desk, CampaignMaking making, PlanActs acts) {
    this.transactions = transactions;
    this.desk = desk;
    this.making = making;
    this.acts = acts;
  }

  /**
   * What was made on a day.
   *
   * @param campaign null when nobody was to be asked
   * @param leftOut who were asked the same questions not long ago
   * @param state nobody, draft, started, or to-start for a moment
   * @param why it was not begun by itself; null when nobody wanted that, or it was
   */
  record Made(
      String day,
      @Nullable UUID campaign,
      int suppliers,
      int leftOut,
      String state,
      @Nullable String why) {}

  /**
   * A plan.
   *
   * @param months from one day to the next
   * @param next day on which it makes a draft; null while it is paused
   * @param answerDays from the draft until answers are due
   * @param remindDays before that; 0 for never
   * @param route name of a mail route; null when it was removed
   * @param responsible account
   * @param skipDays who was asked the same questions within them is left out; 0 asks all
   * @param startsByItself when nothing is missing in the draft
   * @param made the latest day first
   */
  record Line(
      UUID id,
      String title,
      List<Integer> tiers,
      int months,
      String firstDay,
      @Nullable String next,
      String set,
      int answerDays,
      int remindDays,
      @Nullable String route,
      String language,
      String subject,
      String body,
      UUID responsible,
      int skipDays,
      boolean startsByItself,
      boolean paused,
      List<Made> made) {
    Line {
      tiers = List.copyOf(tiers);
      made = List.copyOf(made);
    }
  }

  /**
   * What a plan is to be. Of a new one, what is left out is as the page offers it first; of one
   * that is changed, it stays.
   *
   * @param title of a new one never left out
   * @param tiers 1 to 4, at least one
   * @param months from one day to the next, 1 to 36
   * @param firstDay today or later; one that has begun keeps its own
   * @param set id of a set of questions, of /campaigns/choices
   * @param answerDays from the draft until answers are due, 1 to 60
   * @param remindDays before that, 0 to 30; 0 for never
   * @param route name of a mail route; of a new one left out when there is one alone
   * @param language en, de, fr or es
   * @param body the letter, with the fields of /campaigns/choices
   * @param responsible account that may edit suppliers; of a new one left out for the caller
   * @param skipDays who was asked the same questions within them is left out, 0 to 730; 0 asks all
   * @param startsByItself when nothing is missing in the draft
   */
  record Wanted(
      @Nullable String title,
      @Nullable List<Integer> tiers,
      @Nullable Integer months,
      @Nullable String firstDay,
      @Nullable String set,
      @Nullable Integer answerDays,
      @Nullable Integer remindDays,
      @Nullable String route,
      @Nullable String language,
      @Nullable String subject,
      @Nullable String body,
      @Nullable UUID responsible,
      @Nullable Integer skipDays,
      @Nullable Boolean startsByItself) {
    Wanted {
      tiers = tiers == null ? null : List.copyOf(tiers);
    }

    /** By the names of the form. */
    private PlanForm form(PlanForm before, List<MailRoute> routes) {
      AskingForm asking = before.asking();
      boolean starts = startsByItself == null ? before.starts() : startsByItself;
      MultiValueMap<String, String> fields = new LinkedMultiValueMap<>();
      fields.set("title", or(title, before.title()));
      fields.addAll(
          "tier",
          tiers == null
              ? List.copyOf(before.tiers())
              : tiers.stream().map(String::valueOf).toList());
      fields.set("every", or(months, before.every()));
      fields.set("first", or(firstDay, before.first()));
      fields.set("skip", or(skipDays, before.skip()));
      fields.set("starts", starts ? "yes" : "");
      fields.set("set", or(set, asking.set()));
      fields.set("answer", or(answerDays, asking.answer()));
      fields.set("remind", or(remindDays, asking.remind()));
      fields.set(
          "route",
          route == null && !asking.route().isEmpty()
              ? asking.route()
              : "" + CampaignJson.route(routes, route));
      fields.set("language", or(language, asking.language()));
      fields.set("subject", or(subject, asking.subject()));
      fields.set("body", or(body, asking.body()));
      fields.set("responsible", or(responsible, asking.responsible()));
      return PlanForm.read(fields);
    }

    private static String or(@Nullable Object given, String before) {
      return given == null ? before : given.toString();
    }
  }

  private static Line line(PlanRows rows, Plan one, LocalDate today, List<MailRoute> routes) {
    return new Line(
        one.id(),
        one.title(),
        one.tiers(),
        one.days().every(),
        one.days().first().toString(),
        one.next(today).map(Object::toString).orElse(null),
        one.asking().set(),
        one.asking().answer(),
        one.asking().remind(),
        routes.stream()
            .filter(route -> route.id() == one.asking().route())
            .findFirst()
            .map(MailRoute::name)
            .orElse(null),
        one.asking().language(),
        one.asking().letter().subject(),
        one.asking().letter().body(),
        one.asking().responsible(),
        one.skip(),
        one.starts(),
        one.isPaused(),
        rows.madeBy(one.id()).stream()
            .map(
                made ->
                    new Made(
                        made.day().toString(),
                        made.campaign(),
                        made.suppliers(),
                        made.leftOut(),
                        PlanRows.word(made.state()),
                        made.why()))
            .toList());
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Plans by which suppliers are asked in turn, with the next day and what each made.")
  @GetMapping(PATH)
  ResponseEntity<ApiAnswers.Page<Line>> list() {
    List<MailRoute> routes = making.routes();
    LocalDate today = desk.today();
    return ApiAnswers.ok(
        new ApiAnswers.Page<>(
            transactions.run(
                jdbc -> {
                  PlanRows rows = desk.plans(jdbc);
                  return rows.all().stream().map(one -> line(rows, one, today, routes)).toList();
                }),
            null));
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("A plan, with the next day and what it made.")
  @GetMapping(ONE)
  ResponseEntity<Line> one(@PathVariable("plan") UUID id) {
    return ApiAnswers.ok(read(acts.find(id)));
  }

  private Line read(Plan one) {
    List<MailRoute> routes = making.routes();
    return transactions.run(jdbc -> line(desk.plans(jdbc), one, desk.today(), routes));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      value =
          "Makes a plan; what is left out is as the page offers it first. One that is due makes its"
              + " draft within moments.",
      status = 201)
  @PostMapping(PATH)
  ResponseEntity<Line> make(@JsonBody Wanted wanted) {
    Caller caller = Caller.signedIn();
    String language = wanted.language();
    PlanForm first =
        PlanForm.first(caller.account(), desk.today(), language == null ? "en" : language);
    try {
      Plan made = acts.make(caller, wanted.form(first, making.routes()));
      return ApiAnswers.created(PATH + "/" + made.id(), read(made));
    } catch (StoplogException e) {
      throw InvalidBody.of("", e);
    }
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Changes a plan; what is left out stays. A draft that it has made stays as it is.")
  @PostMapping(ONE)
  ResponseEntity<Line> change(@PathVariable("plan") UUID id, @JsonBody Wanted wanted) {
    try {
      acts.change(Caller.signedIn(), id, before -> wanted.form(before, making.routes()));
    } catch (StoplogException e) {
      throw InvalidBody.of("", e);
    }
    return ApiAnswers.ok(read(acts.find(id)));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Pauses a plan: what comes due meanwhile is let go.")
  @PostMapping(ONE + "/pause")
  ResponseEntity<Line> pause(@PathVariable("plan") UUID id) {
    acts.pause(Caller.signedIn(), id);
    return ApiAnswers.ok(read(acts.find(id)));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Lets a plan go on that was paused.")
  @PostMapping(ONE + "/resume")
  ResponseEntity<Line> resume(@PathVariable("plan") UUID id) {
    acts.resume(Caller.signedIn(), id);
    return ApiAnswers.ok(read(acts.find(id)));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Removes a plan, and tells what it was; what it made stays.")
  @PostMapping(ONE + "/remove")
  ResponseEntity<Line> remove(@PathVariable("plan") UUID id) {
    Plan was = acts.find(id);
    acts.remove(Caller.signedIn(), id);
    return ApiAnswers.ok(read(was));
  }
}
