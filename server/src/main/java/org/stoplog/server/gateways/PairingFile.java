package org.stoplog.server.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.stoplog.ledger.store.CanonicalJson;

/** What a gateway is started with: where its server is, who it is, and to whom it seals. */
record PairingFile(String server, UUID gateway, String name, String token, byte[] sealingKey) {
  private static final int FORMAT = 1;

  PairingFile {
    sealingKey = sealingKey.clone();
  }

  @Override
  public byte[] sealingKey() {
    return sealingKey.clone();
  }

  byte[] json() {
    return (CanonicalJson.write(
                Map.of(
                    "format",
                    FORMAT,
                    "server",
                    server,
                    "gateway",
                    gateway.toString(),
                    "name",
                    name,
                    "token",
                    token,
                    "sealing-key",
                    Base64.getEncoder().encodeToString(sealingKey)))
            + "\n")
        .getBytes(UTF_8);
  }

  /** No token: it may be logged. */
  @Override
  public String toString() {
    return "pairing of " + gateway;
  }
}
