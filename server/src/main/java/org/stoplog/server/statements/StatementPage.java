package org.stoplog.server.statements;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statement of an incident, for those who write it.
 *
 * @param path of this page
 * @param slug empty while there is no statement
 * @param address of the public page; null while nobody can read it
 * @param draft the next revision as the world would read it; null when there is none
 * @param against why the draft cannot be published now; null when nothing stands against it
 * @param approval path of the approval that waits; null when none does
 * @param flags what does not hold any more of what is public
 * @param warnings on the draft
 * @param error why something was not done; null when nothing is wrong
 */
public record StatementPage(
    String room,
    String incident,
    String path,
    String slug,
    @Nullable String address,
    boolean canWork,
    boolean hasExposure,
    @Nullable Draft draft,
    @Nullable String against,
    @Nullable String approval,
    List<String> flags,
    List<String> warnings,
    List<Line> revisions,
    @Nullable String error,
    String typed) {
  public StatementPage {
    flags = List.copyOf(flags);
    warnings = List.copyOf(warnings);
    revisions = List.copyOf(revisions);
  }

  /** The next revision. */
  public record Draft(
      String publisher,
      String numbers,
      String next,
      boolean withdraws,
      List<PublicStatementPage.Text> texts,
      @Nullable String since) {
    public Draft {
      texts = List.copyOf(texts);
    }
  }

  /**
   * @param path at the public listener; null without one
   */
  public record Line(int number, String at, String note, String next, @Nullable String path) {}

  public boolean isThere() {
    return !slug.isEmpty();
  }
}
