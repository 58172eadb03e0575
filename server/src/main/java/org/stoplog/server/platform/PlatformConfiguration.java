package org.stoplog.server.platform;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.format.FormatterRegistry;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.multipart.MultipartResolver;
import org.springframework.web.multipart.support.StandardServletMultipartResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.register.RegisterFormat;

/** Puts the platform together. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
public class PlatformConfiguration {
  /** Scripts, styles and pictures of ours only, none inline; in no frame; forms only to us. */
  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self';"
          + " img-src 'self'; form-action 'self';"
          + " base-uri 'none'; frame-ancestors 'none'";

  private static final String NOTHING_TO_SHOW = "default-src 'none'; frame-ancestors 'none'";

  /** The same without any script, and without asking for anything. */
  static final String PUBLIC_CONTENT_POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
          + " base-uri 'none'; frame-ancestors 'none'";

  /** With scripts of ours: for the one page that takes a key from behind the # of its address. */
  static final String PUBLIC_CONTENT_POLICY_WITH_SCRIPT =
      PUBLIC_CONTENT_POLICY + "; script-src 'self'";

  @Bean
  PublicAssets publicAssets() {
    return new PublicAssets();
  }

  @Bean
  PublicAssetController publicAssetController(PublicAssets assets) {
    return new PublicAssetController(assets);
  }

  @Bean
  PublicPages publicPages(TemplateEngine engine, PublicAssets assets) {
    return new PublicPages(engine, assets);
  }

  /** Before all others: it answers alone, or as if it were not there. */
  @Bean
  FilterRegistrationBean<PublicFilesFilter> publicFiles(
      PublicDoor door, ObjectProvider<PublicFiles> files) {
    FilterRegistrationBean<PublicFilesFilter> registration =
        new FilterRegistrationBean<>(new PublicFilesFilter(door, files.orderedStream().toList()));
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    registration.setEnabled(door.isOpen());
    return registration;
  }

  @Bean
  PublicTransactions publicTransactions(Ledger ledger) {
    return new PublicTransactions(ledger);
  }

  @Bean
  Assets assets() {
    return new Assets();
  }

  @Bean
  AssetController assetController(Assets assets) {
    return new AssetController(assets);
  }

  @Bean
  Cookies cookies(Origin origin) {
    return new Cookies(origin);
  }

  @Bean
  Transactions transactions(Ledger ledger, ServerClock clock) {
    return new Transactions(ledger, clock);
  }

  @Bean
  TemplateEngine templates() {
    // A class loader of the caller: Tomcat's threads have one that does not know the templates.
    return TemplateEngine.createPrecompiled(
        null,
        ContentType.Html,
        PlatformConfiguration.class.getClassLoader(),
        "org.stoplog.server.pages");
  }

  @Bean
  Pages pages(TemplateEngine engine, Assets assets, ObjectProvider<NavigationItem> navigation) {
    return new Pages(engine, assets, List.copyOf(navigation.stream().toList()));
  }

  @Bean
  Works works(
      Transactions transactions, ServerClock clock, ServerLog log, ObjectProvider<LongWork> kinds) {
    return new Works(transactions, clock, log, kinds.stream().toList());
  }

  @Bean
  WorkController workController(Pages pages, Works works) {
    return new WorkController(pages, works);
  }

  @Bean
  WorkApi workApi(Works works) {
    return new WorkApi(works);
  }

  @Bean
  RequestKeys requestKeys(
      Transactions transactions, Ledger ledger, ServerClock clock, ProblemWriter problems) {
    return new RequestKeys(transactions, ledger, clock, problems);
  }

  /** It stands in the chain of security, behind the check of forms; not in the container's too. */
  @Bean
  FilterRegistrationBean<RequestKeys> requestKeysOnce(RequestKeys keys) {
    FilterRegistrationBean<RequestKeys> registration = new FilterRegistrationBean<>(keys);
    registration.setEnabled(false);
    return registration;
  }

  @Bean
  ProblemWriter problemWriter(
      Pages pages,
      ServerLog log,
      GatewayDoor gatewayDoor,
      PublicDoor publicDoor,
      PublicPages publicPages) {
    return new ProblemWriter(pages, log, gatewayDoor, publicDoor, publicPages);
  }

  @Bean
  ProblemAdvice problemAdvice(ProblemWriter problems) {
    return new ProblemAdvice(problems);
  }

  @Bean
  WebMvcConfigurer accessToHandlers(
      Origin origin,
      GatewayDoor gatewayDoor,
      PublicDoor publicDoor,
      GatewaySource gateways,
      RequestKeys keys) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new AccessRule(origin, gatewayDoor, publicDoor, gateways));
        registry.addInterceptor(keys);
      }

      @Override
      public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(
            String.class,
            RegisterFormat.class,
            ending -> RegisterFormat.ofName("." + ending).orElseThrow());
      }

      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new JsonBodies());
      }
    };
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> listeners(
      Origin origin, GatewayDoor gatewayDoor, PublicDoor publicDoor) {
    return factory -> {
      factory.setAddress(origin.address());
      factory.setPort(origin.port());
      Origin forGateways = gatewayDoor.apartFrom(origin).origin();
      if (forGateways != null) {
        factory.addAdditionalConnectors(GatewayDoor.connector(forGateways));
      }
      Origin forAll = publicDoor.apartFrom(origin, gatewayDoor).origin();
      if (forAll != null) {
        factory.addAdditionalConnectors(PublicDoor.connector(forAll));
      }
    };
  }

  /** Files are written as they come, into a folder that is emptied at every start. */
  @Bean
  MultipartConfigElement multipart(Ledger ledger, UploadLimit limit) {
    return new MultipartConfigElement(
        ledger.stores().folder().work().toString(), limit.bytes(), limit.requestBytes(), 0);
  }

  @Bean
  MultipartResolver multipartResolver() {
    return new StandardServletMultipartResolver();
  }

  @Bean
  RequestRejectedHandler requestRejected(ProblemWriter problems) {
    return (request, response, rejected) ->
        problems.write(
            Problem.REQUEST_INVALID, "The request cannot be understood.", request, response);
  }

  /** No browser adds a bearer's header by itself, so no other site can make it send one. */
  private static boolean isByToken(HttpServletRequest request) {
    Caller caller = Caller.orNull();
    return caller != null && caller.isByToken();
  }

  /**
   * At the gateways' door: no session, no cookie and no form, so nothing that a browser could send.
   */
  @Bean
  @Order(1)
  SecurityFilterChain gatewaySecurity(
      HttpSecurity http, GatewayDoor gatewayDoor, ProblemWriter problems) {
    http.securityMatcher(gatewayDoor::isOf)
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .securityContext(
            context ->
                context.securityContextRepository(new RequestAttributeSecurityContextRepository()))
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .anonymous(anonymous -> anonymous.disable())
        .requestCache(cache -> cache.disable())
        .logout(logout -> logout.disable())
        .formLogin(form -> form.disable())
        .httpBasic(basic -> basic.disable())
        // What calls here shows a token that no browser has, and no cookie is looked at.
        .csrf(forms -> forms.disable())
        .headers(
            headers ->
                headers.contentSecurityPolicy(policy -> policy.policyDirectives(NOTHING_TO_SHOW)))
        .addFilterAfter(new GatewayFilter(problems), SecurityContextHolderFilter.class);
    return http.build();
  }

  /** At the public door: everybody is a stranger, whatever they bring along. */
  @Bean
  @Order(2)
  SecurityFilterChain publicSecurity(
      HttpSecurity http,
      Origin internal,
      PublicDoor publicDoor,
      ProblemWriter problems,
      ServerClock clock,
      ObjectProvider<PublicBody> bodies) {
    Origin forAll = publicDoor.origin();
    http.securityMatcher(publicDoor::isOf)
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .securityContext(
            context ->
                context.securityContextRepository(new RequestAttributeSecurityContextRepository()))
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .anonymous(anonymous -> anonymous.disable())
        .requestCache(cache -> cache.disable())
        .logout(logout -> logout.disable())
        .formLogin(form -> form.disable())
        .httpBasic(basic -> basic.disable())
        // There is no session that another site could use.
        .csrf(forms -> forms.disable())
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(policy -> policy.policyDirectives(PUBLIC_CONTENT_POLICY))
                    .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
                    .crossOriginOpenerPolicy(
                        policy -> policy.policy(CrossOriginOpenerPolicy.SAME_ORIGIN)))
        .addFilterAfter(
            new PublicFilter(
                forAll == null ? internal : forAll,
                publicDoor,
                bodies.orderedStream().toList(),
                new PublicPace(clock.real()),
                PublicPace.ofLinks(clock.real()),
                problems),
            SecurityContextHolderFilter.class);
    return http.build();
  }

  @Bean
  @Order(3)
  SecurityFilterChain security(
      HttpSecurity http,
      Origin origin,
      Cookies cookies,
      CallerSource callers,
      ProblemWriter problems,
      ObjectProvider<UploadRule> uploads,
      RequestKeys keys,
      Ledger ledger) {
    // Who may call what is said at each handler: see AccessRule.
    http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .securityContext(
            context ->
                context.securityContextRepository(new RequestAttributeSecurityContextRepository()))
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .anonymous(anonymous -> anonymous.disable())
        .requestCache(cache -> cache.disable())
        .logout(logout -> logout.disable())
        .formLogin(form -> form.disable())
        .httpBasic(basic -> basic.disable())
        .csrf(
            forms ->
                forms
                    .csrfTokenRepository(new FormTokens(cookies))
                    .ignoringRequestMatchers(PlatformConfiguration::isByToken))
        .exceptionHandling(
            failures ->
                failures.accessDeniedHandler(
                    (request, response, denied) ->
                        problems.write(
                            Problem.FORM_EXPIRED,
                            "The form is too old, or was not ours.",
                            request,
                            response)))
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                    // With "no-referrer" browsers send "Origin: null" with our own forms.
                    .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
                    .crossOriginOpenerPolicy(
                        policy -> policy.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                    .crossOriginResourcePolicy(
                        policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN)))
        .addFilterAfter(
            new FrontFilter(origin, callers, problems), SecurityContextHolderFilter.class)
        // Before anything asks for a parameter, which would take the whole body in.
        .addFilterAfter(
            new UploadFilter(
                uploads.orderedStream().toList(), ledger.stores().folder().work(), problems),
            FrontFilter.class)
        .addFilterAfter(keys, CsrfFilter.class);
    return http.build();
  }
}
