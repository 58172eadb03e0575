package org.stoplog.server.gateways;

import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.policy.ConnectionState;

/**
 * A connection of the register, and what gateways do with it.
 *
 * @param connection its id in the register
 * @param engagement null when unknown
 * @param slug part of the address that applications send to; null while it goes through no gateway
 * @param through null while it goes through no gateway
 * @param secretSha256 null when none is asked for
 * @param revision rises with each change of the form; 0 before the first
 */
record ConnectionRow(
    int connection,
    String name,
    int supplier,
    String supplierName,
    @Nullable Integer engagement,
    @Nullable String slug,
    @Nullable Through through,
    @Nullable String secretSha256,
    @Nullable Key key,
    long revision,
    ConnectionState state) {

  /** A key of hashes that suppliers get, sealed. */
  record Key(String id, byte[] sealed) {
    Key {
      sealed = sealed.clone();
    }

    @Override
    public byte[] sealed() {
      return sealed.clone();
    }
  }

  boolean isCut() {
    return state.isCut();
  }
}
