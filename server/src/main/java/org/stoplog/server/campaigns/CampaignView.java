package org.stoplog.server.campaigns;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.expectations.ExpectationSets;
import org.stoplog.server.assessments.Scoring;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.suppliers.SupplierIds;

/** Makes the pages of campaigns. */
final class CampaignView {
  private static final String FOLLOWED =
      " Silent still: the second contact is written "
          + SilenceStep.SECOND.days()
          + " days after that, its owner here is told after "
          + SilenceStep.OWNER.days()
          + ", and after "
          + SilenceStep.FINDING.days()
          + " it is a finding.";

  private final CampaignDesk desk;
  private final IncidentDoor door;
  private final MailRoutes routes;
  private final CampaignMaking making;
  private final CampaignActs acts;

  CampaignView(
      CampaignDesk desk,
      IncidentDoor door,
      MailRoutes routes,
      CampaignMaking making,
      CampaignActs acts) {
    this.desk = desk;
    this.door = door;
    this.routes = routes;
    this.making = making;
    this.acts = acts;
  }

  CampaignsPage.Line line(CampaignDesk.Inside inside) {
    Campaign one = inside.campaign();
    boolean isLate = one.isOpen() && desk.today().isAfter(one.due());
    UUID incident = one.incident();
    return new CampaignsPage.Line(
        one.path(),
        one.title(),
        incident == null ? "campaign" : "sweep of " + door.find(inside.jdbc(), incident).name(),
        one.state().words(),
        one.due().toString(),
        isLate,
        counts(inside));
  }

  /** By rows alone: a list need not read answers. */
  private static String counts(CampaignDesk.Inside inside) {
    return inside
        .jdbc()
        .sql(
            """
            select count(*) as suppliers, count(*) filter (where obstacle is null) as asked,
              count(*) filter (where sent_at is not null or taken_at is not null) as answered
            from campaign_supplier where campaign = :campaign
            """)
        .param("campaign", inside.campaign().id())
        .query(
            (row, number) ->
                row.getInt(1)
                    + (row.getInt(1) == 1 ? " supplier" : " suppliers")
                    + (inside.campaign().startedAt() == null
                        ? ""
                        : ", " + row.getInt(2) + " asked, " + row.getInt(3) + " answered"))
        .single();
  }

  /**
   * @param room the incident of a sweep; null for a campaign
   */
  CampaignFormPage form(
      JdbcClient jdbc,
      IncidentDoor.@Nullable Seen room,
      CampaignForm form,
      List<Likeness.Like> like,
      List<CampaignsPage.Line> sweeps,
      boolean canEdit,
      @Nullable String error) {
    List<CampaignFormPage.Choice> ways = new ArrayList<>();
    for (Likeness.Way way : Likeness.Way.values()) {
      long count = like.stream().filter(one -> one.ways().containsKey(way)).count();
      ways.add(
          new CampaignFormPage.Choice(
              way.word(), way.words() + ": " + count, form.ways().contains(way.word())));
    }
    ways.add(new CampaignFormPage.Choice("all", "all others, too", form.ways().contains("all")));
    List<CampaignFormPage.Choice> whom = new ArrayList<>();
    whom.add(new CampaignFormPage.Choice("all", "all suppliers", form.whom().equals("all")));
    for (int tier = 1; tier <= 4; tier++) {
      whom.add(
          new CampaignFormPage.Choice(
              "tier-" + tier, "all of tier " + tier, form.whom().equals("tier-" + tier)));
    }
    suppliers(jdbc)
        .forEach(
            (id, name) ->
                whom.add(
                    new CampaignFormPage.Choice(
                        id.toString(), name, form.whom().equals(id.toString()))));
    String closed =
        room != null && room.supplier() == null
            ? "Say in the incident which supplier it is about first."
            : making.closed();
    return new CampaignFormPage(
        room == null ? "/campaigns" : room.path() + "/sweep",
        room == null ? null : room.path(),
        room == null ? "" : room.name(),
        sweeps,
        ExpectationSets.all().stream()
            .map(
                one ->
                    new CampaignFormPage.Choice(
                        one.id(),
                        one.title() + " (" + one.expectations().size() + " questions)",
                        one.id().equals(form.set())))
            .toList(),
        routes.all().stream()
            .map(
                one ->
                    new CampaignFormPage.Choice(
                        "" + one.id(),
                        one.name() + ", from " + one.from() + (one.catcher() ? " (a catcher)" : ""),
                        form.route().equals("" + one.id())))
            .toList(),
        CampaignText.LANGUAGES.stream()
            .map(
                one ->
                    new CampaignFormPage.Choice(
                        one,
                        Locale.of(one).getDisplayLanguage(Locale.ENGLISH),
                        one.equals(form.language())))
            .toList(),
        ways,
        whom,
        CampaignText.FIELDS,
        typed(form),
        canEdit,
        closed,
        error);
  }

