package org.stoplog.server.campaigns;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.stoplog.server.assessments.Answer;
import org.stoplog.server.assessments.Scoring;
import org.stoplog.server.mail.MailRoute;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.suppliers.SupplierIds;

/** How campaigns look to programs. */
final class CampaignJson {
  private CampaignJson() {}

  /**
   * A campaign.
   *
   * @param incident of a sweep; null for others
   * @param state draft, running, paused, ended or discarded
   * @param due day until which answers are asked for
   */
  record Line(
      UUID id,
      int number,
      @Nullable UUID incident,
      String title,
      String set,
      String state,
      String due,
      boolean drill) {
    static Line of(Campaign one) {
      return new Line(
          one.id(),
          one.number(),
          one.incident(),
          one.title(),
          one.set(),
          one.state().word(),
          one.due().toString(),
          one.drill());
    }
  }

  /**
   * A supplier in it.
   *
   * @param affected affected, not-affected or unknown; null for a set that does not ask
   * @param score of 100 of what it says; null when nothing is in the sum
   */
  record Standing(
      UUID supplier,
      String name,
      List<String> like,
      String state,
      @Nullable String affected,
      @Nullable Integer score,
      @Nullable Instant answeredAt,
      @Nullable Instant takenOverAt) {
    Standing {
      like = List.copyOf(like);
    }
  }

  /** A campaign with its board. */
  record Whole(
      Line campaign,
      int suppliers,
      int asked,
      int answered,
      int affected,
      int notAffected,
      int unknown,
      List<Standing> lines) {
    Whole {
      lines = List.copyOf(lines);
    }
  }

  /**
   * What a supplier sent to one question.
   *
   * @param question its number within the set
   * @param answer null where it gave none
   * @param verdict what it would come to, in words
   */
  record Claim(
      int question,
      String title,
      @Nullable String answer,
      @Nullable String words,
      String verdict,
      boolean gap) {
    static Claim of(Scoring.Line line) {
      Answer answer = line.answer();
      return new Claim(
          line.question().number(),
          line.question().asks().title(),
          answer == null ? null : answer.answer(),
          answer == null || answer.words().isEmpty() ? null : answer.words(),
          line.verdict().words(),
          line.verdict().isGap());
    }
  }

  /**
   * A supplier of a campaign.
   *
   * @param assessment null while the campaign is a draft
   * @param contact address that gets the link; null without one
   * @param needsCode whether a code went to somebody else there
   * @param sentBy who sent the answers, in their own words; null for nobody
   * @param claims what was sent and is not taken over
   */
  record One(
      Standing standing,
      @Nullable UUID assessment,
      @Nullable String contact,
      boolean needsCode,
      @Nullable Instant linkUntil,
      int reminders,
      @Nullable String sentBy,
      List<Claim> claims) {
    One {
      claims = List.copyOf(claims);
    }
  }

  /**
   * A campaign to prepare; nothing is sent by it. What is left out is as a page offers it first.
   *
   * @param due last day for answers
   * @param why what it is made for
   * @param whom all, tier-1 to tier-4, or the id of one supplier
   * @param route name of a mail route; may be left out when there is one alone
   * @param days how long a link works
   * @param language en, de, fr or es
   * @param remind how many days before it is due whoever is silent is written again; 0 for never
   * @param body the letter, with the fields of /campaigns/choices
   */
  record NewCampaign(
      String title,
      String set,
      @Nullable String due,
      String why,
      String whom,
      @Nullable String route,
      @Nullable Integer days,
      @Nullable String language,
      @Nullable Integer remind,
      @Nullable String subject,
      @Nullable String body) {
    /**
     * @param whomNumber {@link #whom} as a page says it
     */
    CampaignForm form(CampaignForm first, String whomNumber, List<MailRoute> routes) {
      MultiValueMap<String, String> fields =
          fields(first, routes, route, due, days, language, remind, subject, body);
      fields.set("title", title);
      fields.set("set", set);
      fields.set("why", why);
      fields.set("whom", whomNumber);
      return CampaignForm.read(fields);
    }
  }

