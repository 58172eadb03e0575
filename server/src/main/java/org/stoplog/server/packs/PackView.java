package org.stoplog.server.packs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.accounts.Reveals;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Works;

/** Puts together what pages show of packs. In one transaction. */
final class PackView {
  private final Ledger ledger;
  private final IncidentDoor door;
  private final ActorNames names;
  private final Approvals approvals;
  private final Reveals reveals;
  private final KeyReveal kind;

  PackView(
      Ledger ledger,
      IncidentDoor door,
      ActorNames names,
      Approvals approvals,
      Reveals reveals,
      KeyReveal kind) {
    this.ledger = ledger;
    this.door = door;
    this.names = names;
    this.approvals = approvals;
    this.reveals = reveals;
    this.kind = kind;
  }

  /** What was typed, and why it was not taken. */
  record Typed(String recipient, String reason, @Nullable String error) {
    static final Typed NOTHING = new Typed("", "", null);
  }

  private static boolean canWork(IncidentDoor.Seen seen, Caller caller) {
    return seen.works() && caller.may(Permission.WORK_ON_INCIDENTS);
  }

  PacksPage list(IncidentDoor.Seen seen, Caller caller) {
    Map<UUID, String> known = names.names();
    return new PacksPage(
        seen.path(),
        seen.name(),
        Pack.listOf(seen.id()),
        canWork(seen, caller),
        new PackRows(seen.jdbc())
            .of(seen.id()).stream()
                .map(
                    pack ->
                        new PacksPage.Line(
                            pack.path(),
                            "Pack " + pack.number(),
                            pack.edition().words(),
                            known.getOrDefault(pack.madeBy(), "unknown"),
                            Times.second(pack.askedAt()),
                            state(pack)))
                .toList());
  }

  private static String state(Pack pack) {
    Pack.Made made = pack.made();
    return made == null
        ? "not made"
        : Numbers.amount(made.bytes(), "bytes") + ", SHA-256 " + made.sha256();
  }

  PacksPage.One one(IncidentDoor.Seen seen, Pack pack, Caller caller, Typed typed) {
    Map<UUID, String> known = names.names();
    boolean isMade = pack.made() != null;
    UUID work = pack.work();
    return new PacksPage.One(
        seen.path(),
        seen.name(),
        Pack.listOf(seen.id()),
        pack.path(),
        "Evidence pack " + pack.number(),
        isMade
            ? "Made, " + pack.edition().words() + "."
            : "It is being made, or its making came to nothing.",
        isMade || work == null || !pack.madeBy().equals(caller.account())
            ? null
            : Works.pathOf(work),
        isMade,
        canWork(seen, caller),
        pairs(pack, known),
        isMade && pack.edition() == Pack.Edition.AUTHORITY,
        new KeyRequest.Rows(seen.jdbc(), door)
            .of(pack.id()).stream().map(one -> key(seen, one, caller, known)).toList(),
        typed.recipient(),
        typed.reason(),
        typed.error());
  }

  private List<PacksPage.Pair> pairs(Pack pack, Map<UUID, String> known) {
    List<PacksPage.Pair> pairs = new ArrayList<>();
    pairs.add(new PacksPage.Pair("Edition", pack.edition().words()));
    pairs.add(
        new PacksPage.Pair(
            "Asked for",
            known.getOrDefault(pack.madeBy(), "unknown") + ", " + Times.second(pack.askedAt())));
    Pack.Made made = pack.made();
    if (made != null) {
      pairs.add(new PacksPage.Pair("Made", Times.second(made.at())));
      pairs.add(new PacksPage.Pair("SHA-256", made.sha256()));
      pairs.add(
          new PacksPage.Pair(
              "Size",
              Numbers.amount(made.bytes(), "bytes") + " in " + Numbers.of(made.files(), "file")));
      pairs.add(new PacksPage.Pair("Signed by the key", ledger.checkpointKey().id()));
      pairs.add(new PacksPage.Pair("Log signed up to entry", Numbers.grouped(made.entry())));
    }
    return pairs;
  }

  private PacksPage.Key key(
      IncidentDoor.Seen seen, KeyRequest one, Caller caller, Map<UUID, String> known) {
    Optional<Approval> waiting = approvals.waiting(seen.jdbc(), KeyReveal.ACT, one.target());
    Optional<Reveals.Right> right = reveals.of(seen.jdbc(), kind, one.target());
    String state =
        waiting.isPresent()
            ? "waits for another person"
            : right
                .map(
                    found ->
                        found.uses() == 0
                            ? "taken"
                            : "approved; to be taken until " + Times.second(found.until()))
                .orElse("over: not approved, changed, or not taken in time");
    return new PacksPage.Key(
        one.path(),
        one.recipient().id(),
        known.getOrDefault(one.askedBy(), "unknown") + ", " + Times.second(one.askedAt()),
        one.reason(),
        state,
        waiting.map(found -> "/approvals/" + found.id()).orElse(null),
        canWork(seen, caller)
            && right
                .filter(found -> found.uses() > 0)
                .filter(found -> found.asker().equals(caller.account()))
                .isPresent());
  }
}
