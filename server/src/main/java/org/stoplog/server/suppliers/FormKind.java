package org.stoplog.server.suppliers;

import static org.stoplog.ledger.register.Column.CONNECTION;
import static org.stoplog.ledger.register.Column.CONTACT_TESTED;
import static org.stoplog.ledger.register.Column.CONTACT_VERIFIED;
import static org.stoplog.ledger.register.Column.DELETED;
import static org.stoplog.ledger.register.Column.DOMAIN;
import static org.stoplog.ledger.register.Column.DOMAINS;
import static org.stoplog.ledger.register.Column.ELEMENTS;
import static org.stoplog.ledger.register.Column.ENDED;
import static org.stoplog.ledger.register.Column.ENGAGEMENT;
import static org.stoplog.ledger.register.Column.KIND;
import static org.stoplog.ledger.register.Column.LEGAL_BASIS;
import static org.stoplog.ledger.register.Column.LEGAL_NAME;
import static org.stoplog.ledger.register.Column.LEI;
import static org.stoplog.ledger.register.Column.MERGED_INTO;
import static org.stoplog.ledger.register.Column.OUR_CONTACT;
import static org.stoplog.ledger.register.Column.OWNER;
import static org.stoplog.ledger.register.Column.PARENT_COMPANY;
import static org.stoplog.ledger.register.Column.PLACE;
import static org.stoplog.ledger.register.Column.POPULATION;
import static org.stoplog.ledger.register.Column.PURPOSE;
import static org.stoplog.ledger.register.Column.REPLACEABLE;
import static org.stoplog.ledger.register.Column.RETENTION;
import static org.stoplog.ledger.register.Column.ROLE;
import static org.stoplog.ledger.register.Column.SCOPES;
import static org.stoplog.ledger.register.Column.SECOND_CONTACT;
import static org.stoplog.ledger.register.Column.SECURITY_CONTACT;
import static org.stoplog.ledger.register.Column.SINCE;
import static org.stoplog.ledger.register.Column.STARTED;
import static org.stoplog.ledger.register.Column.STATUS_PAGE;
import static org.stoplog.ledger.register.Column.SUBPROCESSOR_OF;
import static org.stoplog.ledger.register.Column.SUPPLIER;
import static org.stoplog.ledger.register.Column.UNTIL;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.register.Column;
import org.stoplog.ledger.register.RegisterEdit.Thing;

/** The forms of the register: what each is about, and the columns of a suppliers file in it. */
enum FormKind {
  SUPPLIER_FACTS(
      Thing.SUPPLIER,
      SUPPLIER,
      "facts",
      "",
      List.of(
          SUPPLIER,
          DOMAIN,
          DOMAINS,
          SUBPROCESSOR_OF,
          STARTED,
          LEGAL_NAME,
          LEI,
          PARENT_COMPANY,
          MERGED_INTO,
          STATUS_PAGE)),
  /** All that programs say of a supplier itself; the proof of deletion is a person's to enter. */
  ALL_FACTS(
      Thing.SUPPLIER,
      SUPPLIER,
      "supplier",
      "",
      List.of(
          SUPPLIER,
          DOMAIN,
          DOMAINS,
          SUBPROCESSOR_OF,
          STARTED,
          ENDED,
          SECURITY_CONTACT,
          CONTACT_VERIFIED,
          CONTACT_TESTED,
          SECOND_CONTACT,
          OUR_CONTACT,
          LEGAL_NAME,
          LEI,
          PARENT_COMPANY,
          MERGED_INTO,
          STATUS_PAGE)),
  CONTACT(
      Thing.SUPPLIER,
      null,
      "security contact",
      "Whom to call when something has happened. A number that only the supplier's own mail names may be the attacker's.",
      List.of(SECURITY_CONTACT, CONTACT_VERIFIED, CONTACT_TESTED, SECOND_CONTACT, OUR_CONTACT)),
  END(
      Thing.SUPPLIER,
      null,
      "end",
      "The supplier stays in the list: a breach there reaches what it was sent, until it is proven to have deleted it.",
      List.of(STARTED, ENDED)),
  DELETION(
      Thing.SUPPLIER,
      null,
      "proof of deletion",
      "From then on a breach there is answered without what was sent before that day. Enter it only when you hold the proof; empty the field to take it back.",
      List.of(DELETED)),
  ENGAGEMENT_FACTS(
      Thing.ENGAGEMENT,
      ENGAGEMENT,
      "engagement",
      "One use of the supplier for one purpose.",
      List.of(ENGAGEMENT, PURPOSE, ROLE, OWNER, STARTED, ENDED, REPLACEABLE)),
  CONNECTION_FACTS(
      Thing.CONNECTION,
      CONNECTION,
      "connection",
      "One technical path to the supplier: what would be cut.",
      List.of(CONNECTION, KIND, ENGAGEMENT, STARTED, ENDED, SCOPES)),
  GRANT(
      Thing.GRANT,
      null,
      "grant",
      "What this engagement may receive, and about whom.",
      List.of(ELEMENTS, POPULATION, SINCE, UNTIL, LEGAL_BASIS, RETENTION, PLACE));

  final Thing thing;

  /** The column that names the thing; null when the form does not name it. */
  final @Nullable Column name;

  final String word;
  final String why;
  final List<Column> columns;

  FormKind(Thing thing, @Nullable Column name, String word, String why, List<Column> columns) {
    this.thing = thing;
    this.name = name;
    this.word = word;
    this.why = why;
    this.columns = columns;
  }

  /** Of the audit entry. */
  String act() {
    return switch (thing) {
      case SUPPLIER -> "supplier.changed";
      case ENGAGEMENT -> "engagement.changed";
      case CONNECTION -> "connection.changed";
      case GRANT -> "grant.changed";
    };
  }
}
