package org.stoplog.server.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.gateway.policy.ConnectionPolicy;
import org.stoplog.gateway.policy.HashKey;
import org.stoplog.gateway.policy.Policy;
import org.stoplog.gateway.policy.PolicyFile;
import org.stoplog.gateway.policy.SenderRule;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.register.Grant;
import org.stoplog.ledger.register.Register;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Tokens;

/**
 * The policy as all gateways get it. What is handed out is a row, made in the transaction of each
 * change: a version has one content for ever, and every change a version of its own.
 */
final class Policies {
  private static final byte[] DOCUMENT = "gateway-policy".getBytes(UTF_8);
  private static final int KEY_ID_BYTES = 6;

  private final Ledger ledger;
  private final ServerClock clock;
  private final PolicyNews news;

  Policies(Ledger ledger, ServerClock clock, PolicyNews news) {
    this.ledger = ledger;
    this.clock = clock;
    this.news = news;
  }

  /**
   * What is handed out.
   *
   * @param isHanded false after a restore, until two people looked
   * @param document sealed; null before the first change
   */
  record Handed(long version, boolean isHanded, byte @Nullable [] document) {}

  static Handed handed(JdbcClient jdbc) {
    return handed(jdbc, "");
  }

  private static Handed handed(JdbcClient jdbc, String lock) {
    return jdbc.sql(
            """
            select version, document,
              exists (select from passing.policy_handed) as handed
            from gateway_policy
            """
                + lock)
        .query(
            (row, number) ->
                new Handed(
                    row.getLong("version"), row.getBoolean("handed"), row.getBytes("document")))
        .single();
  }

  /** As a gateway reads it. */
  byte[] json(Handed handed) {
    byte[] document = handed.document();
    return document == null
        ? PolicyFile.write(new Policy(handed.version(), List.of()))
        : keys().unseal(document, DOCUMENT);
  }

  /**
   * Makes the policy of what the rows say now; with the first difference its version rises, and
   * those who wait for it are woken at the commit. Whoever changes a connection locks it before.
   *
   * @return the version
   */
  long refresh(Act act) {
    Handed before = handed(act.jdbc(), "for update");
    Policy now = PolicyFile.parse(json(before));
    Policy next = policy(act, before.version() + 1);
    boolean isSame =
        now.connections().equals(next.connections())
            && Objects.equals(now.forward(), next.forward());
    return isSame ? before.version() : keep(act, next);
  }

  /**
   * After a change of what gateways do with a connection: makes the next version, and the entry
   * that names it. Whoever changed it can no longer approve its opening.
   */
  void edited(
      Act act,
      Approvals approvals,
      UUID caller,
      String entry,
      int connection,
      Map<String, Object> detail) {
    approvals.edited(act.jdbc(), Restoring.ACT, String.valueOf(connection), caller);
    Map<String, Object> all = new HashMap<>(detail);
    all.put("connection", connection);
    all.put("version", refresh(act));
    act.record(caller, entry, all);
  }

  private long keep(Act act, Policy policy) {
    act.jdbc()
        .sql("update gateway_policy set version = :version, document = :document")
        .param("version", policy.version())
        .param("document", keys().seal(PolicyFile.write(policy), DOCUMENT))
        .update();
    act.afterwards(news::tell);
    return policy.version();
  }

  /** Waits for whoever changes the policy. */
  static Handed lock(JdbcClient jdbc) {
    return handed(jdbc, "for update");
  }

  /**
   * Hands the policy out again after a restore. Gateways may obey a version from after the backup,
   * so its number becomes higher than any that can have been: by the time, since no server makes a
   * thousand a second, and by what gateways said.
   */
  long handOut(Act act) {
    Handed before = handed(act.jdbc(), "for update");
    long obeyed =
        act.jdbc()
            .sql("select coalesce(max(obeys), 0) from passing.gateway_seen")
            .query(Long.class)
            .single();
    act.jdbc().sql("insert into passing.policy_handed (one) values (true)").update();
    long version = Math.max(clock.realNow().toEpochMilli(), Math.max(obeyed, before.version()) + 1);
    return keep(act, policy(act, version));
  }

  private Policy policy(Act act, long version) {
    Map<Integer, ElementSet> declared = declared(act);
    List<ConnectionRow> rows = new ConnectionRows(act.jdbc()).through();
    List<ConnectionPolicy> policies = new ArrayList<>();
    for (ConnectionRow row : rows) {
      Through through = row.through();
      if (through != null) {
        Integer engagement = row.engagement();
        policies.add(
            policy(
                row,
                through,
                engagement == null
                    ? ElementSet.NONE
                    : declared.getOrDefault(engagement, ElementSet.NONE)));
      }
    }
    return new Policy(version, policies, new ForwardRows(act.jdbc()).policy(rows));
  }

  private ConnectionPolicy policy(ConnectionRow row, Through through, ElementSet declared) {
    String secret = row.secretSha256();
    String upstream = through.upstream();
    ConnectionRow.Key key = row.key();
    return new ConnectionPolicy(
        Objects.requireNonNull(row.slug()),
        row.connection(),
        row.supplierName(),
        through.language(),
        through.mode(),
        upstream == null ? null : URI.create(upstream),
        through.privateReason() != null,
        sender(through.senders(), secret),
        row.state(),
        through.whenCut(),
        through.unreadable(),
        through.undeclared(),
        through.failOpen(),
        through.sendsAddress(),
        through.sendsUserAgent(),
        declared,
        through.rules(),
        key == null ? null : new HashKey(key.id(), keys().unseal(key.sealed(), ofKey(row))),
        through.senders().host());
  }

  private static SenderRule sender(Senders senders, @Nullable String secret) {
    return switch (senders.kind()) {
      case OPEN -> new SenderRule.Open();
      case SECRET -> new SenderRule.SecretPath(Objects.requireNonNull(secret));
      case CERTIFICATE -> new SenderRule.Certificate(Objects.requireNonNull(senders.certificate()));
    };
  }

  /** What grants of each engagement that are in force today say is sent. */
  private Map<Integer, ElementSet> declared(Act act) {
    LocalDate today = ledger.today();
    Map<Integer, ElementSet> declared = new HashMap<>();
    try {
      for (Grant grant : new Register(act.connection()).grants()) {
        if (grant.isInForce(today, today)) {
          declared.merge(grant.engagement(), setOf(grant), ElementSet::plus);
        }
      }
    } catch (SQLException e) {
      throw new UncategorizedSQLException("reading grants", null, e);
    }
    return declared;
  }

  static ElementSet setOf(Grant grant) {
    ElementSet set = ElementSet.NONE;
    for (String id : grant.elements()) {
      set = set.plus(Elements.catalogue().find(id).map(Element::asSet).orElse(ElementSet.NONE));
    }
    return set;
  }

  /** A key for hashes that suppliers get, of this connection alone. */
  ConnectionRow.Key newKey(ConnectionRow row) {
    return new ConnectionRow.Key(
        "k" + HexFormat.of().formatHex(Tokens.random(KEY_ID_BYTES)),
        keys().seal(Tokens.random(), ofKey(row)));
  }

  private static byte[] ofKey(ConnectionRow row) {
    return ("gateway-hash-key:" + row.connection()).getBytes(UTF_8);
  }

  private Keyset keys() {
    return ledger.stores().keys();
  }
}
