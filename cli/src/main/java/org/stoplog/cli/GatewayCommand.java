package org.stoplog.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.stoplog.gateway.program.GatewayProgram;
import org.stoplog.gateway.program.GatewaySettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A gateway on this host. It has nothing of the data folder of a server, and no keys of one. */
@Command(name = "gateway", description = "Stand between applications and suppliers, until Ctrl-C.")
final class GatewayCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "SETTINGS",
      description = "File of lines name=value; docs/guide/gateway.md has the table.")
  private Path settings = Path.of("gateway.properties");

  GatewayCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    GatewaySettings read = GatewaySettings.read(settings);
    try (GatewayProgram gateway = GatewayProgram.start(read, surroundings(session, read))) {
      tell(gateway);
      session.awaitStop();
      session.note("stoplog: taking no more requests; those under way are answered");
    }
    return 0;
  }

  static GatewayProgram.Surroundings surroundings(Session session, GatewaySettings settings) {
    Path ca = settings.serverCa();
    return new GatewayProgram.Surroundings(
        ca == null ? null : Authorities.with(ca),
        InstantSource.system(),
        session.out(),
        line -> session.err().println("stoplog: " + line));
  }

  /** Where it is and what it obeys. */
  static String line(GatewayProgram gateway) {
    OptionalLong obeys = gateway.obeys();
    return "The gateway is at %s and obeys %s of %s; health and metrics: %s/health, /metrics"
        .formatted(
            gateway.address(),
            obeys.isPresent() ? "policy " + obeys.getAsLong() : "no policy yet",
            gateway.server(),
            gateway.adminAddress());
  }

  private void tell(GatewayProgram gateway) {
    if (session.json()) {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("address", gateway.address());
      gateway.obeys().ifPresent(version -> told.put("policy", version));
      told.put("server", gateway.server());
      told.put("metrics", gateway.adminAddress() + "/metrics");
      session.printJson(told);
    } else {
      session.println(line(gateway));
    }
    session.note("stoplog: Ctrl-C ends it");
  }
}
