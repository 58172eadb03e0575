package org.stoplog.server.campaigns;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.stoplog.catalog.expectations.ExpectationSets;
import org.stoplog.server.mail.Letter;
import org.stoplog.server.mail.MailRoute;
import org.stoplog.server.platform.Colleagues.Colleague;
import org.stoplog.server.platform.Permission;

/** How suppliers are asked by a plan or by a rule, as it was typed. */
record AskingForm(
    String set,
    String answer,
    String remind,
    String route,
    String language,
    String subject,
    String body,
    String responsible) {
  private static final int MOST_REMIND = 30;

  /**
   * As it is offered first.
   *
   * @param language that the letter is in, too
   */
  static AskingForm first(UUID responsible, String language) {
    Letter letter = CampaignText.first(language, false);
    return new AskingForm(
        "mvsp", "28", "7", "", language, letter.subject(), letter.body(), responsible.toString());
  }

  static AskingForm of(Asking one) {
    return new AskingForm(
        one.set(),
        "" + one.answer(),
        "" + one.remind(),
        "" + one.route(),
        one.language(),
        one.letter().subject(),
        one.letter().body(),
        one.responsible().toString());
  }

  static AskingForm read(MultiValueMap<String, String> fields) {
    return new AskingForm(
        CampaignForm.one(fields, "set"),
        CampaignForm.one(fields, "answer"),
        CampaignForm.one(fields, "remind"),
        CampaignForm.one(fields, "route"),
        CampaignForm.one(fields, "language"),
        CampaignForm.one(fields, "subject"),
        CampaignForm.one(fields, "body").replace("\r\n", "\n"),
        CampaignForm.one(fields, "responsible"));
  }

  /** The first thing that is wrong, and where; null when nothing is. */
  CampaignForm.@Nullable Wrong wrong(List<MailRoute> routes, List<Colleague> colleagues) {
    if (ExpectationSets.find(set).isEmpty()) {
      return new CampaignForm.Wrong("set", "Choose a set of questions.");
    }
    if (!answer.matches("[0-9]{1,2}")
        || Integer.parseInt(answer) < 1
        || Integer.parseInt(answer) > Asking.MOST_ANSWER) {
      return new CampaignForm.Wrong("answerDays", "Answers are due 1 to 60 days after the draft.");
    }
    if (!remind.matches("[0-9]{1,2}") || Integer.parseInt(remind) > MOST_REMIND) {
      return new CampaignForm.Wrong(
          "remindDays", "Reminders go out 0 to 30 days before answers are due.");
    }
    if (routes.stream().noneMatch(one -> Integer.toString(one.id()).equals(route))) {
      return new CampaignForm.Wrong(
          "route",
          "Choose the mail route that it goes out by. An administrator adds one under Mail.");
    }
    if (!CampaignText.LANGUAGES.contains(language)) {
      return new CampaignForm.Wrong("language", "Choose a language.");
    }
    if (colleagues.stream()
        .noneMatch(
            one ->
                one.id().toString().equals(responsible)
                    && one.permissions().contains(Permission.EDIT_SUPPLIERS))) {
      return new CampaignForm.Wrong(
          "responsible", "Choose who is responsible, of those who may edit suppliers.");
    }
    String letter = new Letter(subject, body).objection(CampaignText.FIELDS);
    return letter.isEmpty() ? null : new CampaignForm.Wrong("body", letter);
  }

  /** What has nothing wrong. */
  Asking asking() {
    return new Asking(
        set,
        Integer.parseInt(answer),
        Integer.parseInt(remind),
        Integer.parseInt(route),
        language,
        new Letter(subject, body),
        UUID.fromString(responsible));
  }

  /** Fields of the form that hold what was typed, by name. */
  Map<String, String> typed() {
    return Map.of("answer", answer, "remind", remind, "subject", subject, "body", body);
  }
}
