package org.stoplog.server.accounts;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.server.platform.Cookies;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Puts together how people come by a provider. */
@Configuration(proxyBeanMethods = false)
class ProviderConfiguration {
  @Bean
  ProviderHttp providerHttp() {
    return new ProviderHttp();
  }

  @Bean
  Approvable powerByClaim() {
    return new PowerByClaim();
  }

  @Bean
  ProviderController providerController(
      Pages pages,
      Transactions transactions,
      ServerClock clock,
      Passwords passwords,
      Sessions sessions,
      Approvals approvals,
      Challenges challenges,
      Cookies cookies,
      Origin origin,
      ProviderHttp http,
      SignInBy signInBy) {
    ProviderSettings settings = signInBy.provider();
    ProviderAccounts accounts =
        new ProviderAccounts(transactions, clock, passwords, sessions, approvals);
    ProviderController.Parts parts =
        settings == null
            ? null
            : new ProviderController.Parts(settings, new Provider(settings, http), accounts);
    ProviderFlows flows = new ProviderFlows(challenges, cookies, origin);
    return new ProviderController(pages, flows, new Attempts(transactions), clock, origin, parts);
  }
}
