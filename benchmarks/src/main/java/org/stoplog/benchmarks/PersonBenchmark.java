package org.stoplog.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.identity.Scheme;

/** One person with all identifiers, the planning of files included. */
final class PersonBenchmark {
  private static final int LOOK_UPS = 51;
  private static final int APART = 97;

  private PersonBenchmark() {}

  static void run(Workplace place, String size) {
    Report report = new Report("person", "One person", size);
    try (Ledger ledger = place.ledger()) {
      double[] seconds = new double[LOOK_UPS];
      for (int i = 0; i < LOOK_UPS; i++) {
        String email = Generate.email((long) i * APART);
        seconds[i] = Report.seconds(() -> ledger.person(Scheme.EMAIL, email, 0, Progress.NONE));
      }
      double first = seconds[0];
      double[] rest = Arrays.copyOfRange(seconds, 1, seconds.length);
      Arrays.sort(rest);
      double median = Report.median(rest);
      report.say(
          String.format(
              Locale.ROOT,
              "- Another person each time, three identifiers: median **%.0f ms** (allowed 150: %s), slowest of %d %.0f ms; the first look-up of the process %.0f ms.",
              median * 1000,
              median < 0.15 ? "met" : "MISSED",
              rest.length,
              rest[rest.length - 1] * 1000,
              first * 1000));
      report.say(
          place.size().disclosures()
              + " disclosures of "
              + place.size().people()
              + " people; PostgreSQL knows "
              + Generate.LOOKED_UP
              + " of them.");
    }
    report.write();
  }
}
