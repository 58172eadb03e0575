package org.stoplog.server.incidents;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.accounts.ContentHash;
import org.stoplog.server.mail.MailAddress;
import org.stoplog.server.mail.MailRoute;

/**
 * A mail with questions before it is approved. It goes to the address of the register and to no
 * other: what a mail says of its sender may be the attacker's.
 */
record QuestionDraft(
    int supplier, MailRoute route, QuestionMail.Words words, List<SupplierQuestion> questions) {

  /** A supplier as a letter needs it. */
  private record Contact(String name, String security) {}

  /**
   * @throws StoplogException REQUEST_INVALID with why nothing can be sent
   */
  static QuestionDraft of(
      Incidents.Inside inside, MailRoute route, List<SupplierQuestion> questions) {
    Integer supplier = inside.incident().supplier();
    if (supplier == null) {
      throw refused("Nobody has said yet which supplier this is about.");
    }
    if (questions.isEmpty()) {
      throw refused("All questions are answered; there is nothing to ask.");
    }
    if (route.catcher()) {
      throw refused("The route " + route.name() + " catches mail for drills and sends nothing.");
    }
    Set<String> domains = SupplierDomains.of(inside.jdbc(), supplier);
    String sender = route.from().substring(route.from().lastIndexOf('@') + 1);
    if (SupplierDomains.hold(domains, route.host()) || SupplierDomains.hold(domains, sender)) {
      throw refused(
          "The route "
              + route.name()
              + " belongs to the supplier that was breached. Choose another one.");
    }
    Contact contact =
        inside
            .jdbc()
            .sql(
                "select name, coalesce(security_contact, '') as contact from supplier where id = :id")
            .param("id", supplier)
            .query((row, number) -> new Contact(row.getString("name"), row.getString("contact")))
            .single();
    String to =
        MailAddress.in(contact.security())
            .orElseThrow(
                () ->
                    refused(
                        "The register has no mail address for security of "
                            + contact.name()
                            + ". Add the one that you know from before the incident, not one of the"
                            + " mail that told you."));
    return new QuestionDraft(
        supplier,
        route,
        new QuestionMail.Words(
            to,
            "Questions about our data, " + inside.incident().name(),
            QuestionsController.letter(
                inside.incident(), questions.stream().map(SupplierQuestion::text).toList())),
        List.copyOf(questions));
  }

  private static StoplogException refused(String why) {
    return new StoplogException(Problem.REQUEST_INVALID, why);
  }

  /** Of all that whoever approves it has seen. */
  String hash() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("route", route.id());
    facts.put("host", route.host());
    facts.put("from", route.from());
    facts.put("to", words.to());
    facts.put("subject", words.subject());
    facts.put("text", words.text());
    return ContentHash.of(facts).hex();
  }
}