  /**
   * A sweep to prepare; see {@link NewCampaign}.
   *
   * @param ways in what a supplier must be like the breached one to be asked, any of them: kind,
   *     chain, elements, path; all for everybody; left out for the four
   */
  record NewSweep(
      @Nullable String title,
      @Nullable String set,
      @Nullable String due,
      @Nullable List<String> ways,
      @Nullable String route,
      @Nullable Integer days,
      @Nullable String language,
      @Nullable Integer remind,
      @Nullable String subject,
      @Nullable String body) {
    NewSweep {
      ways = ways == null ? null : List.copyOf(ways);
    }

    CampaignForm form(CampaignForm first, List<MailRoute> routes) {
      MultiValueMap<String, String> fields =
          fields(first, routes, route, due, days, language, remind, subject, body);
      fields.set("title", Objects.requireNonNullElse(title, first.title()));
      fields.set("set", Objects.requireNonNullElse(set, first.set()));
      List<String> chosen = ways == null ? List.copyOf(first.ways()) : ways;
      for (int i = 0; i < chosen.size(); i++) {
        if (!chosen.get(i).equals("all") && !WAYS.contains(chosen.get(i))) {
          throw new InvalidBody("/ways/" + i, "kind, chain, elements, path or all.");
        }
      }
      fields.addAll("way", chosen);
      return CampaignForm.read(fields);
    }
  }

  private static final Set<String> WAYS =
      java.util.Arrays.stream(Likeness.Way.values())
          .map(Likeness.Way::word)
          .collect(java.util.stream.Collectors.toUnmodifiableSet());

  /** By the names of the form. */
  private static MultiValueMap<String, String> fields(
      CampaignForm first,
      List<MailRoute> routes,
      @Nullable String route,
      @Nullable String due,
      @Nullable Integer days,
      @Nullable String language,
      @Nullable Integer remind,
      @Nullable String subject,
      @Nullable String body) {
    String tongue = Objects.requireNonNullElse(language, first.language());
    var letter =
        CampaignText.LANGUAGES.contains(tongue)
            ? CampaignText.first(tongue, first.set().equals("sweep"))
            : first.letter();
    MultiValueMap<String, String> fields = new LinkedMultiValueMap<>();
    fields.set("due", Objects.requireNonNullElse(due, first.due()));
    fields.set("days", days == null ? first.days() : days.toString());
    fields.set("remind", remind == null ? first.remind() : remind.toString());
    fields.set("language", tongue);
    fields.set("subject", Objects.requireNonNullElse(subject, letter.subject()));
    fields.set("body", Objects.requireNonNullElse(body, letter.body()));
    fields.set("route", "" + route(routes, route));
    return fields;
  }

  /**
   * Of a name; without one, the route that is alone.
   *
   * @throws InvalidBody at /route when there is none
   */
  static int route(List<MailRoute> routes, @Nullable String name) {
    List<MailRoute> found =
        routes.stream().filter(one -> name == null || one.name().equals(name)).toList();
    if (found.size() != 1) {
      throw new InvalidBody(
          "/route",
          routes.isEmpty()
              ? "There is no mail route. An administrator adds one under Mail."
              : "Name one of the mail routes: "
                  + String.join(", ", routes.stream().map(MailRoute::name).toList())
                  + ".");
    }
    return found.getFirst().id();
  }

  static Whole of(CampaignDesk.Inside inside, Board board) {
    Map<Integer, SupplierIds.Named> named = new SupplierIds(inside.jdbc()).all();
    return new Whole(
        Line.of(inside.campaign()),
        board.lines().size(),
        board.asked(),
        board.answered(),
        board.count(Board.Verdict.AFFECTED),
        board.count(Board.Verdict.NOT_AFFECTED),
        board.count(Board.Verdict.UNKNOWN),
        board.lines().stream()
            .filter(line -> named.containsKey(line.asked().supplier()))
            .map(line -> standing(line, named))
            .toList());
  }

  static Standing standing(Board.Line line, Map<Integer, SupplierIds.Named> named) {
    Asked one = line.asked();
    Board.Verdict verdict = line.verdict();
    return new Standing(
        Objects.requireNonNull(named.get(one.supplier())).id(),
        one.name(),
        one.likeness(),
        one.words(),
        verdict == null ? null : verdict.word(),
        line.scoring() == null || !one.isAnswered() ? null : line.scoring().percent(),
        one.sent(),
        one.taken());
  }

  static One one(CampaignDesk desk, CampaignDesk.Inside inside, Board.Line line) {
    Asked one = line.asked();
    return new One(
        standing(line, new SupplierIds(inside.jdbc()).all()),
        one.assessment(),
        one.contact(),
        one.needsCode(),
        one.expires(),
        one.reminders(),
        one.sentBy().isEmpty() ? null : one.sentBy(),
        AskedClaims.of(desk, inside, one).stream()
            .filter(claim -> claim.verdict() != Scoring.Verdict.NOT_ASKED)
            .map(Claim::of)
            .toList());
  }
}
