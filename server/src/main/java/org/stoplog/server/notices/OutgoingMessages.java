package org.stoplog.server.notices;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import org.stoplog.ledger.store.CanonicalJson;
import org.stoplog.server.mail.ConnectionLost;
import org.stoplog.server.mail.Reply;
import org.stoplog.server.messages.MessageKind;
import org.stoplog.server.messages.MessageService;
import org.stoplog.server.messages.MessageServices;
import org.stoplog.server.messages.ServiceSession;
import org.stoplog.server.platform.Tokens;

/** Copies as calls of the message service that was approved: docs/reference/message-services.md. */
final class OutgoingMessages implements Outgoing {
  static final String TYPE = "notice.message";

  private final Copies.Approved approved;
  private final MessageServices services;
  private final MessageService service;

  OutgoingMessages(Copies.Approved approved, MessageServices services, MessageService service) {
    this.approved = approved;
    this.services = services;
    this.service = service;
  }

  @Override
  public Copies.Copy copy(Copies.Addressed one, Letter letter) {
    byte[] bytes = body(one.address(), letter, one.reader().code());
    return new Copies.Copy(
        one.due(),
        one.people(),
        one.readers(),
        one.address(),
        0,
        "",
        Letter.id(approved.secret(), one.due().lead()),
        letter.language(),
        one.code(),
        Tokens.sha256(bytes),
        bytes);
  }

  private byte[] body(String to, Letter letter, String code) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("kind", service.kind().word());
    data.put("to", to);
    data.put("language", letter.language());
    data.put("subject", letter.subject());
    data.put("text", letter.body());
    if (service.kind() == MessageKind.IN_APP) {
      data.put("html", letter.html());
    }
    data.put("code", code);
    data.put("drill", approved.wave().terms().drill());
    return CanonicalJson.write(
            Map.of("type", TYPE, "timestamp", approved.date().toString(), "data", data))
        .getBytes(UTF_8);
  }

  @Override
  public Line open() {
    ServiceSession session = services.open(service);
    return new Line() {
      @Override
      public Reply send(Copies.Copy copy) throws ConnectionLost {
        return session.send(copy.id(), copy.bytes());
      }

      @Override
      public boolean isUsable() {
        return session.isUsable();
      }

      @Override
      public void close() {
        session.close();
      }
    };
  }
}
