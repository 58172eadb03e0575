package org.stoplog.gateway.decode;

import static org.stoplog.ledger.identity.Scheme.EMAIL;
import static org.stoplog.ledger.identity.Scheme.SUPPLIER_ID;
import static org.stoplog.ledger.identity.Scheme.USER_ID;

import java.util.List;
import org.stoplog.ledger.reader.EventFields;

/** Intercom: contacts, events, companies, conversations, tickets, messages and notes. */
final class Intercom implements Supplier {
  private static final List<PathNames> PATHS =
      List.of(PathNames.of("$path", "/contacts/(?!(?:search|merge|find)(?:/|$))([^/?]+)"));

  @Override
  public EventFields fields() {
    EventFields fields =
        new EventFields()
            .identifier("external_id", USER_ID, EMAIL)
            .identifier("user_id", USER_ID, EMAIL)
            .link("external_id", USER_ID, EMAIL)
            .link("user_id", USER_ID, EMAIL)
            .under("", People::emailAndPhone)
            .under("from", Intercom::contact)
            .under("to", Intercom::contact)
            .under("contacts", Intercom::contact)
            .under("user", Intercom::contact)
            .identifier("id", SUPPLIER_ID)
            .identifier("$path", SUPPLIER_ID, EMAIL)
            .link("id", SUPPLIER_ID)
            .link("$path", SUPPLIER_ID, EMAIL)
            .time("created_at")
            .organisation("company_id")
            .element("behaviour.site_activity", "event_name")
            .element("content.private_message", "body", "subject", "message_body")
            .element("content.file_upload", "attachment_urls", "attachment_files", "attachments")
            .element("content.support_ticket", "ticket_attributes", "conversation")
            .element("auth.login_history", "last_seen_at", "signed_up_at")
            .element("work.employer", "industry", "size", "website");
    return fields.ignore("role", "type", "message_type", "template", "owner_id", "ticket_type_id");
  }

  private static void contact(EventFields contact) {
    contact
        .identifier("external_id", USER_ID, EMAIL)
        .identifier("user_id", USER_ID, EMAIL)
        .link("external_id", USER_ID, EMAIL)
        .under("", People::emailAndPhone)
        .identifier("id", SUPPLIER_ID)
        .link("id", SUPPLIER_ID);
  }

  @Override
  public List<PathNames> pathNames() {
    return PATHS;
  }

  @Override
  public SinkReply sink(String path, Parameters parameters, long events, Request request) {
    return path.contains("/events")
        ? SinkReply.NOTHING_YET
        : SinkReply.json(200, "{\"type\":\"contact\",\"id\":\"0\"}");
  }
}
