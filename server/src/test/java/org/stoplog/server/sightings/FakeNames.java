package org.stoplog.server.sightings;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Lets lookouts of names look by a DNS that a test makes up. */
public final class FakeNames {
  private FakeNames() {}

  /**
   * @param records by name and type: {@code example.com MX}
   */
  public static void look(
      Ledger ledger,
      Transactions transactions,
      ServerClock clock,
      Map<String, List<String>> records) {
    Dial dial = new Dial(InetAddress::getAllByName);
    Looking looking =
        new Looking(
            ledger,
            transactions,
            clock,
            new Fetch(dial, Fetch::trusted, Fetch.PATIENCE),
            new CertificateLook(dial, Fetch.PATIENCE),
            new NamesLook((name, type) -> records.getOrDefault(name + " " + type, List.of())));
    transactions.run(jdbc -> looking.lookouts(jdbc).all()).stream()
        .filter(one -> one.kind() == Kind.NAMES)
        .forEach(looking::look);
  }
}
