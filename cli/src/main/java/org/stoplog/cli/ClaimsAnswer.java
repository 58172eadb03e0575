package org.stoplog.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.ClaimQuestion;
import org.stoplog.ledger.exposure.Claims;
import org.stoplog.ledger.exposure.ScopeAnswer;
import org.stoplog.ledger.register.Coverage;

/**
 * Puts a claims file to a ledger; the same for {@code exposure}, {@code answer} and the demo.
 *
 * @param scenario whose claims to work with, null for the base
 * @param out where the lists go, null for none
 */
record ClaimsAnswer(
    Claims claims, @Nullable String scenario, ClaimQuestion.With with, @Nullable Path out) {

  ClaimsReport ask(Ledger ledger, Progress progress) {
    ScopeAnswer answer = ledger.expose(claims, scenario, with, progress);
    Path earlier = answer.earlier();
    if (out != null) {
      ledger.export(answer.exposure(), out, progress);
      if (earlier != null) {
        ledger.exportDelta(earlier, answer.exposure().file(), out, progress);
      }
    }
    Map<String, Coverage> coverages = ledger.coverages(answer);
    return new ClaimsReport(claims, answer, coverages, out);
  }
}
