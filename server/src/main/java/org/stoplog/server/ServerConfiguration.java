package org.stoplog.server;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.stoplog.server.accounts.AccountsConfiguration;
import org.stoplog.server.aftermath.AftermathConfiguration;
import org.stoplog.server.agreements.AgreementsConfiguration;
import org.stoplog.server.assessments.AssessmentsConfiguration;
import org.stoplog.server.audit.AuditConfiguration;
import org.stoplog.server.bounces.BouncesConfiguration;
import org.stoplog.server.campaigns.CampaignsConfiguration;
import org.stoplog.server.campaigns.PlansConfiguration;
import org.stoplog.server.clocks.ClocksConfiguration;
import org.stoplog.server.contacts.ContactsConfiguration;
import org.stoplog.server.evidence.EvidenceConfiguration;
import org.stoplog.server.filings.FilingsConfiguration;
import org.stoplog.server.gateways.GatewaysConfiguration;
import org.stoplog.server.incidents.IncidentsConfiguration;
import org.stoplog.server.inquiries.InquiriesConfiguration;
import org.stoplog.server.intake.IntakeConfiguration;
import org.stoplog.server.mail.MailConfiguration;
import org.stoplog.server.messages.MessagesConfiguration;
import org.stoplog.server.notices.NoticesConfiguration;
import org.stoplog.server.operations.OperationsConfiguration;
import org.stoplog.server.organisations.OrganisationsConfiguration;
import org.stoplog.server.packs.PacksConfiguration;
import org.stoplog.server.people.PeopleConfiguration;
import org.stoplog.server.platform.PlatformConfiguration;
import org.stoplog.server.risk.RiskConfiguration;
import org.stoplog.server.severance.SeveranceConfiguration;
import org.stoplog.server.severity.SeverityConfiguration;
import org.stoplog.server.sightings.SightingsConfiguration;
import org.stoplog.server.start.StartConfiguration;
import org.stoplog.server.statements.StatementsConfiguration;
import org.stoplog.server.subprocessors.SubProcessorsConfiguration;
import org.stoplog.server.suppliers.SuppliersConfiguration;
import org.stoplog.server.support.SupportConfiguration;
import org.stoplog.server.team.TeamConfiguration;

/** All that the server is made of. Nothing is found by scanning, or added by what lies about. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
  TomcatServletWebServerAutoConfiguration.class,
  DispatcherServletAutoConfiguration.class,
  WebMvcAutoConfiguration.class,
  HttpEncodingAutoConfiguration.class,
  SecurityFilterAutoConfiguration.class
})
@Import({
  PlatformConfiguration.class,
  OperationsConfiguration.class,
  AuditConfiguration.class,
  AccountsConfiguration.class,
  AgreementsConfiguration.class,
  AssessmentsConfiguration.class,
  MailConfiguration.class,
  MessagesConfiguration.class,
  TeamConfiguration.class,
  SuppliersConfiguration.class,
  SubProcessorsConfiguration.class,
  GatewaysConfiguration.class,
  SeveranceConfiguration.class,
  PeopleConfiguration.class,
  IntakeConfiguration.class,
  EvidenceConfiguration.class,
  RiskConfiguration.class,
  IncidentsConfiguration.class,
  CampaignsConfiguration.class,
  PlansConfiguration.class,
  SightingsConfiguration.class,
  ClocksConfiguration.class,
  FilingsConfiguration.class,
  AftermathConfiguration.class,
  ContactsConfiguration.class,
  NoticesConfiguration.class,
  OrganisationsConfiguration.class,
  BouncesConfiguration.class,
  InquiriesConfiguration.class,
  SeverityConfiguration.class,
  StatementsConfiguration.class,
  PacksConfiguration.class,
  SupportConfiguration.class,
  StartConfiguration.class
})
class ServerConfiguration {}
