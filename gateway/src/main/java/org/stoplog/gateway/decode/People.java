package org.stoplog.gateway.decode;

import static org.stoplog.ledger.identity.Scheme.EMAIL;
import static org.stoplog.ledger.identity.Scheme.PHONE;

import org.stoplog.ledger.reader.EventFields;

/** Paths that most suppliers have. */
final class People {
  private People() {}

  /** By the names that most give them; they are tied to the other identifiers of their event. */
  static void emailAndPhone(EventFields person) {
    person
        .identifier("email", EMAIL)
        .identifier("phone", PHONE)
        .identifier("phone_number", PHONE)
        .link("email", EMAIL)
        .link("phone", PHONE)
        .link("phone_number", PHONE)
        .element("contact.email", "email")
        .element("contact.phone", "phone", "phone_number");
  }
}
