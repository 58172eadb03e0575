package org.stoplog.gateway.decode;

import static org.stoplog.ledger.identity.Scheme.EMAIL;
import static org.stoplog.ledger.identity.Scheme.SUPPLIER_ID;
import static org.stoplog.ledger.identity.Scheme.USER_ID;

import java.util.List;
import java.util.Set;
import org.stoplog.ledger.reader.EventFields;

/** Stripe: customers and what they pay, as forms whose names have brackets. */
final class Stripe implements Supplier {
  private static final List<PathNames> PATHS = List.of(PathNames.of("$path", "/customers/([^/]+)"));

  @Override
  public EventFields fields() {
    EventFields fields =
        new EventFields()
            .under("", People::emailAndPhone)
            .identifier("receipt_email", EMAIL)
            .identifier("customer_email", EMAIL)
            .under("billing_details", People::emailAndPhone)
            .under("payment_method_data.billing_details", People::emailAndPhone)
            .identifier("metadata.user_id", USER_ID, EMAIL)
            .identifier("client_reference_id", USER_ID, EMAIL)
            .identifier("customer", SUPPLIER_ID)
            .identifier("$path", SUPPLIER_ID)
            .link("receipt_email", EMAIL)
            .link("customer_email", EMAIL)
            .link("metadata.user_id", USER_ID, EMAIL)
            .link("client_reference_id", USER_ID, EMAIL)
            .link("customer", SUPPLIER_ID)
            .link("$path", SUPPLIER_ID)
            .element("contact.email", "receipt_email", "customer_email")
            .element("contact.postal_address", "address", "shipping.address")
            .element("location.coarse", "address.city", "address.state", "address.country")
            .element("contact.postal_code", "address.postal_code")
            .element("fin.tax", "tax_id_data", "tax_id_data.value")
            .element("fin.card_number", "card.number", "payment_method_data.card.number")
            .element("fin.card_cvv", "card.cvc", "payment_method_data.card.cvc")
            .element("fin.bank_account", "bank_account", "sepa_debit.iban")
            .element("device.ip_address", "ip", "tax.ip_address")
            .element("purchase.order_details", "amount", "line_items", "items", "description");
    return fields
        .ignore("currency", "payment_method", "payment_method_types", "source", "default_source")
        .ignore("expand", "confirm", "mode", "tax_id_data.type", "success_url", "cancel_url");
  }

  @Override
  public List<PathNames> pathNames() {
    return PATHS;
  }

  @Override
  public Set<Shape> shapes(String path) {
    return Shape.FORM_OR_JSON;
  }

  @Override
  public SinkReply sink(String path, Parameters parameters, long events, Request request) {
    return path.startsWith("/v1/customers")
        ? SinkReply.json(200, "{\"id\":\"cus_00000000000000\",\"object\":\"customer\"}")
        : SinkReply.json(200, "{\"id\":\"obj_00000000000000\"}");
  }
}
