package org.stoplog.gateway.decode;

import static org.stoplog.ledger.identity.Scheme.EMAIL;
import static org.stoplog.ledger.identity.Scheme.PHONE;
import static org.stoplog.ledger.identity.Scheme.SUPPLIER_ID;
import static org.stoplog.ledger.identity.Scheme.USER_ID;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.stoplog.ledger.reader.EventFields;

/** Salesforce: objects one by one, collections and trees of them, and tables of Bulk 2.0. */
final class Salesforce implements Supplier {
  /** What a collection may have. */
  private static final int MOST_SAVED = 200;

  private static final List<PathNames> PATHS =
      List.of(
          PathNames.of("$path_key", "/sobjects/[^/]+/[^/]+/([^/]+)"),
          PathNames.of("$path_id", "/sobjects/[^/]+/([a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?)$"));

  @Override
  public EventFields fields() {
    return new EventFields()
        .identifier("Email", EMAIL)
        .identifier("PersonEmail", EMAIL)
        .identifier("MobilePhone", PHONE)
        .identifier("Phone", PHONE)
        .identifier("$path_key", USER_ID, EMAIL)
        .identifier("Id", SUPPLIER_ID)
        .identifier("id", SUPPLIER_ID)
        .identifier("$path_id", SUPPLIER_ID)
        .link("Email", EMAIL)
        .link("PersonEmail", EMAIL)
        .link("MobilePhone", PHONE)
        .link("Phone", PHONE)
        .link("$path_key", USER_ID, EMAIL)
        .link("Id", SUPPLIER_ID)
        .link("$path_id", SUPPLIER_ID)
        .element("contact.email", "Email", "PersonEmail")
        .element("contact.phone", "Phone", "MobilePhone", "HomePhone", "OtherPhone", "Fax")
        .element("contact.phone", "AssistantPhone")
        .element("person.full_name", "Name", "AssistantName")
        .element("person.first_name", "FirstName", "MiddleName")
        .element("person.date_of_birth", "Birthdate", "PersonBirthdate")
        .element("contact.postal_address", "MailingStreet", "OtherStreet", "Street")
        .element("contact.postal_address", "BillingStreet", "ShippingStreet")
        .element("location.coarse", "MailingCity", "MailingState", "MailingCountry")
        .element("location.coarse", "State", "OtherCity", "OtherState", "OtherCountry")
        .element("contact.postal_code", "MailingPostalCode", "OtherPostalCode")
        .element("location.precise", "MailingLatitude", "MailingLongitude")
        .element("content.support_ticket", "Description", "Subject", "Comments")
        .element("work.job_title", "Department")
        .element("behaviour.ad_interaction", "LeadSource")
        .ignore("attributes", "allOrNone", "OwnerId", "RecordTypeId");
  }

  @Override
  public Set<String> batches() {
    return Set.of("records");
  }

  @Override
  public List<PathNames> pathNames() {
    return PATHS;
  }

  @Override
  public Set<Shape> shapes(String path) {
    return path.contains("/jobs/") ? Shape.JSON_OR_TABLE : Shape.JSON_OR_PARTS;
  }

  @Override
  public SinkReply sink(String path, Parameters parameters, long events, Request request) {
    if (path.contains("/jobs/")) {
      return new SinkReply(201, "", new byte[0]);
    }
    if (path.contains("/composite/tree")) {
      return SinkReply.json(201, "{\"hasErrors\":false,\"results\":[]}");
    }
    String one = "{\"id\":\"000000000000000AAA\",\"success\":true,\"errors\":[]}";
    if (path.contains("/composite/sobjects")) {
      int shown = (int) Math.min(events, MOST_SAVED);
      return SinkReply.json(200, "[" + String.join(",", Collections.nCopies(shown, one)) + "]");
    }
    return request.method().equals("PATCH") ? SinkReply.EMPTY : SinkReply.json(201, one);
  }
}
