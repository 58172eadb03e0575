package org.stoplog.ledger.journal;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;

/** A gateway that does nothing but write its journal, as fast as it can, until it is killed. */
final class JournalWorker {
  private static final int THREADS = 3;
  private static final JournalOptions OPTIONS =
      new JournalOptions(
          30_000, Duration.ofSeconds(1), Duration.ofSeconds(1), 1 << 20, Duration.ofMillis(2), 0);

  private JournalWorker() {}

  /** Arguments: folder, the server's key in hex, a word that no other run has. */
  public static void main(String[] args) {
    JournalWriter writer =
        JournalWriter.open(
            Path.of(args[0]),
            Journals.GATEWAY,
            HexFormat.of().parseHex(args[1]),
            OPTIONS,
            InstantSource.system(),
            closed -> {});
    PrintStream out = System.out;
    for (int t = 0; t < THREADS; t++) {
      String prefix = args[2] + "-" + t + "-";
      Thread.ofPlatform()
          .start(
              () -> {
                for (int i = 0; ; i++) {
                  String id = prefix + i + "-" + "x".repeat(i % 300);
                  Ticket ticket = Journals.send(writer, id).join();
                  out.println(id);
                  if (i % 5 != 0) {
                    writer.outcome(ticket, 0, new Outcome(Result.DELIVERED, 200 + i % 100));
                  }
                }
              });
    }
  }
}
