package org.stoplog.gateway.decode;

import static org.stoplog.ledger.identity.Scheme.EMAIL;
import static org.stoplog.ledger.identity.Scheme.USER_ID;

import java.util.Set;
import org.stoplog.ledger.reader.EventFields;

/**
 * OpenAI and those that speak as it does: what is asked is free text, and what is in it is found by
 * checked patterns only.
 */
final class OpenAi implements Supplier {
  @Override
  public EventFields fields() {
    EventFields fields =
        new EventFields()
            .identifier("user", USER_ID, EMAIL)
            .identifier("safety_identifier", USER_ID, EMAIL)
            .identifier("metadata.user_id", USER_ID, EMAIL)
            .link("user", USER_ID, EMAIL)
            .link("safety_identifier", USER_ID, EMAIL)
            .link("metadata.user_id", USER_ID, EMAIL)
            .under("messages", OpenAi::message)
            .under("input", OpenAi::message)
            .element("content.ai_prompt", "messages", "input", "instructions", "prompt")
            .element("content.ai_prompt", "prediction", "suffix", "query", "documents")
            .element("id.pseudonymous_device_or_anon", "prompt_cache_key", "conversation");
    return fields
        .ignore("model", "tools", "tool_choice", "response_format", "text", "stream", "store")
        .ignore("previous_response_id", "reasoning", "encoding_format", "include");
  }

  private static void message(EventFields message) {
    message
        .element("person.nickname", "name")
        .element("content.file_upload", "content.image_url", "content.file", "content.file_data")
        .element("content.voice_recording", "content.input_audio")
        .ignore("role", "type", "content.type", "id", "call_id", "tool_call_id", "status")
        .ignore("tool_calls.id", "tool_calls.type", "content.detail")
        .ignore("content.image_url.detail", "content.input_audio.format");
  }

  @Override
  public Set<Shape> shapes(String path) {
    return Shape.JSON_OR_PARTS;
  }

  @Override
  public SinkReply sink(String path, Parameters parameters, long events, Request request) {
    // Nobody can make an answer up: an application would take it for one.
    return SinkReply.json(
        403,
        "{\"error\":{\"message\":\"This request was not sent on.\",\"type\":"
            + "\"invalid_request_error\",\"param\":null,\"code\":\"not_sent_on\"}}");
  }
}
