package org.stoplog.server.team;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.messages.MessageServices;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;

/** Puts messages to the team together. */
@Configuration(proxyBeanMethods = false)
public class TeamConfiguration {
  @Bean
  TeamWatch teamWatch(
      Ledger ledger,
      Transactions transactions,
      MailRoutes routes,
      MessageServices services,
      ServerClock clock,
      Origin origin,
      ServerLog log) {
    return new TeamWatch(
        new TeamSending(
            ledger,
            transactions,
            routes,
            services,
            clock,
            origin.namedBase().orElse(origin.base())),
        log);
  }
}
