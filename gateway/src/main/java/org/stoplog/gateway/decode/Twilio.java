package org.stoplog.gateway.decode;

import static org.stoplog.ledger.identity.Scheme.EMAIL;
import static org.stoplog.ledger.identity.Scheme.PHONE;

import java.util.List;
import java.util.Set;
import org.stoplog.ledger.reader.EventFields;

/** Twilio: messages and calls as forms. What a message says is never kept, and often is a code. */
final class Twilio implements Supplier {
  @Override
  public EventFields fields() {
    EventFields fields =
        new EventFields()
            .identifier("To", PHONE, EMAIL)
            .element("contact.phone", "To")
            .element("content.private_message", "Body", "ContentVariables", "Twiml")
            .element("content.file_upload", "MediaUrl")
            .element("auth.pin", "SendDigits", "CustomCode");
    return fields.ignore("From", "CallerId", "MessagingServiceSid", "ContentSid", "StatusCallback");
  }

  /** Channels stand before the number. */
  @Override
  public List<String> prefixes() {
    return List.of("whatsapp:", "messenger:", "rcs:", "sip:");
  }

  @Override
  public Set<Shape> shapes(String path) {
    return Shape.FORM_OR_JSON;
  }

  @Override
  public SinkReply sink(String path, Parameters parameters, long events, Request request) {
    String what = path.contains("/Calls") ? "CA" : "SM";
    return SinkReply.json(
        201,
        "{\"sid\":\"" + what + "0".repeat(32) + "\",\"status\":\"queued\",\"error_code\":null}");
  }
}
