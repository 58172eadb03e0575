package org.stoplog.server.gateways;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.policy.ConnectionMode;
import org.stoplog.gateway.policy.ConnectionState;

/**
 * A connection of the register, and what gateways do with it.
 *
 * @param connection its id in the register
 * @param engagement null when unknown
 * @param slug part of the address that applications send to; null while it goes through no gateway
 * @param through null while no gateway stands in its supplier's place or gets copies
 * @param secretSha256 null when none is asked for
 * @param revision rises with each change of the form; 0 before the first
 * @param hosts that belong to it when an application uses gateways as its proxy; null for none
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
    @Nullable Hosts hosts,
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

  /** For what two people approve: all that gateways do with it. */
  Map<String, @Nullable Object> content() {
    Map<String, @Nullable Object> all = new TreeMap<>();
    all.put("revision", revision);
    all.put("policy", through == null ? null : through.content());
    all.put("hosts", hosts == null ? null : hosts.content());
    return all;
  }

  /** Whether gateways know it, in whatever way. */
  boolean isThrough() {
    return through != null || hosts != null;
  }

  /** Whether a cut of ours holds it back: an application that only sends copies goes on. */
  boolean isHeldByCuts() {
    return through == null ? hosts != null : through.mode() == ConnectionMode.REVERSE;
  }
}
