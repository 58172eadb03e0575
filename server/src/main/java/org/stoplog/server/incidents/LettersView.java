package org.stoplog.server.incidents;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.reader.MailOutline;
import org.stoplog.server.mail.DkimVerdict;
import org.stoplog.server.platform.Times;

/** Makes the pages of an incident's correspondence. */
final class LettersView {
  private LettersView() {}

  static List<LettersPage.Line> lines(Incidents.Inside inside) {
    UUID incident = inside.incident().id();
    Set<String> domains = SupplierDomains.of(inside.jdbc(), inside.incident().supplier());
    return new LetterRows(inside.jdbc(), inside.keys())
        .all(incident).stream()
            .map(
                letter ->
                    new LettersPage.Line(
                        Letter.path(incident, letter.id()),
                        Times.second(letter.at()),
                        way(letter),
                        orUnknown(
                            letter.isOurs() ? letter.content().to() : letter.content().from()),
                        orUnknown(letter.content().subject()),
                        letter.content().attachments().size(),
                        letter.isTheirMail() && MailProof.of(letter, domains).isLoud()))
            .toList();
  }

  private static String way(Letter letter) {
    return (letter.isOurs() ? "we told them " : "they told us ") + letter.channel().words();
  }

  private static String orUnknown(@Nullable String text) {
    return text == null || text.isBlank() ? "unknown" : text;
  }

  private static MailProof proof(Incidents.Inside inside, Letter letter) {
    return MailProof.of(letter, SupplierDomains.of(inside.jdbc(), inside.incident().supplier()));
  }

  static LetterPage page(
      Incidents.Inside inside,
      Letter letter,
      Map<UUID, String> people,
      boolean isAgain,
      boolean canWork) {
    MailOutline content = letter.content();
    String room = inside.incident().path();
    List<LetterPage.Fact> facts = new ArrayList<>();
    facts.add(new LetterPage.Fact(letter.isOurs() ? "To" : "From", other(letter)));
    facts.add(
        new LetterPage.Fact(
            letter.isOurs() ? "Reached them" : "Reached us", Times.second(letter.at())));
    Long sent = content.sent();
    if (sent != null) {
      facts.add(new LetterPage.Fact("Sent, as it says", second(sent)));
    }
    if (content.messageId() != null) {
      facts.add(new LetterPage.Fact("Message id", content.messageId()));
    }
    facts.add(
        new LetterPage.Fact(
            "Added",
            Times.second(letter.addedAt())
                + " by "
                + people.getOrDefault(letter.by(), "the program")));
    new QuestionMailRows(inside.jdbc(), inside.keys())
        .proof(letter.id())
        .ifPresent(
            said -> facts.add(new LetterPage.Fact("Proof of receipt, from our mail server", said)));
    String sha256 = letter.sha256();
    boolean isMailFile = sha256 != null && letter.channel() == Letter.Channel.MAIL;
    if (sha256 != null) {
      facts.add(
          new LetterPage.Fact(
              isMailFile ? "Original, sealed" : "Proof, sealed",
              Numbers.amount(letter.bytes(), "bytes") + ", SHA-256 " + sha256));
    }
    return new LetterPage(
        room,
        inside.incident().name(),
        Letter.path(inside.incident().id(), letter.id()),
        orUnknown(content.subject()),
        way(letter),
        canWork,
        isAgain,
        letter.isTheirMail() ? proof(inside, letter).sentence() : null,
        letter.isTheirMail() && proof(inside, letter).isLoud(),
        facts,
        content.text(),
        content.wasHtml()
            ? "Words taken from HTML. Links and pictures are left out."
            : content.isCut() ? "Only its beginning." : "",
        content.attachments().stream().map(LettersView::attachment).toList(),
        content.more(),
        letter.isTheirMail() ? signatures(letter) : List.of(),
        canWork && !letter.isOurs() ? room + "/claims/new?letter=" + letter.id() : null);
  }

  private static String other(Letter letter) {
    return orUnknown(letter.isOurs() ? letter.content().to() : letter.content().from());
  }

  /** A stranger's date may be of any year. */
  private static String second(long seconds) {
    try {
      return Times.second(Instant.ofEpochSecond(seconds));
    } catch (DateTimeException e) {
      return "unknown";
    }
  }

  private static LetterPage.Attachment attachment(MailOutline.Attachment attachment) {
    boolean isMail = attachment.type().equalsIgnoreCase("message/rfc822");
    String name = attachment.name();
    return new LetterPage.Attachment(
        attachment.number(),
        name.isBlank() ? (isMail ? "a mail" : "without a name") : name,
        attachment.type(),
        "about " + Numbers.amount(attachment.bytes(), "bytes"),
        isMail);
  }

  /** Each signature, then what was not looked at. */
  private static List<String> signatures(Letter letter) {
    List<String> lines = new ArrayList<>();
    List<DkimVerdict> verdicts = letter.verdicts() == null ? List.of() : letter.verdicts();
    if (verdicts.isEmpty()) {
      letter
          .content()
          .signatures()
          .forEach(one -> lines.add("Says that it is signed by " + one.domain() + "."));
    } else {
      verdicts.forEach(one -> lines.add(MailProof.sentence(one)));
    }
    MailOutline.Trace trace = letter.content().trace();
    if (trace != null && trace.unread() > 0) {
      lines.add(Numbers.amount(trace.unread(), "more signatures") + " were not looked at.");
    }
    if (trace != null && trace.isForwarded()) {
      lines.add("Forwarders vouch for it (ARC). That is not checked and changes nothing.");
    }
    return lines;
  }
}
