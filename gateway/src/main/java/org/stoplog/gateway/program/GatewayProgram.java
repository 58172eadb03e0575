package org.stoplog.gateway.program;

import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.gateway.link.Bell;
import org.stoplog.gateway.link.Pairing;
import org.stoplog.gateway.link.ServerLink;
import org.stoplog.gateway.log.AccessLog;
import org.stoplog.gateway.log.LineLog;
import org.stoplog.gateway.policy.Policy;
import org.stoplog.gateway.policy.PolicyStore;
import org.stoplog.gateway.proxy.Gateway;
import org.stoplog.gateway.proxy.LinkState;
import org.stoplog.gateway.proxy.Policies;
import org.stoplog.ledger.journal.JournalWriter;

/**
 * A whole gateway: folder, journal, policy, proxy and the link to its server. What was started last
 * ends first, but for the link, which sends what the journal closed at its end.
 */
public final class GatewayProgram implements AutoCloseable {
  private final GatewaySettings settings;
  private final Pairing pairing;
  private final Policies policies = new Policies();
  private AccessLog accessLog = AccessLog.NONE;

  /** What is to be ended, the next one first. */
  private final Deque<Runnable> endings = new ArrayDeque<>();

  private GatewayProgram(GatewaySettings settings, Pairing pairing) {
    this.settings = settings;
    this.pairing = pairing;
  }

  /**
   * What it has of its surroundings.
   *
   * @param serverTrust whom to believe that it is the server, null for the machine's authorities
   * @param out for an access log that goes there; not closed
   * @param say is told what whoever runs it should know, by several threads
   */
  public record Surroundings(
      @Nullable SSLContext serverTrust,
      InstantSource clock,
      OutputStream out,
      Consumer<String> say) {}

  /**
   * Starts it, and returns when it answers; the server need not.
   *
   * @throws StoplogException PAIRING_INVALID, DATA_FOLDER_IN_USE, DATA_FOLDER_UNUSABLE,
   *     PORT_IN_USE, FILE_UNREADABLE
   */
  public static GatewayProgram start(GatewaySettings settings, Surroundings around) {
    Path pairing =
        Objects.requireNonNull(settings.pairing(), "settings of a gateway inside a server");
    return start(settings, Pairing.read(pairing), around);
  }

  /** The same with a pairing that is in no file. */
  public static GatewayProgram start(
      GatewaySettings settings, Pairing pairing, Surroundings around) {
    GatewayProgram program = new GatewayProgram(settings, pairing);
    try {
      program.begin(around);
      return program;
    } catch (RuntimeException e) {
      try {
        program.close();
      } catch (RuntimeException another) {
        e.addSuppressed(another);
      }
      throw e;
    }
  }

  private void begin(Surroundings around) {
    GatewayFolder folder = GatewayFolder.take(settings.data());
    endings.push(folder::close);
    accessLog = openAccessLog(around);
    PolicyStore store = PolicyStore.open(folder.policy());
    store.current().ifPresent(policies::set);
    Bell closed = new Bell();
    JournalWriter journal =
        JournalWriter.open(
            folder.journal(),
            pairing.gateway(),
            pairing.sealingKey(),
            settings.journal(),
            around.clock(),
            segment -> closed.wake());
    endings.push(journal::close);
    Gateway gateway = Gateway.start(options(), journal, policies, accessLog, around.clock());
    endings.push(gateway::close);
    ServerLink link =
        ServerLink.start(
            new ServerLink.Parts(
                pairing,
                around.serverTrust(),
                store,
                journal,
                closed,
                policies::set,
                around.say()));
    gateway.tellOfLink(() -> new LinkState(link.answerAgeMillis(), link.aside()));
    // Proxy, journal, link: a cut that comes while requests end is obeyed, and the last segment is
    // sent.
    Runnable proxyEnds = endings.pop();
    Runnable journalEnds = endings.pop();
    endings.push(link::close);
    endings.push(journalEnds);
    endings.push(proxyEnds);
  }

  private AccessLog openAccessLog(Surroundings around) {
    String where = settings.accessLog();
    if (where == null) {
      return AccessLog.NONE;
    }
    LineLog log =
        where.equals("-")
            ? LineLog.to(around.out(), around.clock(), around.say())
            : LineLog.to(Path.of(where), around.clock(), around.say());
    endings.push(log::close);
    return log;
  }

  private Gateway.Options options() {
    return new Gateway.Options(
        settings.host(),
        settings.port(),
        settings.adminPort(),
        settings.threads(),
        settings.mostRead(),
        trust(settings.supplierCa()),
        settings.forwardPort(),
        tls());
  }

  private Gateway.@Nullable Tls tls() {
    Path certificate = settings.certificate();
    Path key = settings.privateKey();
    return certificate == null || key == null
        ? null
        : new Gateway.Tls(
            new PemKeyCertOptions().addCertPath(certificate.toString()).addKeyPath(key.toString()),
            trust(settings.sendersCa()));
  }

  private static @Nullable TrustOptions trust(@Nullable Path file) {
    return file == null ? null : new PemTrustOptions().addCertPath(file.toString());
  }

  /** Where applications reach it, without a slash at its end. */
  public String address() {
    String host = settings.host();
    String scheme = settings.certificate() == null ? "http://" : "https://";
    return scheme + (host.contains(":") ? "[" + host + "]" : host) + ":" + settings.port();
  }

  /** Where {@code /health} and {@code /metrics} are, without a slash at its end. */
  public String adminAddress() {
    return "http://127.0.0.1:" + settings.adminPort();
  }

  public String server() {
    return pairing.server().toString();
  }

  /** As the server calls this gateway. */
  public String name() {
    return pairing.name();
  }

  /** Version of the policy that is obeyed now, empty while there is none. */
  public OptionalLong obeys() {
    Policy policy = policies.current();
    return policy == null ? OptionalLong.empty() : OptionalLong.of(policy.version());
  }

  /** To be told of each request; {@link AccessLog#NONE} where the settings name none. */
  public AccessLog accessLog() {
    return accessLog;
  }

  /**
   * Takes no more requests, waits for those under way, closes the journal, and sends what it can of
   * it within a few seconds.
   *
   * @throws StoplogException when something did not end as it should; the rest is ended then, too
   */
  @Override
  public void close() {
    RuntimeException first = null;
    while (!endings.isEmpty()) {
      try {
        endings.pop().run();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
