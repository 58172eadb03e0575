package org.stoplog.server.campaigns;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.reader.SheetReader;
import org.stoplog.server.evidence.DocumentCheck;
import org.stoplog.server.evidence.DocumentKeeping;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.platform.Decision;
import org.stoplog.server.platform.PackSource;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Panel;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.PublicBody;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.PublicPages;
import org.stoplog.server.platform.PublicTransactions;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;

/** Puts the asking of suppliers together. */
@Configuration(proxyBeanMethods = false)
public class CampaignsConfiguration {
  private static final int PLACE = 45;

  @Bean
  CampaignDesk campaignDesk(
      Ledger ledger, Transactions transactions, IncidentDoor door, ServerClock clock) {
    return new CampaignDesk(ledger, transactions, door, clock);
  }

  @Bean
  CampaignWatch campaignWatch(
      Ledger ledger,
      Transactions transactions,
      MailRoutes routes,
      IncidentDoor door,
      CampaignDesk desk,
      PublicDoor world,
      ServerClock clock,
      ServerLog log) {
    String base = world.origin() == null ? "" : world.origin().base();
    return new CampaignWatch(
        new CampaignMailing(ledger, transactions, routes, door, clock, base),
        desk,
        transactions,
        door,
        ledger,
        clock,
        log);
  }

  @Bean
  CampaignActs campaignActs(
      CampaignDesk desk, IncidentDoor door, ServerClock clock, CampaignWatch watch) {
    return new CampaignActs(desk, door, clock, watch::wake);
  }

  @Bean
  CampaignMaking campaignMaking(
      CampaignDesk desk,
      Ledger ledger,
      Transactions transactions,
      IncidentDoor door,
      MailRoutes routes,
      PublicDoor world,
      ServerClock clock) {
    return new CampaignMaking(desk, ledger, transactions, door, routes, world, clock);
  }

  @Bean
  CampaignView campaignView(
      CampaignDesk desk,
      IncidentDoor door,
      MailRoutes routes,
      CampaignMaking making,
      CampaignActs acts) {
    return new CampaignView(desk, door, routes, making, acts);
  }

  @Bean
  CampaignsController campaignsController(
      Pages pages,
      Transactions transactions,
      IncidentDoor door,
      CampaignDesk desk,
      CampaignActs acts,
      CampaignView view,
      CampaignMaking making) {
    return new CampaignsController(pages, transactions, door, desk, acts, view, making);
  }

  @Bean
  CampaignAskedController campaignAskedController(
      Pages pages, CampaignDesk desk, CampaignActs acts) {
    return new CampaignAskedController(pages, desk, acts);
  }

  @Bean
  SweepController sweepController(
      Pages pages, IncidentDoor door, CampaignDesk desk, CampaignView view, CampaignMaking making) {
    return new SweepController(pages, door, desk, view, making);
  }

  @Bean
  CampaignsApi campaignsApi(
      Transactions transactions, IncidentDoor door, CampaignDesk desk, CampaignMaking making) {
    return new CampaignsApi(transactions, door, desk, making);
  }

  @Bean
  CampaignActsApi campaignActsApi(Transactions transactions, CampaignDesk desk, CampaignActs acts) {
    return new CampaignActsApi(transactions, desk, acts);
  }

  @Bean
  SweepsApi sweepsApi(
      Transactions transactions, IncidentDoor door, CampaignDesk desk, CampaignMaking making) {
    return new SweepsApi(transactions, door, desk, making);
  }

  @Bean
  Panel sweepPanel() {
    return new Panel(PLACE, "Other suppliers", Permission.READ_INCIDENTS, "sweep", "sweep/panel");
  }

  @Bean
  PackSource sweepPack(CampaignDesk desk) {
    return new SweepPack(desk);
  }

  @Bean
  AskedDoor askedDoor(Ledger ledger, PublicTransactions transactions, ServerClock clock) {
    return new AskedDoor(ledger, transactions, clock);
  }

  @Bean
  AskedDoorController askedDoorController(PublicPages pages, AskedDoor door, ServerClock clock) {
    return new AskedDoorController(pages, new AskedPages(pages, door), door, clock);
  }

  @Bean
  AskedFilesController askedFilesController(
      PublicPages pages,
      AskedDoor door,
      Ledger ledger,
      DocumentKeeping documents,
      ServerClock clock) {
    return new AskedFilesController(
        new AskedPages(pages, door),
        door,
        new AskedWorkbook(new SheetReader(ledger.stores().folder().work()), clock),
        documents);
  }

  @Bean
  PublicBody askedForms() {
    return PublicBody.longForms(AskedDoor.PATH + "/");
  }

  @Bean
  PublicBody askedFiles() {
    return PublicBody.files(AskedDoor.PATH + "/files/", DocumentCheck.MOST_BYTES);
  }

  /** Answers that nobody has taken over. */
  @Bean
  Decision.Source campaignDecisions(Transactions transactions, IncidentDoor door) {
    return caller -> {
      if (!caller.may(Permission.EDIT_SUPPLIERS)) {
        return List.of();
      }
      return transactions.run(
          jdbc -> {
            List<UUID> mine =
                door.of(jdbc, caller.account()).stream().map(IncidentDoor.Seen::id).toList();
            return jdbc
                .sql(
                    """
                    select c.id, c.title, c.incident, count(*) as waiting
                    from campaign_supplier s join campaign c on c.id = s.campaign
                    where s.sent_at is not null and s.taken_at is null
                      and c.state in ('running', 'paused')
                    group by c.id order by c.number
                    """)
                .query((row, number) -> Waiting.of(row))
                .list()
                .stream()
                .filter(one -> one.incident() == null || mine.contains(one.incident()))
                .map(Waiting::decision)
                .toList();
          });
    };
  }

  /** A campaign with answers that nobody has taken over. */
  private record Waiting(UUID campaign, String title, @Nullable UUID incident, long answers) {
    static Waiting of(ResultSet row) throws SQLException {
      return new Waiting(
          row.getObject("id", UUID.class),
          row.getString("title"),
          row.getObject("incident", UUID.class),
          row.getLong("waiting"));
    }

    Decision decision() {
      return new Decision(
          answers
              + (answers == 1 ? " supplier has answered: " : " suppliers have answered: ")
              + title,
          "What they say is a claim until somebody takes it over.",
          "Look at the answers",
          "/campaigns/" + campaign);
    }
  }
}
