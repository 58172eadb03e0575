package org.stoplog.gateway.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.ConnectionMode;
import org.stoplog.gateway.policy.ConnectionPolicy;
import org.stoplog.gateway.policy.ConnectionState;
import org.stoplog.gateway.policy.CutReply;
import org.stoplog.gateway.policy.HashKey;
import org.stoplog.gateway.policy.Language;
import org.stoplog.gateway.policy.Refusal;
import org.stoplog.gateway.policy.SenderRule;

/** Connections and requests as tests need them. */
final class Wire {
  /** 2025-11-08T12:00:00Z. */
  static final long NOW = 1_762_603_200_000L;

  static final HashKey KEY =
      new HashKey("key-1", "0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

  Language language = Language.MIXPANEL;
  ConnectionMode mode = ConnectionMode.REVERSE;
  Refusal unreadable = Refusal.PASS;
  Refusal undeclared = Refusal.PASS;
  boolean address;
  boolean agent;
  ElementSet declared = ElementSet.NONE;
  final Map<String, Action> rules = new HashMap<>();

  static Wire of(Language language) {
    Wire wire = new Wire();
    wire.language = language;
    return wire;
  }

  Wire rule(String element, Action action) {
    rules.put(element, action);
    return this;
  }

  ConnectionPolicy policy() {
    return new ConnectionPolicy(
        "c-1",
        1,
        "A supplier",
        language,
        mode,
        URI.create("https://supplier.example"),
        false,
        new SenderRule.Open(),
        ConnectionState.OPEN,
        CutReply.SINK,
        unreadable,
        undeclared,
        true,
        address,
        agent,
        declared,
        rules,
        KEY,
        null);
  }

  ConnectionDecoder decoder() {
    return new ConnectionDecoder(policy());
  }

  Decoded post(String path, String body) {
    return decoder().decode(request(path, body));
  }

  Rows rows(String path, String body) {
    return Rows.of(ConnectionDecoder.mapping(language), post(path, body));
  }

  static Request request(String path, String body) {
    return request(path, null, null, body.getBytes(StandardCharsets.UTF_8));
  }

  static Request request(
      String path, @Nullable String query, @Nullable String encoding, byte[] body) {
    return new Request(
        body.length == 0 ? "GET" : "POST", path, query, null, encoding, body, NOW, true);
  }

  static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
