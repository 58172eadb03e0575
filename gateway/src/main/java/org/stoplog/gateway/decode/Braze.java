package org.stoplog.gateway.decode;

import static org.stoplog.ledger.identity.Scheme.EMAIL;
import static org.stoplog.ledger.identity.Scheme.PHONE;
import static org.stoplog.ledger.identity.Scheme.SUPPLIER_ID;
import static org.stoplog.ledger.identity.Scheme.USER_ID;

import java.util.Set;
import org.stoplog.ledger.reader.EventFields;

/**
 * Braze: attributes, events and purchases of many people (/users/track), who is who, and messages
 * that the sender triggers.
 */
final class Braze implements Supplier {
  @Override
  public EventFields fields() {
    EventFields fields =
        new EventFields()
            .identifier("external_id", USER_ID, EMAIL)
            .identifier("external_user_id", USER_ID, EMAIL)
            .identifier("identifier_to_keep.external_id", USER_ID, EMAIL)
            .identifier("external_ids[]", USER_ID, EMAIL)
            .under("", People::emailAndPhone)
            .under("identifier_to_keep", People::emailAndPhone)
            .identifier("user_alias.alias_name", SUPPLIER_ID, EMAIL)
            .identifier("alias_name", SUPPLIER_ID, EMAIL)
            .identifier("braze_id", SUPPLIER_ID)
            .link("user_alias.alias_name", SUPPLIER_ID, EMAIL)
            .link("alias_name", SUPPLIER_ID, EMAIL)
            .link("braze_id", SUPPLIER_ID)
            .link("identifier_to_merge.external_id", USER_ID, EMAIL)
            .link("identifier_to_merge.email", EMAIL)
            .link("identifier_to_merge.phone", PHONE)
            .link("identifier_to_merge.user_alias.alias_name", SUPPLIER_ID, EMAIL)
            .time("time")
            .element("contact.email", "identifier_to_merge.email")
            .element("behaviour.site_activity", "name")
            .element("purchase.order_details", "product_id", "price", "quantity", "currency")
            .element("location.coarse", "home_city", "country")
            .element("location.precise", "current_location")
            .element("id.push_token", "push_tokens")
            .element("person.photo", "image_url")
            .element("behaviour.preferences", "subscription_groups", "email_subscribe")
            .element("behaviour.preferences", "push_subscribe")
            .element("content.private_message", "messages", "trigger_properties")
            .ignore("app_id", "api_key", "app_group_id", "partner", "_update_existing_only");
    return fields.ignore("user_alias.alias_label", "alias_label", "campaign_id", "canvas_id");
  }

  @Override
  public Set<String> batches() {
    return Set.of(
        "attributes",
        "events",
        "purchases",
        "recipients",
        "user_aliases",
        "aliases_to_identify",
        "merge_updates");
  }

  @Override
  public SinkReply sink(String path, Parameters parameters, long events, Request request) {
    return SinkReply.json(201, "{\"message\":\"success\"}");
  }
}
