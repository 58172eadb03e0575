package org.stoplog.server.campaigns;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A campaign: as a draft, whom it would ask; afterwards the board.
 *
 * @param board empty while it is a draft
 * @param origin null for one that a person made
 * @param bar widths of 100 of the parts of the board, in its order
 * @param why it stands still; null unless it does
 */
public record CampaignPage(
    String path,
    String title,
    String state,
    String about,
    @Nullable String room,
    String incident,
    List<Count> board,
    List<Line> lines,
    List<Choice> others,
    @Nullable Origin origin,
    String letterSubject,
    String letterBody,
    boolean isDraft,
    boolean isOpen,
    boolean isPaused,
    @Nullable String why,
    boolean hasSilent,
    boolean hasAnswers,
    boolean canEdit,
    @Nullable String error) {
  public CampaignPage {
    board = List.copyOf(board);
    lines = List.copyOf(lines);
    others = List.copyOf(others);
  }

  /**
   * What it was made by, when nobody sat there.
   *
   * @param why it was not begun by itself; null when nobody wanted that, or it is begun
   */
  public record Origin(String words, String path, String link, @Nullable String why) {}

  /**
   * A number of the board.
   *
   * @param offset of its bar, of 100; so is the width
   * @param css class of its bar
   */
  public record Count(String label, int count, String css, int offset, int width) {}

  /**
   * A supplier.
   *
   * @param verdict what it says of being affected; empty for a set that does not ask
   * @param score of the answers, as they are now
   * @param followed what was done about its silence; empty when nothing was
   */
  public record Line(
      String path,
      int supplier,
      String name,
      String likeness,
      String state,
      boolean isCut,
      String verdict,
      boolean isAffected,
      String score,
      String followed) {}

  /** A supplier that could be added. */
  public record Choice(String value, String text) {}
}
