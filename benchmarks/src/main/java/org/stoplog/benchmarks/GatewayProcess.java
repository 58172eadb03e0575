package org.stoplog.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.stoplog.catalog.ElementSet;
import org.stoplog.gateway.log.AccessLog;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.ConnectionMode;
import org.stoplog.gateway.policy.ConnectionPolicy;
import org.stoplog.gateway.policy.ConnectionState;
import org.stoplog.gateway.policy.CutReply;
import org.stoplog.gateway.policy.Language;
import org.stoplog.gateway.policy.Policy;
import org.stoplog.gateway.policy.Refusal;
import org.stoplog.gateway.policy.SenderRule;
import org.stoplog.gateway.proxy.Gateway;
import org.stoplog.gateway.proxy.Policies;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.journal.JournalOptions;
import org.stoplog.ledger.journal.JournalWriter;

/**
 * The gateway that is measured, in a process of its own. Segments are deleted when they are closed:
 * a server would have them.
 */
final class GatewayProcess {
  private static final int MOST_READ = 1 << 20;

  private GatewayProcess() {}

  /**
   * @param args folder, port, port of the metrics, address of the supplier
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]);
    URI supplier = URI.create(args[3]);
    List<ConnectionPolicy> connections = new ArrayList<>();
    for (Language language : List.of(Language.MIXPANEL, Language.SEGMENT)) {
      connections.add(
          connection(connections.size() + 1, language, ConnectionMode.REVERSE, supplier));
      connections.add(
          connection(connections.size() + 1, language, ConnectionMode.RECORD_ONLY, supplier));
    }
    AtomicReference<JournalWriter> writer = new AtomicReference<>();
    try (Keyset keys = Keyset.openOrCreate(folder.resolve("keys"), null);
        JournalWriter journal =
            JournalWriter.open(
                folder.resolve("journal"),
                UUID.randomUUID(),
                keys.sealingPublicKey(),
                JournalOptions.DEFAULT,
                InstantSource.system(),
                closed -> delete(Objects.requireNonNull(writer.get()), closed.number()))) {
      writer.set(journal);
      Policies policies = new Policies();
      policies.set(new Policy(1, connections));
      Gateway gateway =
          Gateway.start(
              new Gateway.Options(
                  "127.0.0.1",
                  Integer.parseInt(args[1]),
                  Integer.parseInt(args[2]),
                  Integer.getInteger("loops", 2),
                  MOST_READ,
                  null),
              journal,
              policies,
              AccessLog.NONE,
              InstantSource.system());
      String samples = System.getProperty("samples");
      if (samples != null) {
        Sampler.start(Path.of(samples), Integer.getInteger("sample.seconds", 15));
      }
      System.out.println("ready");
      new CountDownLatch(1).await();
      gateway.close();
    }
  }

  private static void delete(JournalWriter journal, long segment) {
    try {
      journal.delete(segment);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ConnectionPolicy connection(
      long number, Language language, ConnectionMode mode, URI supplier) {
    return new ConnectionPolicy(
        mode == ConnectionMode.REVERSE
            ? language.name().toLowerCase(java.util.Locale.ROOT)
            : "copy-of-" + language.name().toLowerCase(java.util.Locale.ROOT),
        number,
        "Supplier",
        language,
        mode,
        mode == ConnectionMode.REVERSE ? supplier : null,
        true,
        new SenderRule.Open(),
        ConnectionState.OPEN,
        CutReply.SINK,
        Refusal.PASS,
        Refusal.PASS,
        false,
        false,
        true,
        ElementSet.NONE,
        Map.of("contact.email", Action.MASK, "person.full_name", Action.MASK),
        null,
        null);
  }
}
