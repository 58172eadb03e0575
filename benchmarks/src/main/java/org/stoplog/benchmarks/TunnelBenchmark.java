package org.stoplog.benchmarks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.stoplog.gateway.policy.ConnectionState;
import org.stoplog.gateway.policy.ForwardPolicy;
import org.stoplog.gateway.policy.ForwardRule;
import org.stoplog.gateway.policy.ForwardSender;
import org.stoplog.gateway.policy.Policy;
import org.stoplog.ledger.identity.Keyset;

/**
 * Tunnels through {@code stoplog gateway} to two suppliers, of which one is cut: how soon its
 * tunnels have ended after a server handed out the policy that says so, and what the other's saw of
 * it.
 */
final class TunnelBenchmark {
  private static final int PORT = 9107;
  private static final int ADMIN_PORT = 9108;
  private static final int FORWARD_PORT = 9109;
  private static final int ECHO_PORT = 9110;
  private static final String CUT = "127.0.0.2";
  private static final String OTHER = "127.0.0.3";
  private static final String PASSWORD = "of-the-benchmark";
  private static final double ALLOWED_SECONDS = 1;
  private static final double ALLOWED_SHARE = 0.05;
  private static final long PATIENCE_SECONDS = 30;

  private TunnelBenchmark() {}

  /** One cut. */
  private record Cut(double seconds, double before, double after, long closed) {
    double share() {
      return after / before;
    }
  }

