package org.stoplog.server.campaigns;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.evidence.DocumentEnds;
import org.stoplog.server.mail.Letter;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/**
 * Tells whoever has a supplier that a document of it ends: 60, 30 and 7 days before, and when it is
 * over; each once. From 30 days on it is also proposed to ask for a new one.
 */
final class DocumentWork {
  private static final int MOST_NAMED = 30;

  private final CampaignDesk desk;
  private final Keepers keepers;
  private final Ledger ledger;
  private final Transactions transactions;
  private final ServerClock clock;

  DocumentWork(
      CampaignDesk desk,
      Keepers keepers,
      Ledger ledger,
      Transactions transactions,
      ServerClock clock) {
    this.desk = desk;
    this.keepers = keepers;
    this.ledger = ledger;
    this.transactions = transactions;
    this.clock = clock;
  }

  private DocumentEnds ends(JdbcClient jdbc) {
    return new DocumentEnds(jdbc, ledger.stores().keys());
  }

  void look() {
    LocalDate today = desk.today();
    List<DocumentEnds.Ending> all = transactions.run(jdbc -> ends(jdbc).untold(today));
    if (!all.isEmpty()) {
      transactions.actIf(act -> tell(act, all, today));
    }
  }

  private boolean tell(Act act, List<DocumentEnds.Ending> all, LocalDate today) {
    DocumentEnds ends = ends(act.jdbc());
    ProposalRows proposals = new ProposalRows(act.jdbc());
    Map<Integer, SupplierIds.Named> names = new SupplierIds(act.jdbc()).all();
    Map<UUID, List<DocumentEnds.Ending>> told = new LinkedHashMap<>();
    int count = 0;
    for (DocumentEnds.Ending one : all) {
      if (!ends.told(one, today)) {
        continue;
      }
      count++;
      int supplier = one.document().supplier();
      List<UUID> owners = keepers.owners(act.jdbc(), supplier);
      for (UUID owner : owners.isEmpty() ? keepers.all() : owners) {
        told.computeIfAbsent(owner, unseen -> new ArrayList<>()).add(one);
      }
      if (one.stage() != DocumentEnds.Stage.EARLY) {
        proposals.add(
            Proposal.Kind.DOCUMENT,
            one.document().id() + " " + one.until(),
            supplier,
            null,
            "A document ends on " + one.until(),
            clock.now());
      }
    }
    told.forEach((owner, endings) -> tell(act.jdbc(), owner, endings, names, today));
    if (count > 0) {
      act.record(null, "supplier.documents-end", Map.of("count", count));
    }
    return count > 0;
  }

  private void tell(
      JdbcClient jdbc,
      UUID owner,
      List<DocumentEnds.Ending> endings,
      Map<Integer, SupplierIds.Named> names,
      LocalDate today) {
    DocumentEnds.Ending first = endings.getFirst();
    int supplier = first.document().supplier();
    boolean isOne = endings.stream().allMatch(one -> one.document().supplier() == supplier);
    StringBuilder text = new StringBuilder("What they show holds until then:\n\n");
    for (DocumentEnds.Ending one : endings.subList(0, Math.min(MOST_NAMED, endings.size()))) {
      text.append(name(names, one.document().supplier()))
          .append(": ")
          .append(Letter.line(one.document().name()))
          .append(one.until().isBefore(today) ? ", over since " : ", ends on ")
          .append(one.until())
          .append('\n');
    }
    if (endings.size() > MOST_NAMED) {
      text.append("and ").append(endings.size() - MOST_NAMED).append(" more\n");
    }
    text.append("\nAsk for new ones: by a campaign, or by the contact that you have there.");
    keepers.tell(
        jdbc,
        Set.of(owner),
        "documents " + first.document().id() + " " + first.until() + " " + first.stage().word(),
        "supplier.documents-end",
        isOne ? "/suppliers/" + supplier + "/evidence" : "/evidence",
        (endings.size() == 1 ? "A document" : endings.size() + " documents")
            + (isOne ? " of " + name(names, supplier) : " of suppliers")
            + (endings.size() > 1
                ? " end"
                : first.until().isBefore(today)
                    ? " is over since " + first.until()
                    : " ends on " + first.until()),
        text.toString(),
        null,
        clock.realNow());
  }

  private static String name(Map<Integer, SupplierIds.Named> names, int supplier) {
    SupplierIds.Named found = names.get(supplier);
    return found == null ? "supplier " + supplier : Letter.line(found.name());
  }
}