  private static Map<String, String> typed(CampaignForm form) {
    Map<String, String> typed = new HashMap<>();
    typed.put("title", form.title());
    typed.put("due", form.due());
    typed.put("why", form.why());
    typed.put("days", form.days());
    typed.put("remind", form.remind());
    typed.put("subject", form.subject());
    typed.put("body", form.body());
    return typed;
  }

  private static Map<Integer, String> suppliers(JdbcClient jdbc) {
    Map<Integer, String> names = new java.util.LinkedHashMap<>();
    new SupplierIds(jdbc)
        .all().entrySet().stream()
            .sorted(
                java.util.Comparator.comparing(
                    one -> one.getValue().name().toLowerCase(Locale.ROOT)))
            .forEach(one -> names.put(one.getKey(), one.getValue().name()));
    return names;
  }

  CampaignPage page(
      CampaignDesk.Inside inside, Board board, boolean mayEdit, @Nullable String error) {
    Campaign one = inside.campaign();
    UUID incident = one.incident();
    IncidentDoor.Seen room = incident == null ? null : door.find(inside.jdbc(), incident);
    boolean isDraft = one.state() == Campaign.State.DRAFT;
    Set<Integer> breached = isDraft ? CampaignActs.breached(inside.jdbc()) : Set.of();
    Set<Integer> in = new HashSet<>();
    board.lines().forEach(line -> in.add(line.asked().supplier()));
    List<CampaignPage.Choice> others = new ArrayList<>();
    if (isDraft) {
      suppliers(inside.jdbc())
          .forEach(
              (id, name) -> {
                if (!in.contains(id)) {
                  others.add(new CampaignPage.Choice(id.toString(), name));
                }
              });
    }
    Map<Integer, Map<SilenceStep, SilenceStep.Taken>> steps =
        desk.silence(inside.jdbc()).taken(one.id());
    return new CampaignPage(
        one.path(),
        one.title(),
        one.state().words() + (one.drill() ? ", over a catcher: nobody is asked." : "."),
        about(inside),
        room == null ? null : room.path(),
        room == null ? "" : room.name(),
        isDraft ? List.of() : counts(board),
        board.lines().stream()
            .map(
                line ->
                    line(
                        inside,
                        line,
                        isDraft,
                        breached,
                        steps.getOrDefault(line.asked().supplier(), Map.of())))
            .toList(),
        others,
        origin(inside),
        one.letter().subject(),
        one.letter().body(),
        isDraft,
        one.isOpen(),
        one.state() == Campaign.State.PAUSED,
        paused(one.paused()),
        board.lines().stream().anyMatch(line -> line.asked().isSilent()),
        board.lines().stream()
            .anyMatch(line -> line.asked().sent() != null && line.asked().taken() == null),
        mayEdit,
        error);
  }

  private CampaignPage.@Nullable Origin origin(CampaignDesk.Inside inside) {
    Plan.Made made = desk.plans(inside.jdbc()).makerOf(inside.campaign().id()).orElse(null);
    return made == null
        ? null
        : new CampaignPage.Origin(
            "Made by a plan that came due on " + made.day() + ".",
            PlansController.LIST + "/" + made.plan(),
            "The plan",
            inside.campaign().state() == Campaign.State.DRAFT ? made.why() : null);
  }

