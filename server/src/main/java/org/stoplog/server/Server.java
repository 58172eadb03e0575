package org.stoplog.server;

import java.net.BindException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.springframework.boot.tomcat.ConnectorStartFailedException;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.server.accounts.FirstStart;
import org.stoplog.server.accounts.OwnerLink;
import org.stoplog.server.accounts.SignInBy;
import org.stoplog.server.gateways.OwnGateway;
import org.stoplog.server.gateways.PolicyWatch;
import org.stoplog.server.platform.GatewayDoor;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.OwnerFolders;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.ServerLog;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.platform.UploadLimit;
import org.stoplog.server.severance.ActionSettings;
import org.stoplog.server.suppliers.OutlookRefresh;

/** The pages over an open data folder. */
public final class Server implements AutoCloseable {
  /** All that Boot is told. Neither the environment nor files that lie about can add to it. */
  private static final Map<String, Object> SETTINGS =
      Map.ofEntries(
          Map.entry("spring.threads.virtual.enabled", "true"),
          Map.entry("spring.web.resources.add-mappings", "false"),
          Map.entry("spring.mvc.formcontent.filter.enabled", "false"),
          Map.entry("server.shutdown", "graceful"),
          Map.entry("server.tomcat.max-http-form-post-size", "64KB"),
          Map.entry("server.tomcat.max-parameter-count", "2000"),
          Map.entry("server.tomcat.connection-timeout", "20s"),
          Map.entry("server.tomcat.mbeanregistry.enabled", "false"),
          Map.entry("server.max-http-request-header-size", "16KB"));

  /**
   * What libraries log may quote requests, and with them values. What an operator has to know comes
   * through our own log. The loggers are kept, since Java forgets the level of one nobody holds.
   */
  private static final List<Logger> SILENT =
      List.of(Logger.getLogger("org.apache"), Logger.getLogger("org.springframework"));

  private final AnnotationConfigServletWebServerApplicationContext context;
  private final Origin origin;

  private Server(AnnotationConfigServletWebServerApplicationContext context, Origin origin) {
    this.context = context;
    this.origin = origin;
  }

  /**
   * How to start.
   *
   * @param clock the real time
   * @param log takes what the operator should see
   * @param uploadBytes size of the largest file that may be uploaded
   * @param folders of this machine that pages may use
   * @param signInBy whether people come by passwords of ours or by a provider
   * @param gatewayDoor where gateways call
   * @param actions what may be done about a cut outside of gateways
   * @param publicDoor where the world reads statements
   */
  public record Options(
      Ledger ledger,
      Origin origin,
      InstantSource clock,
      Consumer<String> log,
      long uploadBytes,
      OwnerFolders folders,
      SignInBy signInBy,
      GatewayDoor gatewayDoor,
      ActionSettings actions,
      PublicDoor publicDoor) {
    /** Nothing may be done outside of gateways, and the world reads nothing. */
    public Options(
        Ledger ledger,
        Origin origin,
        InstantSource clock,
        Consumer<String> log,
        long uploadBytes,
        OwnerFolders folders,
        SignInBy signInBy,
        GatewayDoor gatewayDoor) {
      this(
          ledger,
          origin,
          clock,
          log,
          uploadBytes,
          folders,
          signInBy,
          gatewayDoor,
          ActionSettings.NONE,
          PublicDoor.CLOSED);
    }

    /** Files of 2 GiB at most, and no folder but the data folder. */
    public Options(Ledger ledger, Origin origin, InstantSource clock, Consumer<String> log) {
      this(ledger, origin, clock, log, UploadLimit.DEFAULT.bytes(), OwnerFolders.NONE);
    }

    /** With accounts and passwords of ours, and no door for gateways. */
    public Options(
        Ledger ledger,
        Origin origin,
        InstantSource clock,
        Consumer<String> log,
        long uploadBytes,
        OwnerFolders folders) {
      this(
          ledger, origin, clock, log, uploadBytes, folders, new SignInBy(null), GatewayDoor.CLOSED);
    }
  }

