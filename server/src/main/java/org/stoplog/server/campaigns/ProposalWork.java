package org.stoplog.server.campaigns;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/**
 * Sees what is new in the register and among incidents, and proposes whom to ask. The register is
 * held against what it was at the last look, so that it does not matter how a change came in.
 */
final class ProposalWork {
  private final Transactions transactions;
  private final ServerClock clock;

  ProposalWork(Transactions transactions, ServerClock clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  void look() {
    if (transactions.run(ProposalWork::isNew)) {
      transactions.actIf(this::propose);
    }
    transactions.run(ProposalWork::settleSweeps);
  }

  private static boolean isNew(JdbcClient jdbc) {
    return !owners(jdbc).isEmpty() || !chain(jdbc).isEmpty() || !breaches(jdbc).isEmpty();
  }

  /**
   * A supplier whose owner or legal name is another than at the last look.
   *
   * @param merged the supplier that it was merged into since then; null: none
   */
  private record Owner(
      int supplier,
      boolean isKnown,
      @Nullable String parent,
      @Nullable String legal,
      @Nullable String merged,
      @Nullable String oldParent,
      @Nullable String oldLegal) {}

  private static List<Owner> owners(JdbcClient jdbc) {
    return jdbc.sql(
            """
            select s.id, w.supplier is not null, s.parent_company, s.legal_name,
              case when w.merged is distinct from s.merged_into then m.name end, w.parent, w.legal
            from supplier s
            left join supplier_seen w on w.supplier = s.id
            left join supplier m on m.id = s.merged_into
            where w.supplier is null or w.parent is distinct from s.parent_company
              or w.legal is distinct from s.legal_name or w.merged is distinct from s.merged_into
            order by s.id
            """)
        .query(
            (row, number) ->
                new Owner(
                    row.getInt(1),
                    row.getBoolean(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getString(7)))
        .list();
  }

  /** Somebody stands behind a supplier who did not at the last look. */
  private record Link(int supplier, int behind, String name) {}

  private static List<Link> chain(JdbcClient jdbc) {
    return jdbc.sql(
            """
            select c.parent, c.supplier, s.name from supplier_chain c
            join supplier s on s.id = c.supplier
            where not exists (select from supplier_chain_seen w
              where w.supplier = c.supplier and w.parent = c.parent)
            order by c.parent, c.supplier
            """)
        .query((row, number) -> new Link(row.getInt(1), row.getInt(2), row.getString(3)))
        .list();
  }

  /** An open incident of a supplier, after which nobody was asked yet. */
  private record Breach(UUID incident, int supplier) {}

  private static List<Breach> breaches(JdbcClient jdbc) {
    return jdbc.sql(
            """
            select i.id, i.supplier from incident i
            where i.supplier is not null and i.state <> 'closed'
              and not exists (select from campaign c
                where c.incident = i.id and c.state <> 'discarded')
              and not exists (select from campaign_proposal p
                where p.incident = i.id and p.supplier = i.supplier)
            order by i.number
            """)
        .query((row, number) -> new Breach(row.getObject(1, UUID.class), row.getInt(2)))
        .list();
  }

  private boolean propose(Act act) {
    JdbcClient jdbc = act.jdbc();
    // One server at a time: another one finds nothing new afterwards.
    jdbc.sql("lock table supplier_seen in share row exclusive mode").update();
    ProposalRows rows = new ProposalRows(jdbc);
    List<Owner> owners = owners(jdbc);
    Set<Integer> fresh = new HashSet<>();
    owners.stream().filter(one -> !one.isKnown()).forEach(one -> fresh.add(one.supplier()));
    int count = 0;
    for (Link one : chain(jdbc)) {
      // Of a supplier that is new itself, nothing is new.
      boolean isNew =
          !fresh.contains(one.supplier())
              && rows.add(
                  Proposal.Kind.SUB_PROCESSOR,
                  one.supplier() + " " + one.behind(),
                  one.supplier(),
                  null,
                  "It has a new sub-processor: " + one.name(),
                  clock.now());
      count += isNew ? 1 : 0;
      jdbc.sql("insert into supplier_chain_seen values (:supplier, :parent) on conflict do nothing")
          .param("supplier", one.behind())
          .param("parent", one.supplier())
          .update();
    }
    for (Owner one : owners) {
      String words = one.isKnown() ? words(one) : null;
      if (words != null
          && rows.add(
              Proposal.Kind.OWNERSHIP,
              one.supplier() + " " + clock.realNow(),
              one.supplier(),
              null,
              words,
              clock.now())) {
        count++;
      }
    }
    // All at once: a register that was just imported has thousands.
    jdbc.sql(
            """
            insert into supplier_seen
            select id, parent_company, legal_name, merged_into from supplier where id = any(:ids)
            on conflict (supplier) do update
            set parent = excluded.parent, legal = excluded.legal, merged = excluded.merged
            """)
        .param("ids", owners.stream().map(Owner::supplier).toArray(Integer[]::new))
        .update();
    for (Breach one : breaches(jdbc)) {
      count +=
          rows.add(
                  Proposal.Kind.INCIDENT,
                  one.incident() + " " + one.supplier(),
                  one.supplier(),
                  one.incident(),
                  "It was breached, and others may be affected, too",
                  clock.now())
              ? 1
              : 0;
    }
    if (count > 0) {
      act.record(null, "campaign.proposed", Map.of("count", count));
    }
    return count > 0 || !owners.isEmpty();
  }

  /** Null for what is no change of its owner: a field that was filled in or emptied. */
  private static @Nullable String words(Owner one) {
    List<String> words = new ArrayList<>();
    if (one.merged() != null) {
      words.add("It was merged into " + one.merged());
    }
    String parent = one.parent();
    if (parent != null && !parent.equals(one.oldParent())) {
      words.add(
          "Its parent company is "
              + parent
              + (one.oldParent() == null ? "" : ", it was " + one.oldParent()));
    }
    String legal = one.legal();
    if (legal != null && one.oldLegal() != null && !legal.equals(one.oldLegal())) {
      words.add("Its legal name is " + legal + ", it was " + one.oldLegal());
    }
    return words.isEmpty() ? null : String.join(". ", words);
  }

  /** What somebody did by himself needs no proposal any more. */
  private static int settleSweeps(JdbcClient jdbc) {
    return jdbc.sql(
            """
            update campaign_proposal p set state = 'made', done_at = now(),
              campaign = (select c.id from campaign c
                where c.incident = p.incident and c.state <> 'discarded'
                order by c.number limit 1)
            where p.state = 'open' and p.incident is not null
              and exists (select from campaign c
                where c.incident = p.incident and c.state <> 'discarded')
            """)
        .update();
  }
}
