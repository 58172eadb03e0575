package org.stoplog.server.notices;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.accounts.Reveals;
import org.stoplog.server.clocks.DoneActs;
import org.stoplog.server.clocks.Suspensions;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.messages.MessageServices;
import org.stoplog.server.people.RecentLookUps;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Panel;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.Works;
import org.stoplog.server.team.TeamWatch;

/** Puts notices together. */
@Configuration(proxyBeanMethods = false)
public class NoticesConfiguration {
  private static final int PLACE = 10;

  @Bean
  Panel noticesPanel() {
    return new Panel(PLACE, "Notices", Permission.READ_INCIDENTS, "notices", "notices/panel");
  }

  @Bean
  NoticePack noticePack(Ledger ledger, IncidentDoor door, MailRoutes routes) {
    return new NoticePack(ledger, door, routes);
  }

  @Bean
  Told told(Ledger ledger, IncidentDoor door, MailRoutes routes) {
    return new Told(ledger, door, routes);
  }

  @Bean
  CameBack cameBack(Ledger ledger, MailRoutes routes) {
    return new CameBack(ledger, routes);
  }

  @Bean
  SentCopies sentCopies(Ledger ledger, IncidentDoor door, MailRoutes routes) {
    return new SentCopies(ledger, door, routes);
  }

  @Bean
  AudienceWork audienceWork(
      Transactions transactions, Ledger ledger, IncidentDoor door, ServerClock clock) {
    return new AudienceWork(transactions, ledger, door, clock);
  }

  @Bean
  WaveWork waveWork(
      Ledger ledger,
      Transactions transactions,
      MailRoutes routes,
      MessageServices services,
      IncidentDoor door,
      ServerClock clock) {
    return new WaveWork(
        new Sender(ledger, transactions, routes, services, door, clock, step -> {}));
  }

  @Bean
  WaveWatch waveWatch(
      Transactions transactions, IncidentDoor door, ServerClock clock, Works works, ServerLog log) {
    return new WaveWatch(transactions, door, clock, works, log);
  }

  @Bean
  DoneActs doneActs(IncidentDoor door) {
    return new EndedWaves(door);
  }

  @Bean
  Suspensions suspensions(IncidentDoor door, ServerClock clock) {
    return new HoldSuspensions(door, clock);
  }

  @Bean
  NoticeSending noticeSending(
      Ledger ledger, IncidentDoor door, ServerClock clock, Works works, TeamWatch team) {
    return new NoticeSending(ledger, door, clock, works, team);
  }

  @Bean
  Holding holding(IncidentDoor door, ServerClock clock) {
    return new Holding(door, clock);
  }

  @Bean
  HoldController holdController(
      Pages pages, IncidentDoor door, Approvals approvals, ActorNames names, ServerClock clock) {
    return new HoldController(pages, door, approvals, names, clock);
  }

  @Bean
  Delegating delegating(Transactions transactions, IncidentDoor door, ServerClock clock) {
    return new Delegating(door, clock, new WaveEnd(transactions, door, clock));
  }

  @Bean
  DelegationController delegationController(
      IncidentDoor door, Delegating delegating, Approvals approvals, ServerClock clock) {
    return new DelegationController(door, delegating, approvals, clock);
  }

  @Bean
  ResidualReveal residualReveal(IncidentDoor door, ServerClock clock) {
    return new ResidualReveal(door, clock);
  }

  @Bean
  ResidualController residualController(
      Pages pages,
      Ledger ledger,
      IncidentDoor door,
      Approvals approvals,
      Reveals reveals,
      ResidualReveal kind,
      ActorNames names,
      ServerClock clock) {
    return new ResidualController(pages, ledger, door, approvals, reveals, kind, names, clock);
  }

  @Bean
  OutsideController outsideController(
      Pages pages, IncidentDoor door, ActorNames names, ServerClock clock) {
    return new OutsideController(pages, door, names, clock);
  }

  @Bean
  ParcelsController parcelsController(
      Pages pages,
      Ledger ledger,
      Transactions transactions,
      IncidentDoor door,
      ActorNames names,
      ServerClock clock,
      CameBack cameBack) {
    return new ParcelsController(
        pages, door, new ParcelActs(ledger, door, clock, transactions, cameBack), names, clock);
  }

  @Bean
  LinkHosts linkHosts() {
    return new LinkHosts();
  }

  @Bean
  LinkHostsController linkHostsController(
      Pages pages, Transactions transactions, Approvals approvals) {
    return new LinkHostsController(pages, transactions, approvals);
  }

  @Bean
  LetterPagesController letterPagesController(
      IncidentDoor door,
      Ledger ledger,
      MailRoutes routes,
      Approvals approvals,
      RecentLookUps lookUps,
      ServerClock clock) {
    return new LetterPagesController(
        door, new WaveView(ledger, door, routes, approvals, lookUps, clock));
  }

  @Bean
  NoticesController noticesController(
      Pages pages,
      IncidentDoor door,
      Ledger ledger,
      MailRoutes routes,
      MessageServices services,
      Works works,
      Approvals approvals,
      ServerClock clock) {
    return new NoticesController(
        pages,
        door,
        ledger,
        new Ways(routes, services),
        new NoticeEdits(pages, ledger, routes),
        works,
        approvals,
        clock);
  }

  @Bean
  WavesController wavesController(
      Pages pages,
      IncidentDoor door,
      Ledger ledger,
      MailRoutes routes,
      RecentLookUps lookUps,
      NoticeSending sending,
      Approvals approvals,
      Works works,
      Transactions transactions,
      ServerClock clock) {
    return new WavesController(
        pages,
        door,
        new WaveView(ledger, door, routes, approvals, lookUps, clock),
        sending,
        approvals,
        works,
        transactions,
        clock);
  }
}
