package org.stoplog.server.contract;

import com.stripe.StripeClient;
import com.stripe.param.CustomerCreateParams;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.stoplog.ledger.identity.Scheme;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Stripe: a customer a request, as a form whose names have brackets. */
final class StripeSdk implements Sdk {
  @Override
  public String name() {
    return "stripe";
  }

  @Override
  public String language() {
    return "stripe";
  }

  @Override
  public void say(String base, App app) throws Exception {
    StripeClient client =
        StripeClient.builder().setApiKey("sk_k3y").setApiBase(base).setMaxNetworkRetries(2).build();
    for (int i = 0; i < 30; i++) {
      client.v1().customers().create(customer(app));
    }
  }

  private static CustomerCreateParams customer(App app) {
    Human who = app.somebody();
    boolean isOurs = app.chance(50);
    Said said =
        app.tell(isOurs ? "customer+user" : "customer", who, Scheme.EMAIL, who.email(), "snake");
    said.onlyTexts();
    CustomerCreateParams.Builder customer = CustomerCreateParams.builder().setEmail(who.email());
    said.content().forEach((name, value) -> customer.putMetadata(name, (String) value));
    if (isOurs) {
      customer.putMetadata("user_id", who.userId());
    }
    if (app.chance(50)) {
      customer.setName(who.name());
      said.facts().add(new Said.Fact(who.name(), Set.of("person.full_name")));
    }
    if (app.chance(50)) {
      customer.setPhone(who.phone());
      said.facts().add(new Said.Fact(who.phone(), Set.of("contact.phone")));
    }
    if (app.chance(50)) {
      customer.setAddress(CustomerCreateParams.Address.builder().setPostalCode("90-001").build());
      said.facts()
          .add(new Said.Fact("90-001", Set.of("contact.postal_code", "contact.postal_address")));
    }
    return customer.build();
  }

  /** Flat: the names with their brackets. */
  @Override
  public List<JsonNode> events(Got request) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    for (String pair : new String(request.body(), StandardCharsets.UTF_8).split("&")) {
      int equals = pair.indexOf('=');
      event.put(
          URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return List.of(event);
  }

  @Override
  public String id(JsonNode event) {
    return event.path("email").asString("");
  }

  @Override
  public Set<String> changing() {
    return Set.of();
  }

  @Override
  public Set<String> own(Said said) {
    return said.act().endsWith("+user")
        ? new TreeSet<>(Set.of("id.account_user_id"))
        : new TreeSet<>();
  }
}
