package org.stoplog.ledger.exposure;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.register.Predicate;

/**
 * Tells whether two exposures asked the same: about the same supplier, with the same limits. Files
 * and grants are left out: a newer file, or knowing more, is why somebody asks again.
 */
final class QuestionText {
  private QuestionText() {}

  /** SHA-256 of the question in lower-case hex; null when it names no supplier to compare by. */
  static @Nullable String sha256(Question question) {
    if (question.suppliers().isEmpty()) {
      return null;
    }
    try {
      byte[] text = text(question).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Sub-processors are left out too: a corrected register does not change what was asked. */
  static String text(Question question) {
    List<String> windows = question.windows().all().stream().map(QuestionText::window).toList();
    Predicate cohort = question.cohort();
    // Only a derived claim has the breached supplier itself among those that it only possibly is
    // about.
    boolean isDerived = question.inherited().contains(question.suppliers().getFirst());
    return String.join(
        "\n",
        "supplier " + question.suppliers().getFirst(),
        "windows " + windows.stream().sorted().distinct().toList(),
        "elements " + question.elements().ordinals(),
        "batches " + question.batches().stream().sorted().distinct().toList(),
        "cohort "
            + (cohort == null ? "everybody" : cohort(cohort))
            + (isDerived ? "\nderived" : ""));
  }

  private static String window(Window window) {
    return window.kind() + " " + window.possible() + " " + window.certain();
  }

  private static String cohort(Predicate cohort) {
    return cohort.text().strip().replaceAll("\\s+", " ")
        + " from "
        + cohort.since()
        + " to "
        + cohort.until();
  }
}