  private String about(CampaignDesk.Inside inside) {
    Campaign one = inside.campaign();
    LocalDate today = desk.today();
    return "Answers are due on "
        + one.due()
        + (one.isOpen() && today.isAfter(one.due()) ? ", which is over" : "")
        + ". Made for: "
        + one.why()
        + ". "
        + ExpectationSets.find(one.set()).map(set -> set.title()).orElse(one.set())
        + ", version "
        + one.version()
        + ". A link works for "
        + one.days()
        + " days. "
        + (one.remind() == 0
            ? "Nobody is reminded by itself."
            : "Whoever is silent is reminded "
                + one.remind()
                + (one.remind() == 1 ? " day" : " days")
                + " before, and when it is late."
                + (one.state() == Campaign.State.DRAFT
                        || desk.silence(inside.jdbc()).follows(one.id())
                    ? FOLLOWED
                    : ""));
  }

  private static @Nullable String paused(@Nullable String why) {
    return why == null
        ? null
        : switch (why) {
          case "restored" ->
              "A backup was restored: what it says was not sent may have been. Look at your mail"
                  + " server before you let it go on.";
          case "route" -> "The mail route failed. Look at it under Mail, then let it go on.";
          default -> "The mail route was removed, or belongs to the breached supplier.";
        };
  }

  private static List<CampaignPage.Count> counts(Board board) {
    int all = Math.max(1, board.lines().size());
    List<CampaignPage.Count> counts = new ArrayList<>();
    if (board.isSweep()) {
      int offset = 0;
      for (Board.Verdict one : Board.Verdict.values()) {
        int count = board.count(one);
        int width = 100 * count / all;
        counts.add(
            new CampaignPage.Count(
                switch (one) {
                  case AFFECTED -> "affected";
                  case NOT_AFFECTED -> "not affected";
                  case UNKNOWN -> "unknown";
                },
                count,
                one.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                offset,
                width));
        offset += width;
      }
    } else {
      int answered = board.answered();
      int width = 100 * answered / all;
      counts.add(new CampaignPage.Count("answered", answered, "not-affected", 0, width));
      counts.add(
          new CampaignPage.Count(
              "silent", board.lines().size() - answered, "unknown", width, 100 - width));
    }
    return counts;
  }

  private CampaignPage.Line line(
      CampaignDesk.Inside inside,
      Board.Line line,
      boolean isDraft,
      Set<Integer> breached,
      Map<SilenceStep, SilenceStep.Taken> steps) {
    Asked one = line.asked();
    String state = one.words();
    boolean isCut = one.obstacle() != null;
    if (isDraft) {
      CampaignRows.Begun begun =
          acts.begun(
              inside.jdbc(), inside.campaign(), one.supplier(), inside.campaign().id(), breached);
      isCut = begun.obstacle() != null;
      state =
          "no-contact".equals(begun.obstacle())
              ? "cannot be asked: no mail address for its security"
              : isCut
                  ? "cannot be asked: it was breached, and there is no second contact for a code"
                  : "will be asked: "
                      + begun.contact()
                      + (begun.needsCode() ? ", with a code to " + begun.second() : "");
    }
    Scoring scoring = line.scoring();
    return new CampaignPage.Line(
        one.assessment() == null ? "" : inside.campaign().path() + "/suppliers/" + one.supplier(),
        one.supplier(),
        one.name(),
        String.join("; ", one.likeness()),
        state,
        isCut,
        line.words(),
        line.verdict() == Board.Verdict.AFFECTED,
        scoring == null || !one.isAnswered() ? "" : scoring.words(),
        steps.entrySet().stream()
            .map(step -> step.getKey().words(step.getValue()))
            .collect(java.util.stream.Collectors.joining("; ")));
  }
}
