package org.stoplog.server.campaigns;

import java.util.UUID;
import org.stoplog.server.mail.Letter;

/**
 * How suppliers are asked by a plan or by a rule.
 *
 * @param set id of a set of expectations
 * @param answer days from the draft until answers are due, 1 to 60
 * @param remind how many days before that whoever is silent is written again; 0 for never
 * @param route mail route; it may have been removed since
 * @param language of the mail, and of the pages until somebody chooses another
 * @param responsible account that drafts are made for, and that is told of them
 */
record Asking(
    String set,
    int answer,
    int remind,
    int route,
    String language,
    Letter letter,
    UUID responsible) {
  static final int MOST_ANSWER = 60;

  /** How many days longer than answers are due a link works: for whoever is late. */
  private static final int LATE_DAYS = 30;

  /**
   * The form that a person would have filled in.
   *
   * @param due day until which answers are asked for
   */
  CampaignForm form(String title, String why, java.time.LocalDate due) {
    return CampaignForm.first(false, "", due)
        .asking(
            title,
            set,
            due,
            why,
            route,
            Math.min(CampaignForm.MOST_DAYS, answer + LATE_DAYS),
            language,
            remind,
            letter);
  }

  @Override
  public String toString() {
    return "Asking[" + set + "]";
  }
}
