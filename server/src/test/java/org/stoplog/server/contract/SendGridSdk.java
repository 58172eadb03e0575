package org.stoplog.server.contract;

import com.sendgrid.Method;
import com.sendgrid.Request;
import com.sendgrid.Response;
import com.sendgrid.SendGrid;
import com.sendgrid.helpers.mail.Mail;
import com.sendgrid.helpers.mail.objects.Content;
import com.sendgrid.helpers.mail.objects.Email;
import com.sendgrid.helpers.mail.objects.Personalization;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.stoplog.ledger.identity.Scheme;
import tools.jackson.databind.JsonNode;

/** SendGrid: a mail a request. */
final class SendGridSdk implements Sdk {
  @Override
  public String name() {
    return "sendgrid";
  }

  @Override
  public String language() {
    return "sendgrid";
  }

  @Override
  public void say(String base, App app) throws Exception {
    URI uri = URI.create(base);
    SendGrid client = new SendGrid("SG.k3y", true);
    client.setHost(uri.getAuthority());
    client.setVersion(uri.getPath().substring(1) + "/v3");
    for (int i = 0; i < 30; i++) {
      Request request = new Request();
      request.setMethod(Method.POST);
      request.setEndpoint("mail/send");
      request.setBody(mail(app).build());
      Response answer = client.api(request);
      if (answer.getStatusCode() != 202) {
        throw new AssertionError(answer.getStatusCode() + " " + answer.getBody());
      }
    }
  }

  private static Mail mail(App app) {
    Human who = app.somebody();
    Said said = app.tell("mail", who, Scheme.EMAIL, who.email(), "snake");
    said.onlyTexts();
    Mail mail = new Mail();
    mail.setFrom(new Email("no-reply@ours.example", "Our shop"));
    mail.setSubject("Ihre Bestellung ✓");
    mail.addContent(new Content("text/plain", "Hallo " + who.first() + ", danke!"));
    Personalization to = new Personalization();
    boolean isNamed = app.chance(50);
    to.addTo(isNamed ? new Email(who.email(), who.name()) : new Email(who.email()));
    if (isNamed) {
      said.facts().add(new Said.Fact(who.name(), Set.of("person.full_name")));
    }
    said.content().forEach((name, value) -> to.addCustomArg(name, (String) value));
    mail.addPersonalization(to);
    return mail;
  }

  @Override
  public List<JsonNode> events(Got request) {
    return List.of(Sdk.json(request.body()));
  }

  @Override
  public String id(JsonNode event) {
    return event.at("/personalizations/0/to/0/email").asString("");
  }

  @Override
  public Set<String> changing() {
    return Set.of();
  }

  @Override
  public Set<String> own(Said said) {
    return new TreeSet<>(Set.of("content.private_message"));
  }
}
