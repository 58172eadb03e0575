package org.stoplog.server.incidents;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.reader.MailReader;
import org.stoplog.ledger.reader.TicketReader;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.accounts.Reveals;
import org.stoplog.server.mail.DkimCheck;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Colleagues;
import org.stoplog.server.platform.NavigationItem;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Panel;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.UploadLimit;
import org.stoplog.server.platform.UploadRule;
import org.stoplog.server.platform.Works;
import org.stoplog.server.severance.SupplierNews;

/** Puts incidents together. */
@Configuration(proxyBeanMethods = false)
public class IncidentsConfiguration {
  @Bean
  Incidents incidents(Transactions transactions, Ledger ledger, ServerClock clock) {
    return new Incidents(transactions, ledger, clock);
  }

  @Bean
  IncidentDoor incidentDoor(Incidents incidents, Ledger ledger, ServerClock clock) {
    return new IncidentDoor(incidents, ledger, clock);
  }

  @Bean
  SupplierNews supplierEvents(Ledger ledger, ServerClock clock) {
    return new SupplierEvents(ledger, clock);
  }

  @Bean
  IncidentPack incidentPack(Ledger ledger) {
    return new IncidentPack(ledger);
  }

  @Bean
  ExposurePack exposurePack(Ledger ledger) {
    return new ExposurePack(ledger);
  }

  @Bean
  Facts facts(Ledger ledger) {
    return new Facts(ledger);
  }

  @Bean
  DerivingController derivingController(
      Pages pages, Incidents incidents, Facts facts, Ledger ledger) {
    return new DerivingController(pages, incidents, facts, ledger);
  }

  @Bean
  FileKeeping fileKeeping(Ledger ledger, Transactions transactions, Incidents incidents) {
    return new FileKeeping(ledger, transactions, incidents);
  }

  @Bean
  ReadingWork readingWork(
      Transactions transactions, Ledger ledger, FileKeeping keeping, ServerClock clock) {
    return new ReadingWork(transactions, ledger, keeping, clock);
  }

  @Bean
  UploadRule incidentFileUpload(UploadLimit limit, Incidents incidents) {
    return new UploadRule(
        "/incidents/{id}/files", Permission.WORK_ON_INCIDENTS, limit, incidents::passToWork);
  }

  @Bean
  FileActs fileActs(Incidents incidents, FileKeeping keeping, Works works) {
    return new FileActs(incidents, keeping, works);
  }

  @Bean
  FilesController filesController(
      Pages pages, Incidents incidents, FileActs files, ActorNames names, UploadLimit limit) {
    return new FilesController(pages, incidents, files, names, limit);
  }

  @Bean
  UploadRule fileOfProgram(UploadLimit limit, Incidents incidents) {
    return new UploadRule(
        FilesApi.PATH, Permission.WORK_ON_INCIDENTS, limit, incidents::passToWork);
  }

  @Bean
  FilesApi filesApi(Incidents incidents, FileActs files) {
    return new FilesApi(incidents, files);
  }

  @Bean
  TicketReader ticketReader(Ledger ledger) {
    return new TicketReader(ledger.stores().folder().work());
  }

  @Bean
  TicketWork ticketWork(
      Transactions transactions,
      Ledger ledger,
      FileKeeping keeping,
      TicketReader reader,
      ServerClock clock) {
    return new TicketWork(transactions, ledger, keeping, reader, clock);
  }

  @Bean
  TicketActs ticketActs(
      Incidents incidents, FileKeeping keeping, TicketReader reader, Works works) {
    return new TicketActs(incidents, keeping, reader, works);
  }

  @Bean
  TicketsController ticketsController(
      Pages pages, Incidents incidents, TicketActs tickets, ActorNames names) {
    return new TicketsController(pages, incidents, tickets, names);
  }

  @Bean
  TicketActsController ticketActsController(Incidents incidents, TicketActs tickets) {
    return new TicketActsController(incidents, tickets);
  }

  @Bean
  TicketsApi ticketsApi(Incidents incidents, TicketActs tickets) {
    return new TicketsApi(incidents, tickets);
  }

  @Bean
  TicketClaimController ticketClaimController(
      Pages pages, Incidents incidents, Facts facts, Ledger ledger) {
    return new TicketClaimController(pages, incidents, facts, ledger);
  }

  @Bean
  MailKeeping mailKeeping(
      Ledger ledger, Incidents incidents, FileKeeping files, Facts facts, DkimCheck signatures) {
    return new MailKeeping(
        incidents,
        files,
        facts,
        new MailReader(ledger.stores().folder().work()),
        signatures,
        ledger);
  }

  @Bean
  UploadRule openingMail() {
    return new UploadRule(
        IncidentsController.MAIL, Permission.WORK_ON_INCIDENTS, LettersController.MOST);
  }

  @Bean
  UploadRule mailUpload(Incidents incidents) {
    return new UploadRule(
        "/incidents/{id}/letters",
        Permission.WORK_ON_INCIDENTS,
        LettersController.MOST,
        incidents::passToWork);
  }

  @Bean
  UploadRule proofUpload(Incidents incidents) {
    return new UploadRule(
        "/incidents/{id}/letters/notes",
        Permission.WORK_ON_INCIDENTS,
        LettersController.MOST,
        incidents::passToWork);
  }

