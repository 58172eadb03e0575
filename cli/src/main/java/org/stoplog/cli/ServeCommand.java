package org.stoplog.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.gateway.link.Pairing;
import org.stoplog.gateway.program.GatewayProgram;
import org.stoplog.gateway.program.GatewaySettings;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.Server;
import org.stoplog.server.accounts.ProviderSettings;
import org.stoplog.server.accounts.SignInBy;
import org.stoplog.server.platform.GatewayDoor;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.OwnerFolders;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.severance.ActionSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The server. It holds the data folder as long as it runs. */
@Command(name = "serve", description = "Open the record to browsers, until Ctrl-C.")
final class ServeCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Address of this machine to listen on (default: ${DEFAULT-VALUE}).")
  private String listen = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "NUMBER",
      defaultValue = "7867",
      description = "Port to listen on (default: ${DEFAULT-VALUE}).")
  private int port = 7867;

  @Option(
      names = "--origin",
      paramLabel = "https://NAME",
      description = "What browsers call it, when a proxy with TLS stands before it.")
  private @Nullable String origin;

  @Option(
      names = "--max-upload",
      paramLabel = "SIZE",
      defaultValue = "2GB",
      converter = MemorySize.Converter.class,
      description = "Largest file that can be uploaded (default: ${DEFAULT-VALUE}).")
  private MemorySize maxUpload = new MemorySize(2L << 30);

  @Option(
      names = "--backups",
      paramLabel = "FOLDER",
      description = "Where backups are written that are made while it runs.")
  private @Nullable Path backups;

  @Option(
      names = "--inbox",
      paramLabel = "FOLDER",
      description = "Its folders can be followed: files put there are imported as they come.")
  private @Nullable Path inbox;

  @Option(
      names = "--provider",
      paramLabel = "FILE",
      description = "People sign in by a provider of OpenID Connect; its settings, see the guide.")
  private @Nullable Path provider;

  @Option(
      names = "--actions",
      paramLabel = "FILE",
      description = "What may be called or run about a cut, outside of gateways; see the guide.")
  private @Nullable Path actions;

  @Option(
      names = "--gateway-port",
      paramLabel = "NUMBER",
      description = "Port for gateways alone; without it none can call.")
  private @Nullable Integer gatewayPort;

  @Option(
      names = "--gateway-host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Address of this machine for gateways (default: ${DEFAULT-VALUE}).")
  private String gatewayHost = "127.0.0.1";

  @Option(
      names = "--gateway-origin",
      paramLabel = "https://NAME",
      description = "What gateways call it, when a proxy with TLS stands before that port.")
  private @Nullable String gatewayOrigin;

  @Option(
      names = "--public-port",
      paramLabel = "NUMBER",
      description = "Port for the world, which reads statements there; without it nobody can.")
  private @Nullable Integer publicPort;

  @Option(
      names = "--public-host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Address of this machine for the world (default: ${DEFAULT-VALUE}).")
  private String publicHost = "127.0.0.1";

  @Option(
      names = "--public-origin",
      paramLabel = "https://NAME",
      description = "What the world calls it, when a proxy with TLS stands before that port.")
  private @Nullable String publicOrigin;

  @Option(
      names = "--obligations",
      paramLabel = "FOLDER",
      description =
          "Duties of your own, of contracts and policies; one with an id of ours takes its place.")
  private @Nullable Path obligations;

  @Option(
      names = "--gateway",
      paramLabel = "SETTINGS",
      description = "Run a gateway inside, too; settings as of stoplog gateway, without pairing.")
  private @Nullable Path gateway;

  ServeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Origin where = Origin.of(listen, port, origin);
    GatewaySettings inside = gateway == null ? null : GatewaySettings.readInside(gateway);
    try (Ledger ledger = Ledgers.open(session);
        Server server =
            Server.start(
                new Server.Options(
                    ledger,
                    where,
                    InstantSource.system(),
                    line -> session.err().println("stoplog: " + line),
                    maxUpload.bytes(),
                    new OwnerFolders(
                        outside(backups, "--backups"), outside(inbox, "--inbox"), obligations),
                    new SignInBy(provider == null ? null : ProviderSettings.read(provider)),
                    gatewayDoor(),
                    actions == null ? ActionSettings.NONE : ActionSettings.read(actions),
                    publicDoor()));
        GatewayProgram program = inside == null ? null : startInside(server, inside)) {
      tell(server, program);
      session.awaitStop();
    }
    return 0;
  }

  /** It ends before the server, which takes its last segments. */
  private GatewayProgram startInside(Server server, GatewaySettings settings) {
    return GatewayProgram.start(
        settings,
        Pairing.of(server.pairOwnGateway()),
        GatewayCommand.surroundings(session, settings));
  }

  private GatewayDoor gatewayDoor() {
    return gatewayPort == null
        ? GatewayDoor.CLOSED
        : GatewayDoor.of(gatewayHost, gatewayPort, gatewayOrigin);
  }

  private PublicDoor publicDoor() {
    return publicPort == null
        ? PublicDoor.CLOSED
        : PublicDoor.of(publicHost, publicPort, publicOrigin);
  }

  /** A folder that is there, and not in the data folder. Null when none is named. */
  private @Nullable Path outside(@Nullable Path folder, String option) {
    if (folder == null) {
      return null;
    }
    Path absolute = folder.toAbsolutePath().normalize();
    if (!Files.isDirectory(absolute)) {
      throw new StoplogException(
          Problem.USAGE, option + ": " + absolute + " is no folder; make it first");
    }
    if (absolute.startsWith(session.dataFolder().toAbsolutePath().normalize())) {
      throw new StoplogException(
          Problem.USAGE, option + ": " + absolute + " is in the data folder; name another");
    }
    return absolute;
  }

  private void tell(Server server, @Nullable GatewayProgram program) {
    Optional<String> link = server.firstLink();
    if (session.json()) {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("address", server.address());
      link.ifPresent(path -> told.put("firstLink", path));
      if (program != null) {
        told.put("gateway", program.address());
      }
      session.printJson(told);
    } else {
      session.println("Stoplog is at " + server.address());
      link.ifPresent(
          path ->
              session.println(
                  "Nobody can administer it yet. Make the first account on this machine, within "
                      + Server.linkLife().toMinutes()
                      + " minutes:\n  "
                      + path));
    }
    if (program != null && !session.json()) {
      session.println(GatewayCommand.line(program));
    }
    session.note("stoplog: Ctrl-C ends it; until then it holds the data folder");
  }
}
