package org.stoplog.server.platform;

import java.util.Optional;
import java.util.UUID;

/** Knows which gateway has a token; the package gateways does. */
public interface GatewaySource {
  /** Empty when none has it, or the one that had it was revoked. */
  Optional<UUID> gatewayOf(String token);
}
