package org.stoplog.gateway.decode;

import static org.stoplog.ledger.identity.Scheme.EMAIL;
import static org.stoplog.ledger.identity.Scheme.SUPPLIER_ID;
import static org.stoplog.ledger.identity.Scheme.USER_ID;

import java.util.List;
import java.util.Set;
import org.stoplog.ledger.reader.EventFields;

/** Zendesk: tickets, requests, users and organisations, one by one and many at once. */
final class Zendesk implements Supplier {
  private static final List<PathNames> PATHS = List.of(PathNames.of("$path", "/users/(\\d+)"));

  private static final String[] HOMES = {"ticket", "request", "user", ""};

  @Override
  public EventFields fields() {
    EventFields fields = new EventFields();
    for (String home : HOMES) {
      fields.under(home, Zendesk::one);
    }
    return fields
        .identifier("$path", SUPPLIER_ID)
        .link("$path", SUPPLIER_ID)
        .organisation("organization.external_id")
        .element("work.employer", "organization.name", "organization.domain_names")
        .time("created_at");
  }

  private static void one(EventFields one) {
    one.under("requester", Zendesk::person)
        .under("", Zendesk::person)
        .identifier("requester_id", SUPPLIER_ID)
        .identifier("id", SUPPLIER_ID)
        .link("requester_id", SUPPLIER_ID)
        .element("content.support_ticket", "subject", "raw_subject", "description", "comment")
        .element("content.support_ticket", "custom_fields", "fields")
        .element("content.file_upload", "comment.uploads")
        .element("contact.email", "email_ccs", "collaborators", "recipient")
        .element("behaviour.preferences", "notes", "details")
        .organisation("organization_id")
        .ignore("comment.public", "comment.author_id", "submitter_id", "assignee_id", "group_id")
        .ignore("ticket_form_id", "brand_id", "role", "status", "priority", "type");
  }

  private static void person(EventFields person) {
    person
        .identifier("external_id", USER_ID, EMAIL)
        .link("external_id", USER_ID, EMAIL)
        .under("", People::emailAndPhone)
        .element("contact.email", "identities");
  }

  @Override
  public List<PathNames> pathNames() {
    return PATHS;
  }

  @Override
  public Set<String> batches() {
    return Set.of("tickets", "users");
  }

  @Override
  public SinkReply sink(String path, Parameters parameters, long events, Request request) {
    if (path.contains("_many")) {
      return SinkReply.json(200, "{\"job_status\":{\"id\":\"0\",\"status\":\"queued\"}}");
    }
    String what =
        path.contains("/users") ? "user" : path.contains("/requests") ? "request" : "ticket";
    return SinkReply.json(201, "{\"" + what + "\":{\"id\":0}}");
  }
}
