package org.stoplog.server.accounts;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One approval.
 *
 * @param state one line: what became of it, or until when it waits
 * @param objection why whoever looks may not decide; null when they may, or nobody any more
 * @param typed the reason, as it was typed
 */
public record ApprovalPage(
    UUID id,
    long number,
    String title,
    String state,
    boolean isOpen,
    String askedBy,
    String askedAt,
    String editors,
    List<Approval.Fact> facts,
    List<Line> lines,
    String content,
    @Nullable String targetPath,
    @Nullable String reason,
    @Nullable String resultPath,
    @Nullable String objection,
    boolean canWithdraw,
    String typed,
    ProofForm proof,
    @Nullable String error) {
  public ApprovalPage {
    facts = List.copyOf(facts);
    lines = List.copyOf(lines);
  }

  public boolean canDecide() {
    return isOpen && objection == null;
  }

  /**
   * A line of the difference.
   *
   * @param kind in, out or same
   */
  public record Line(String kind, String text) {
    static Line of(String text) {
      String kind = text.startsWith("+") ? "in" : text.startsWith("-") ? "out" : "same";
      return new Line(kind, text);
    }
  }
}