  /**
   * Starts the server; the ledger stays the caller's, who closes it afterwards.
   *
   * @throws StoplogException PORT_IN_USE
   */
  public static Server start(Options options) {
    SILENT.forEach(logger -> logger.setLevel(Level.OFF));
    var context = new AnnotationConfigServletWebServerApplicationContext();
    // Two of one name: the second one would silently take the place of the first, pages and all.
    context.setAllowBeanDefinitionOverriding(false);
    StandardEnvironment environment = new StandardEnvironment();
    MutablePropertySources sources = environment.getPropertySources();
    sources.remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
    sources.remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
    sources.addFirst(new MapPropertySource("stoplog", SETTINGS));
    context.setEnvironment(environment);
    InstantSource product = options.ledger().stores().clock();
    // Singletons from outside are not closed with the context: the ledger is not ours to close.
    var beans = context.getBeanFactory();
    beans.registerSingleton("ledger", options.ledger());
    beans.registerSingleton("origin", options.origin());
    beans.registerSingleton("serverClock", new ServerClock(product, options.clock()));
    beans.registerSingleton("uploadLimit", new UploadLimit(options.uploadBytes()));
    beans.registerSingleton("ownerFolders", options.folders());
    beans.registerSingleton("signInBy", options.signInBy());
    beans.registerSingleton("gatewayDoor", options.gatewayDoor());
    beans.registerSingleton("publicDoor", options.publicDoor());
    beans.registerSingleton("actionSettings", options.actions());
    beans.registerSingleton("serverLog", new ServerLog(options.log()));
    context.register(ServerConfiguration.class);
    try {
      context.refresh();
    } catch (RuntimeException e) {
      context.close();
      usage(e);
      if (isTaken(e)) {
        Origin forGateways = options.gatewayDoor().origin();
        Origin forAll = options.publicDoor().origin();
        throw new StoplogException(
            Problem.PORT_IN_USE,
            "port "
                + options.origin().port()
                + (forGateways == null ? "" : " or " + forGateways.port())
                + (forAll == null ? "" : " or " + forAll.port())
                + " is taken or not allowed",
            e);
      }
      throw e;
    }
    return new Server(context, options.origin());
  }

  /** What somebody gave at the start makes no sense, and beans are not what they should hear of. */
  private static void usage(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof StoplogException known && known.problem() == Problem.USAGE) {
        throw known;
      }
    }
  }

  private static boolean isTaken(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException
          || cause instanceof ConnectorStartFailedException
          || cause instanceof org.springframework.boot.web.server.PortInUseException) {
        return true;
      }
    }
    return false;
  }

  /** What to open in a browser. */
  public String address() {
    return origin.base() + "/";
  }

  /**
   * While nobody can administer yet: the path of a link that makes the first administrator, good
   * once and for a quarter of an hour. A link printed before is void then.
   */
  public Optional<String> firstLink() {
    return context.getBean(FirstStart.class).link().map(path -> origin.base() + path);
  }

  /** How long {@link #firstLink()} is good for. */
  public static Duration linkLife() {
    return FirstStart.LIFE;
  }

  /** Brings "If tonight" up to date now, which it else is by itself a little later. */
  void refreshOutlooks() {
    context.getBean(OutlookRefresh.class).run(Progress.NONE);
  }

  /** What the gateway inside this server is started with; see {@link OwnGateway#pairing}. */
  public byte[] pairOwnGateway() {
    return context.getBean(OwnGateway.class).pairing();
  }

  /** Brings the policy of gateways to what the register says now, which it else does by itself. */
  long followRegister() {
    return context.getBean(PolicyWatch.class).follow();
  }

  /**
   * The path of a link that opens an account again, made by whoever has the folder and its keys
   * while no server runs on it; good once, within {@link OwnerLink#LIFE}, at this machine.
   *
   * @param clock the real time
   * @return empty when nobody has the name, or the account is disabled
   */
  public static Optional<String> openAgain(Ledger ledger, InstantSource clock, String name) {
    ServerClock clocks = new ServerClock(ledger.stores().clock(), clock);
    return new OwnerLink(new Transactions(ledger, clocks), clocks).openAgain(name);
  }

  /** How long {@link #openAgain} is good for. */
  public static Duration ownerLinkLife() {
    return OwnerLink.LIFE;
  }

  /** Everything that answers requests. */
  Map<RequestMappingInfo, HandlerMethod> handlers() {
    return context.getBean(RequestMappingHandlerMapping.class).getHandlerMethods();
  }

  /** A part of the server, for what has no page. */
  <T> T part(Class<T> type) {
    return context.getBean(type);
  }

  /** Ends when all requests under way are answered, within 30 seconds. */
  @Override
  public void close() {
    context.close();
  }
}
