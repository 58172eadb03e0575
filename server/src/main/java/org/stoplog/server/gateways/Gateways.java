package org.stoplog.server.gateways;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.GatewayDoor;
import org.stoplog.server.platform.GatewaySource;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Names gateways, pairs and revokes them, and knows them when they call. */
final class Gateways implements GatewaySource {
  private static final int LONGEST_TOKEN = 100;

  private final Transactions transactions;
  private final Ledger ledger;
  private final ServerClock clock;
  private final GatewayDoor door;
  private final PolicyNews news;

  Gateways(
      Transactions transactions,
      Ledger ledger,
      ServerClock clock,
      GatewayDoor door,
      PolicyNews news) {
    this.transactions = transactions;
    this.ledger = ledger;
    this.clock = clock;
    this.door = door;
    this.news = news;
  }

  @Override
  public Optional<UUID> gatewayOf(String token) {
    return token.startsWith(GatewayRows.PREFIX) && token.length() <= LONGEST_TOKEN
        ? transactions.run(jdbc -> new GatewayRows(jdbc).byToken(token))
        : Optional.empty();
  }

  /**
   * @return empty when the name is taken
   * @throws StoplogException REQUEST_INVALID when there are too many
   */
  Optional<UUID> add(UUID by, String name, @Nullable String address) {
    Instant now = clock.realNow();
    return transactions.actIf(
        act -> {
          act.jdbc().sql("lock table gateway in share row exclusive mode").update();
          GatewayRows rows = new GatewayRows(act.jdbc());
          if (rows.isNameTaken(name)) {
            return Optional.empty();
          }
          if (rows.all().size() >= GatewayRows.MOST) {
            throw new StoplogException(
                Problem.REQUEST_INVALID, "There are " + GatewayRows.MOST + " gateways already.");
          }
          UUID id = Ids.next(now);
          rows.add(id, name, address, by, now);
          act.record(by, "gateway.added", Map.of("gateway", id.toString()));
          return Optional.of(id);
        });
  }

  /**
   * Makes the file that a gateway is started with; the one before is void.
   *
   * @throws StoplogException PAGE_UNKNOWN, REQUEST_INVALID when it was revoked or the door is
   *     closed
   */
  PairingFile pair(UUID by, UUID id) {
    Origin origin = door.origin();
    if (origin == null) {
      throw new StoplogException(
          Problem.REQUEST_INVALID,
          "No gateway can call this server: it was started without --gateway-port.");
    }
    byte[] sealingKey = ledger.stores().keys().sealingPublicKey();
    return transactions.act(
        act -> {
          GatewayRows rows = new GatewayRows(act.jdbc());
          rows.lock(id);
          Gateway gateway = rows.find(id).orElseThrow(Gateways::unknown);
          if (gateway.isRevoked()) {
            throw new StoplogException(Problem.REQUEST_INVALID, "The gateway was revoked.");
          }
          String token = rows.pair(id, clock.realNow());
          act.record(
              by,
              "gateway.paired",
              Map.of("gateway", id.toString(), "again", gateway.pairedAt() != null));
          act.afterwards(news::tell);
          return new PairingFile(origin.base(), id, gateway.name(), token, sealingKey);
        });
  }

  /**
   * Pairs the gateway that runs inside this server, which is made at the first time. Its token is
   * another one at each start, and on no disk: so it needs nobody to carry it, also after a
   * restore.
   *
   * @throws StoplogException USAGE when the door is closed, or the gateway was revoked
   */
  PairingFile pairOwn() {
    Origin origin = door.origin();
    if (origin == null) {
      throw new StoplogException(Problem.USAGE, "--gateway: give --gateway-port, too");
    }
    byte[] sealingKey = ledger.stores().keys().sealingPublicKey();
    Instant now = clock.realNow();
    return transactions.act(
        act -> {
          act.jdbc().sql("lock table gateway in share row exclusive mode").update();
          GatewayRows rows = new GatewayRows(act.jdbc());
          Optional<Gateway> known = rows.own();
          if (known.isPresent() && known.get().isRevoked()) {
            throw new StoplogException(
                Problem.USAGE,
                "--gateway: the gateway inside this server was revoked; start without it, or pair"
                    + " one that runs by itself");
          }
          UUID id = known.map(Gateway::id).orElseGet(() -> Ids.next(now));
          String name = known.map(Gateway::name).orElseGet(() -> freeName(rows));
          if (known.isEmpty()) {
            rows.add(id, name, null, null, now);
          }
          String token = rows.pair(id, now);
          act.record(
              null,
              "gateway.paired-own",
              Map.of("gateway", id.toString(), "again", known.isPresent()));
          act.afterwards(news::tell);
          return new PairingFile(origin.here(), id, name, token, sealingKey);
        });
  }

  private static String freeName(GatewayRows rows) {
    String name = "inside the server";
    for (int i = 2; rows.isNameTaken(name); i++) {
      name = "inside the server " + i;
    }
    return name;
  }

  /** Its token is void from the next request on; one that waits for a policy is told at once. */
  void revoke(UUID by, UUID id) {
    transactions.act(
        act -> {
          GatewayRows rows = new GatewayRows(act.jdbc());
          if (!rows.lock(id) || !rows.revoke(id, by, clock.realNow())) {
            throw unknown();
          }
          act.record(by, "gateway.revoked", Map.of("gateway", id.toString()));
          act.afterwards(news::tell);
          return true;
        });
  }

  static StoplogException unknown() {
    return new StoplogException(Problem.PAGE_UNKNOWN, "There is no such gateway.");
  }
}
