package org.stoplog.server.people;

import org.jspecify.annotations.Nullable;

/**
 * A contact of an organisation: asked for, decided on, and shown.
 *
 * @param organisation path of its page
 * @param name of the organisation, by the company's own id
 * @param state one line
 * @param reason why it is needed, as it was asked; null before, and for those who neither ask nor
 *     decide
 * @param approval path of the approval that waits; null for none
 * @param contact masked, or the values when they are shown
 * @param isShown whether they are
 * @param canAsk whether this caller may ask now
 * @param left how often this caller may look now
 * @param typed what was typed
 * @param error why it was not taken; null when it was
 */
public record OrganisationRevealPage(
    String path,
    String organisation,
    String name,
    String state,
    @Nullable String reason,
    @Nullable String approval,
    Values contact,
    boolean isShown,
    boolean canAsk,
    int left,
    String typed,
    @Nullable String error) {

  /** "none kept" where there is nothing. */
  public record Values(String name, String email, String phone) {
    /** Names nobody. */
    @Override
    public String toString() {
      return "Values[…]";
    }
  }

  /** It may stand in a message of a fault. */
  @Override
  public String toString() {
    return "OrganisationRevealPage[…]";
  }
}
