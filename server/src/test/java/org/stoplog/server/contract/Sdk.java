package org.stoplog.server.contract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** A supplier's own client, and a small reader of what it sends that has nothing of ours. */
interface Sdk {
  ObjectMapper JSON = JsonMapper.builder().build();

  /** Letters only; the first part of the supplier's paths, too. */
  String name();

  /** As the form of a policy has it. */
  String language();

  /** Says everything that the application wants to, so that the client sends it at once. */
  void say(String base, App app) throws Exception;

  /** When all that it said has arrived: for clients that would not send it, once ended. */
  default void end() {}

  /** The events of a request. */
  List<JsonNode> events(Got request);

  /** Under whom the supplier finds the event; empty for nobody. */
  String id(JsonNode event);

  /** Names of members that differ each time. */
  Set<String> changing();

  /** Names of members that no rule reaches, and that may look like data of people. */
  default Set<String> kept() {
    return Set.of();
  }

  /** What a member named {@code ip} tells this supplier, beside the address. */
  default Set<String> ofAddress() {
    return Set.of("device.ip_address");
  }

  /** What the sender's address tells, when it is handed on with that. */
  default Set<String> ofSender(Said said) {
    return Set.of("device.ip_address");
  }

  /** What the client itself, or the call alone, tells of whom an event is about. */
  Set<String> own(Said said);

  /** Whether its requests have a User-Agent. */
  default boolean namesItself() {
    return true;
  }

  /** Whether it only speaks TLS. */
  default boolean needsTls() {
    return false;
  }

  static byte[] plain(Got request) {
    byte[] body = request.body();
    if (body.length < 2 || (body[0] & 0xff) != 0x1f || (body[1] & 0xff) != 0x8b) {
      return body;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(byte[] body) {
    return JSON.readTree(body);
  }

  /** What an array holds. */
  static List<JsonNode> all(JsonNode array) {
    return array.valueStream().toList();
  }
}
