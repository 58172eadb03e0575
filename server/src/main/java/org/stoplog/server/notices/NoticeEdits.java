package org.stoplog.server.notices;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.letters.ReadyLetter;
import org.stoplog.catalog.letters.ReadyLetters;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.MailRoute;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.platform.Pages;

/** Makes the form of a notice. */
final class NoticeEdits {
  private final Pages pages;
  private final Ledger ledger;
  private final MailRoutes routes;

  NoticeEdits(Pages pages, Ledger ledger, MailRoutes routes) {
    this.pages = pages;
    this.ledger = ledger;
    this.routes = routes;
  }

  /** What a new notice begins with, in these languages. */
  Content fresh(IncidentDoor.Seen seen, List<String> languages) {
    List<MailRoute> sending = routes.all().stream().filter(route -> !route.catcher()).toList();
    return Starter.content(
        new Starter.Known(
            sending.stream()
                .map(MailRoute::fromName)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(""),
            seen.supplier() == null ? "" : Suppliers.name(ledger, seen.supplier()),
            sending.stream().map(route -> Letters.domain(route.from())).distinct().toList()),
        languages);
  }

  /**
   * @param notice null for a new one
   * @param errors by field
   */
  View view(
      IncidentDoor.Seen seen,
      @Nullable Notice notice,
      int revision,
      Content content,
      Map<String, String> errors,
      int status) {
    List<NoticeEditPage.Text> texts = new ArrayList<>();
    for (Content.Text text : content.texts()) {
      texts.add(
          new NoticeEditPage.Text(
              texts.size(),
              text.language(),
              text.subject(),
              text.body(),
              text.stranger(),
              text.unknown(),
              text.isChecked()));
    }
    texts.add(new NoticeEditPage.Text(texts.size(), "", "", "", "", "", false));
    String path = notice == null ? Notice.listOf(seen.id()) : notice.path();
    return pages.view(
        "notice-edit",
        new NoticeEditPage(
            seen.path(),
            seen.name(),
            path,
            path,
            notice == null ? path + "/new" : path + "/edit",
            notice == null,
            revision,
            content.title(),
            content.contact(),
            lines(content),
            String.join("\n", content.more().senders()),
            texts,
            errors,
            Arrays.stream(Field.values())
                .map(field -> new NoticePage.Field(field.word(), field.meaning()))
                .toList(),
            Arrays.stream(Block.values())
                .map(
                    block ->
                        new NoticePage.Choice(
                            block.word(), block.meaning(), content.more().omits().contains(block)))
                .toList(),
            groups(content),
            ready(content)),
        status);
  }

  private static List<NoticeEditPage.Line> lines(Content content) {
    return List.of(
        new NoticeEditPage.Line("company", "Our name, as people know it", content.more().company()),
        new NoticeEditPage.Line(
            "supplier", "The supplier's name in the letter", content.more().supplier()),
        new NoticeEditPage.Line("happened", "When it happened", content.happened()),
        new NoticeEditPage.Line("learned", "When we learned of it", content.learned()),
        new NoticeEditPage.Line("learned-from", "Who told us", content.more().learnedFrom()),
        new NoticeEditPage.Line(
            "next-update", "When the next news comes", content.more().nextUpdate()));
  }

  private static List<NoticeEditPage.Group> groups(Content content) {
    Map<String, List<NoticePage.Choice>> groups = new LinkedHashMap<>();
    for (Element element : Elements.catalogue().all()) {
      groups
          .computeIfAbsent(element.group().replace('_', ' '), name -> new ArrayList<>())
          .add(
              new NoticePage.Choice(
                  element.id(),
                  element.label(),
                  content.more().notIncluded().contains(element.ordinal())));
    }
    return groups.entrySet().stream()
        .map(one -> new NoticeEditPage.Group(one.getKey(), one.getValue()))
        .toList();
  }

  /** Ready-made texts in languages that it does not have. */
  private static List<NoticePage.Choice> ready(Content content) {
    List<NoticePage.Choice> choices = new ArrayList<>();
    for (ReadyLetter letter : ReadyLetters.all()) {
      if (content.texts().stream().noneMatch(text -> text.language().equals(letter.language()))) {
        choices.add(
            new NoticePage.Choice(
                letter.language(), letter.name() + " (" + letter.ownName() + ")", false));
      }
    }
    return choices;
  }
}
