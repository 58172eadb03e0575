package org.stoplog.server.notices;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.letters.ReadyLetters;
import org.stoplog.server.mail.MailRoute;
import org.stoplog.server.mail.Security;

/** The ready-made letters as somebody gets them, in every language. */
public final class ReadyMails {
  static final MailRoute ROUTE =
      new MailRoute(
          1,
          "office",
          false,
          "localhost",
          25,
          Security.NONE,
          null,
          "notice@example.org",
          "Northgate",
          null,
          null);

  private ReadyMails() {}

  /** By language. */
  static Map<String, Letter> letters() {
    Content content =
        new Content(
            "t",
            "Type example.org yourself, or call +49 30 000000.",
            "2025-11-09",
            "2025-11-08",
            new Content.More(
                "Mapplanet",
                "2025-11-30",
                "Northgate",
                "",
                List.of("example.org"),
                Elements.catalogue()
                    .setOf(List.of("auth.password_hash", "fin.card_number", "gov.passport")),
                Set.of()),
            ReadyLetters.all().stream().map(ReadyMails::text).toList());
    Letters letters = Letters.of(content, "Mapplanet", Letters.domain(ROUTE.from()));
    Map<String, Letter> all = new LinkedHashMap<>();
    for (Content.Text text : content.texts()) {
      all.put(
          text.language(),
          letters.letter(
              new Letter.Reader(
                  "Zoë O’Neil-Łuk",
                  text.language(),
                  Elements.catalogue()
                      .setOf(
                          List.of(
                              "person.full_name",
                              "contact.email",
                              "contact.phone",
                              "location.coarse",
                              "purchase.order_details")),
                  "1234-5678-9012")));
    }
    return all;
  }

  private static Content.Text text(org.stoplog.catalog.letters.ReadyLetter ready) {
    Content.Text text = Starter.text(ready);
    return new Content.Text(
        text.language(),
        text.subject(),
        text.body(),
        text.stranger(),
        text.unknown(),
        true,
        text.words()
            .saying(
                text.language(),
                Map.of(
                    "learned", "2025-11-09",
                    "happened", "2025-11-08",
                    "next-update", "2025-11-30")));
  }

  /** HTML by language, for whoever looks at it. */
  public static Map<String, String> html() {
    Map<String, String> html = new LinkedHashMap<>();
    letters().forEach((language, letter) -> html.put(language, letter.html()));
    return html;
  }

  static byte[] message(Letter letter) {
    return letter.message(ROUTE, "ann@example.com", Instant.EPOCH, "<1@example.org>");
  }
}
