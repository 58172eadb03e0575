package org.stoplog.gateway.decode;

import static org.stoplog.ledger.identity.Scheme.EMAIL;
import static org.stoplog.ledger.identity.Scheme.SUPPLIER_ID;
import static org.stoplog.ledger.identity.Scheme.USER_ID;

import java.util.Set;
import org.stoplog.ledger.reader.EventFields;

/** SendGrid: mails, of which each recipient is a person, and contacts. */
final class SendGrid implements Supplier {
  @Override
  public EventFields fields() {
    EventFields fields =
        new EventFields()
            .under("", People::emailAndPhone)
            .identifier("external_id", USER_ID, EMAIL)
            .identifier("anonymous_id", SUPPLIER_ID)
            .link("external_id", USER_ID, EMAIL)
            .link("anonymous_id", SUPPLIER_ID)
            .element("person.full_name", "name")
            .element("content.private_message", "subject", "content", "substitutions")
            .element("content.private_message", "dynamic_template_data", "custom_args", "sections")
            .element("content.file_upload", "attachments")
            .element("contact.postal_address", "address_line_1", "address_line_2")
            .element("location.coarse", "state_province_region")
            .element("person.nickname", "unique_name");
    return fields
        .ignore("from", "reply_to", "reply_to_list", "template_id", "asm", "headers")
        .ignore("mail_settings", "tracking_settings", "list_ids", "ip_pool_name", "batch_id")
        .ignore("content.type", "attachments.type", "attachments.filename", "categories");
  }

  @Override
  public Set<String> batches() {
    return Set.of("personalizations", "to", "cc", "bcc", "contacts");
  }

  @Override
  public SinkReply sink(String path, Parameters parameters, long events, Request request) {
    return path.contains("/marketing/contacts")
        ? SinkReply.json(202, "{\"job_id\":\"0\"}")
        : SinkReply.NOTHING_YET;
  }
}
