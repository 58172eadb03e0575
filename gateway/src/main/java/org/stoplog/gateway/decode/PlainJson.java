package org.stoplog.gateway.decode;

import static org.stoplog.ledger.identity.Scheme.EMAIL;
import static org.stoplog.ledger.identity.Scheme.PHONE;
import static org.stoplog.ledger.identity.Scheme.SUPPLIER_ID;
import static org.stoplog.ledger.identity.Scheme.USER_ID;

import java.util.Set;
import org.stoplog.ledger.reader.EventFields;
import org.stoplog.ledger.reader.EventRules;
import org.stoplog.ledger.reader.Format;

/**
 * What no other file knows: JSON as an object, an array or lines of them, forms, parts and tables.
 * Elements come from the names of keys and from values that can be checked, identifiers from the
 * names that most use.
 */
final class PlainJson implements Supplier {
  private static final String[] HOMES = {
    "user", "customer", "contact", "person", "profile", "traits", "properties", "data", "attributes"
  };

  @Override
  public Format format() {
    return Format.EVENTS;
  }

  @Override
  public EventFields fields() {
    EventFields fields = new EventFields();
    person(fields);
    for (String home : HOMES) {
      fields.under(home, PlainJson::person);
    }
    return fields.time("timestamp").time("time").time("sent_at").time("created_at");
  }

  private static void person(EventFields person) {
    person
        .identifier("user_id", USER_ID, EMAIL)
        .identifier("userId", USER_ID, EMAIL)
        .identifier("external_id", USER_ID, EMAIL)
        .identifier("distinct_id", USER_ID, EMAIL)
        .identifier("customer_id", USER_ID, EMAIL)
        .identifier("email", EMAIL)
        .identifier("email_address", EMAIL)
        .identifier("phone", PHONE)
        .identifier("phone_number", PHONE)
        .identifier("anonymous_id", SUPPLIER_ID)
        .identifier("anonymousId", SUPPLIER_ID)
        .identifier("device_id", SUPPLIER_ID)
        .element("contact.email", "email", "email_address")
        .element("contact.phone", "phone", "phone_number");
  }

  @Override
  public EventRules rules() {
    return EventRules.PLAIN;
  }

  @Override
  public Set<String> batches() {
    return Set.of("batch");
  }

  @Override
  public boolean lines(String path) {
    return true;
  }

  @Override
  public Set<Shape> shapes(String path) {
    return Shape.ANY;
  }

  @Override
  public SinkReply sink(String path, Parameters parameters, long events, Request request) {
    return SinkReply.EMPTY;
  }
}