  @Bean
  LettersController lettersController(
      Pages pages, Incidents incidents, MailKeeping mails, ActorNames names) {
    return new LettersController(pages, incidents, mails, names);
  }

  @Bean
  ExposureWork exposureWork(
      Transactions transactions,
      Ledger ledger,
      Facts facts,
      ServerClock clock,
      ObjectProvider<ExposureNews> news) {
    return new ExposureWork(transactions, ledger, facts, clock, news);
  }

  @Bean
  IncidentsController incidentsController(
      Pages pages,
      Incidents incidents,
      Transactions transactions,
      Ledger ledger,
      MailKeeping mails) {
    return new IncidentsController(pages, incidents, transactions, ledger, mails);
  }

  @Bean
  RoomController roomController(
      Pages pages,
      Incidents incidents,
      Facts facts,
      ActorNames names,
      Colleagues colleagues,
      ObjectProvider<Panel> panels) {
    return new RoomController(pages, incidents, facts, names, colleagues, panels.stream().toList());
  }

  @Bean
  RoomWatch roomWatch(Transactions transactions, ServerLog log) {
    return new RoomWatch(transactions, log);
  }

  @Bean
  ChangesController changesController(Incidents incidents, RoomWatch watch) {
    return new ChangesController(incidents, watch);
  }

  @Bean
  ClaimsController claimsController(Pages pages, Incidents incidents, Facts facts, Ledger ledger) {
    return new ClaimsController(pages, incidents, facts, ledger);
  }

  @Bean
  TimesController timesController(Pages pages, Incidents incidents) {
    return new TimesController(pages, incidents);
  }

  @Bean
  Scoping scoping(Incidents incidents, Facts facts, Works works, Approvals approvals) {
    return new Scoping(incidents, facts, works, approvals);
  }

  @Bean
  ScopeController scopeController(
      Pages pages, Incidents incidents, Facts facts, Scoping scoping, Approvals approvals) {
    return new ScopeController(pages, incidents, facts, scoping, approvals);
  }

  @Bean
  IncidentsApi incidentsApi(Incidents incidents, Transactions transactions, Ledger ledger) {
    return new IncidentsApi(incidents, transactions, ledger);
  }

  @Bean
  FactsApi factsApi(Incidents incidents, Facts facts) {
    return new FactsApi(incidents, facts);
  }

  @Bean
  ScopeApi scopeApi(Incidents incidents, Scoping scoping) {
    return new ScopeApi(incidents, scoping);
  }

  @Bean
  RoomApi roomApi(Incidents incidents) {
    return new RoomApi(incidents);
  }

  @Bean
  ScopeNarrowing scopeNarrowing(Ledger ledger, ServerClock clock) {
    return new ScopeNarrowing(ledger, clock);
  }

  @Bean
  ListReveal listReveal(Ledger ledger, ServerClock clock) {
    return new ListReveal(ledger, clock);
  }

  @Bean
  ExportsController exportsController(
      Pages pages,
      Incidents incidents,
      Ledger ledger,
      Approvals approvals,
      Reveals reveals,
      ListReveal kind,
      FileKeeping keeping,
      ActorNames names) {
    return new ExportsController(
        pages, incidents, approvals, reveals, kind, new ExportFiles(ledger, keeping), names);
  }

  @Bean
  MemberActs memberActs(Incidents incidents, Colleagues colleagues) {
    return new MemberActs(incidents, colleagues);
  }

  @Bean
  MembersController membersController(
      Pages pages, Incidents incidents, ActorNames names, MemberActs members) {
    return new MembersController(pages, incidents, names, members);
  }

  @Bean
  MembersApi membersApi(Incidents incidents, MemberActs members, ActorNames names) {
    return new MembersApi(incidents, members, names);
  }

  @Bean
  IncomingMails incomingMails(
      Incidents incidents,
      MailKeeping mails,
      Ledger ledger,
      Transactions transactions,
      ServerClock clock) {
    return new IncomingMails(incidents, mails, ledger, transactions, clock);
  }

  @Bean
  WaitingController waitingController(
      Pages pages, IncomingMails incoming, Transactions transactions) {
    return new WaitingController(pages, incoming, transactions);
  }

  @Bean
  QuestionMailing questionMailing(
      Incidents incidents,
      Ledger ledger,
      Transactions transactions,
      MailRoutes routes,
      FileKeeping files,
      ServerClock clock) {
    return new QuestionMailing(incidents, ledger, transactions, routes, files, clock);
  }

  @Bean
  QuestionWatch questionWatch(QuestionMailing mailing, ServerLog log) {
    return new QuestionWatch(mailing, log);
  }

  @Bean
  QuestionMailController questionMailController(
      Pages pages, Incidents incidents, QuestionMailing mailing, QuestionWatch watch) {
    return new QuestionMailController(pages, incidents, mailing, watch);
  }

  @Bean
  QuestionsController questionsController(
      Pages pages, Incidents incidents, QuestionMailing mailing) {
    return new QuestionsController(pages, incidents, mailing);
  }

  @Bean
  NavigationItem incidentsItem() {
    return new NavigationItem(10, "Incidents", "/incidents", Permission.READ_INCIDENTS);
  }
}
