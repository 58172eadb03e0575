package org.stoplog.gateway.decode;

import static org.stoplog.ledger.identity.Scheme.EMAIL;
import static org.stoplog.ledger.identity.Scheme.SUPPLIER_ID;
import static org.stoplog.ledger.identity.Scheme.USER_ID;

import java.util.List;
import java.util.Set;
import org.stoplog.ledger.reader.EventFields;

/** Customer.io's track API, of which the path names the customer. Its pipelines speak Segment. */
final class CustomerIo implements Supplier {
  private static final List<PathNames> PATHS = List.of(PathNames.of("$path", "/customers/([^/]+)"));

  @Override
  public EventFields fields() {
    EventFields fields =
        new EventFields()
            .identifier("$path", USER_ID, EMAIL)
            .link("$path", USER_ID, EMAIL)
            .under("identifiers", CustomerIo::person)
            .under("primary", CustomerIo::person)
            .link("secondary.id", USER_ID, EMAIL)
            .link("secondary.email", EMAIL)
            .link("secondary.cio_id", SUPPLIER_ID)
            .under("", People::emailAndPhone)
            .under("attributes", People::emailAndPhone)
            .identifier("anonymous_id", SUPPLIER_ID)
            .link("anonymous_id", SUPPLIER_ID)
            .time("timestamp")
            .element("contact.email", "secondary.email")
            .element("behaviour.site_activity", "name")
            .element("id.push_token", "device.id", "device.token")
            .element("device.model_carrier", "device.platform")
            .element("auth.login_history", "device.last_used");
    return fields.ignore("id", "type", "action", "_update", "created_at", "cio_relationships");
  }

  private static void person(EventFields person) {
    person
        .identifier("id", USER_ID, EMAIL)
        .link("id", USER_ID, EMAIL)
        .identifier("email", EMAIL)
        .link("email", EMAIL)
        .identifier("cio_id", SUPPLIER_ID)
        .link("cio_id", SUPPLIER_ID)
        .element("contact.email", "email");
  }

  @Override
  public Set<String> batches() {
    return Set.of("batch");
  }

  @Override
  public List<PathNames> pathNames() {
    return PATHS;
  }

  @Override
  public SinkReply sink(String path, Parameters parameters, long events, Request request) {
    return SinkReply.json(200, "{}");
  }
}