  /**
   * @param args folder, tunnels to each of the suppliers, cuts
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int each = Integer.parseInt(args[1]);
    int cuts = Integer.parseInt(args[2]);
    List<Cut> done = new ArrayList<>();
    try (StandInServer server = new StandInServer(policy(1, ConnectionState.OPEN));
        EventLoopGroup applications = loop();
        EventLoopGroup suppliers = loop()) {
      List<Channel> listening = List.of(echo(suppliers, CUT), echo(suppliers, OTHER));
      Process gateway = gateway(folder, server.port());
      Runtime.getRuntime().addShutdownHook(new Thread(gateway::destroy));
      try {
        awaitHealth(gateway);
        run(server, applications, each, cuts, done);
        Figures.page("gateway-tunnels.md", page(args, done));
      } finally {
        gateway.destroy();
        gateway.waitFor();
        listening.forEach(channel -> channel.close().syncUninterruptibly());
      }
    }
  }

  private static EventLoopGroup loop() {
    return new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  }

  private static void run(
      StandInServer server, EventLoopGroup applications, int each, int cuts, List<Cut> done)
      throws InterruptedException {
    long version = 1;
    try (Tunnels others = tunnels(applications, OTHER, each)) {
      for (int i = 0; i < cuts; i++) {
        try (Tunnels cut = tunnels(applications, CUT, each)) {
          // What is measured is a constant, not something to wait for.
          TimeUnit.SECONDS.sleep(3);
          if (cut.open() + others.open() != 2L * each) {
            throw new IllegalStateException("tunnels were closed before the cut");
          }
          long at = server.handOut(policy(++version, ConnectionState.TERMINATED));
          double seconds = (cut.awaitEnd(PATIENCE_SECONDS) - at) / 1e9;
          TimeUnit.SECONDS.sleep(2);
          long second = TimeUnit.SECONDS.toNanos(1);
          done.add(
              new Cut(seconds, others.bytes(at - second), others.bytes(at), each - others.open()));
          System.err.println("cut " + (i + 1) + " of " + cuts + " is done");
        }
        server.handOut(policy(++version, ConnectionState.OPEN));
        TimeUnit.SECONDS.sleep(1);
      }
    }
  }

  private static Tunnels tunnels(EventLoopGroup group, String host, int count)
      throws InterruptedException {
    String credentials =
        Base64.getEncoder().encodeToString(ForwardSender.bytes("applications", PASSWORD));
    return new Tunnels(group, FORWARD_PORT, host + ":" + ECHO_PORT, credentials, count);
  }

  private static Policy policy(long version, ConnectionState state) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(ForwardSender.bytes("applications", PASSWORD));
      return new Policy(
          version,
          List.of(),
          new ForwardPolicy(
              List.of(new ForwardSender("applications", HexFormat.of().formatHex(hash))),
              List.of(
                  new ForwardRule(List.of(CUT), 1, state, Set.of(ECHO_PORT), true),
                  new ForwardRule(
                      List.of(OTHER), 2, ConnectionState.OPEN, Set.of(ECHO_PORT), true))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Channel echo(EventLoopGroup group, String host) throws InterruptedException {
    return new ServerBootstrap()
        .group(group)
        .channel(EpollServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, 1024)
        .childHandler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new Echo());
              }
            })
        .bind(host, ECHO_PORT)
        .sync()
        .channel();
  }

  private static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ChannelFuture unused = context.writeAndFlush(message, context.voidPromise());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
      ChannelFuture unused = context.close();
    }
  }

  private static Process gateway(Path folder, int serverPort) throws IOException {
    Path pairing = folder.resolve("pairing.json");
    Path settings = folder.resolve("gateway.properties");
    try (Keyset keys = Keyset.openOrCreate(folder.resolve("keys"), null)) {
      Files.createFile(
          pairing,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(
          pairing,
          "{\"format\":1,\"gateway\":\"%s\",\"name\":\"benchmark\",\"sealing-key\":\"%s\",\"server\":\"http://127.0.0.1:%d\",\"token\":\"%s\"}"
              .formatted(
                  UUID.randomUUID(),
                  Base64.getEncoder().encodeToString(keys.sealingPublicKey()),
                  serverPort,
                  "token-of-the-benchmark"));
    }
    Files.writeString(
        settings,
        "pairing=pairing.json\ndata=data\nport=%d\nadmin-port=%d\nforward-port=%d\nthreads=2\n"
            .formatted(PORT, ADMIN_PORT, FORWARD_PORT));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "org.stoplog.cli.Main",
            "gateway",
            settings.toString())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** It is healthy when it has obeyed a policy. */
  private static void awaitHealth(Process gateway) throws InterruptedException {
    HttpRequest ask =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ADMIN_PORT + "/health")).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      int status = 0;
      while (status != 200) {
        if (gateway.waitFor(100, TimeUnit.MILLISECONDS)) {
          throw new IllegalStateException("the gateway ended with " + gateway.exitValue());
        }
        try {
          status = client.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
          status = 0;
        }
      }
    }
  }

  private static List<String> page(String[] args, List<Cut> cuts) {
    double worst = cuts.stream().mapToDouble(Cut::seconds).max().orElseThrow();
    double least = cuts.stream().mapToDouble(Cut::share).min().orElseThrow();
    long closed = cuts.stream().mapToLong(Cut::closed).max().orElseThrow();
    List<String> lines = new ArrayList<>();
    lines.add("# Tunnels when one supplier is cut");
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d `CONNECT` tunnels through `stoplog gateway`, half of them to each of two suppliers that send everything back. Each tunnel writes",
            2 * Integer.parseInt(args[1])));
    lines.add(
        "%d KB %d times a second. Then a stand-in for the server hands out the policy that cuts the first supplier. Times are the applications'; all"
            .formatted(Tunnels.MESSAGE >> 10, Tunnels.MESSAGES_A_SECOND));
    lines.add("share the machine's cores.");
    lines.add("");
    lines.add(
        "| Cut | Policy handed out until the last tunnel had ended | The other's MB back in the second before | in the second after | Ratio | of its tunnels ended |");
    lines.add("|---|---|---|---|---|---|");
    for (int i = 0; i < cuts.size(); i++) {
      Cut cut = cuts.get(i);
      lines.add(
          String.format(
              Locale.ROOT,
              "| %d | %.3f s | %.2f | %.2f | %.3f | %d |",
              i + 1,
              cut.seconds(),
              cut.before() / 1e6,
              cut.after() / 1e6,
              cut.share(),
              cut.closed()));
    }
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "Slowest cut **%.3f s**, wanted below 1 s: %s. Lowest throughput of the other **%.3f** of before, wanted 0.95 or more: %s. Tunnels of the other that ended: %d.",
            worst,
            worst < ALLOWED_SECONDS ? "met" : "MISSED",
            least,
            least >= 1 - ALLOWED_SHARE ? "met" : "MISSED",
            closed));
    lines.add("");
    lines.add(
        Figures.from(
            "benchmarks/gateway-tunnels.sh " + args[1] + " " + args[2],
            args[2] + " cuts, one after the other, each after 3 s of traffic"));
    return lines;
  }
}
