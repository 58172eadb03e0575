package org.stoplog.gateway.decode;

import static org.stoplog.ledger.identity.Scheme.EMAIL;
import static org.stoplog.ledger.identity.Scheme.EMAIL_MD5;
import static org.stoplog.ledger.identity.Scheme.PHONE;

import java.util.List;
import java.util.Set;
import org.stoplog.ledger.reader.EventFields;

/** Mailchimp: members of lists; the path names them by the MD5 of their address in lower case. */
final class Mailchimp implements Supplier {
  private static final List<PathNames> PATHS =
      List.of(
          PathNames.of("$path_md5", "/members/([0-9a-fA-F]{32})(?:/|$)"),
          PathNames.of("$path", "/members/([^/]*(?:@|%40)[^/]*)"));

  @Override
  public EventFields fields() {
    EventFields fields =
        new EventFields()
            .identifier("email_address", EMAIL)
            .identifier("$path", EMAIL)
            .identifier("$path_md5", EMAIL_MD5)
            .link("email_address", EMAIL)
            .link("$path_md5", EMAIL_MD5)
            .identifier("merge_fields.PHONE", PHONE)
            .link("merge_fields.PHONE", PHONE)
            .time("timestamp_opt")
            .element("contact.email", "email_address")
            .element("contact.phone", "merge_fields.PHONE")
            .element("contact.postal_address", "merge_fields.ADDRESS", "merge_fields.ADDRESS.addr1")
            .element("location.coarse", "merge_fields.ADDRESS.city", "merge_fields.ADDRESS.state")
            .element("location.coarse", "merge_fields.ADDRESS.country")
            .element("contact.postal_code", "merge_fields.ADDRESS.zip")
            .element("location.precise", "location.latitude", "location.longitude")
            .element("device.ip_address", "ip_signup", "ip_opt");
    return fields.ignore("status", "status_if_new", "email_type", "update_existing", "vip");
  }

  @Override
  public Set<String> batches() {
    return Set.of("members");
  }

  @Override
  public List<PathNames> pathNames() {
    return PATHS;
  }

  @Override
  public SinkReply sink(String path, Parameters parameters, long events, Request request) {
    return path.contains("/members")
        ? SinkReply.json(200, "{\"id\":\"0\",\"status\":\"subscribed\"}")
        : SinkReply.json(
            200, "{\"new_members\":[],\"updated_members\":[],\"errors\":[],\"error_count\":0}");
  }
}
