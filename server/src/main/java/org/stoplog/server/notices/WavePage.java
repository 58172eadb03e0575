package org.stoplog.server.notices;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wave, as its rows say.
 *
 * @param state one line
 * @param approval path of the approval that waits; null for none
 * @param running path of the work under way; null for none
 * @param outside whether anybody in it is not in our directory
 * @param parcels where its letters on paper are; null for a wave that goes another way
 * @param held until when an authority has it held back; null when nobody has
 * @param delegated who tells its people instead of us; null for nobody
 * @param unaffected why people who are not affected get it; null for affected ones
 * @param findings of the look over the text, before it is asked for
 * @param preview null while nobody is in it
 * @param languages of its texts
 */
public record WavePage(
    String room,
    String incident,
    String notice,
    String path,
    String name,
    String title,
    String state,
    boolean canWork,
    boolean isMoving,
    Acts acts,
    @Nullable String approval,
    @Nullable String running,
    String told,
    List<Pair> states,
    List<Pair> leftOut,
    List<Pair> countries,
    List<Pair> cameBack,
    List<Pair> terms,
    boolean outside,
    @Nullable String parcels,
    @Nullable String held,
    @Nullable String delegated,
    @Nullable String unaffected,
    List<Finding> findings,
    @Nullable Preview preview,
    List<String> languages,
    List<LookUp> lookUps) {
  public WavePage {
    states = List.copyOf(states);
    leftOut = List.copyOf(leftOut);
    countries = List.copyOf(countries);
    cameBack = List.copyOf(cameBack);
    terms = List.copyOf(terms);
    findings = List.copyOf(findings);
    languages = List.copyOf(languages);
    lookUps = List.copyOf(lookUps);
  }

  /** What this person can do now. */
  public record Acts(
      boolean ask, boolean discard, boolean stop, boolean resume, boolean end, boolean export) {}

  /** A name and its value. */
  public record Pair(String name, String value) {}

  /**
   * A copy as one person would get it.
   *
   * @param who whose it is; names nobody
   * @param note whether they get it; null when there is nothing to say
   */
  public record Preview(
      String who, @Nullable String note, String language, String subject, String body) {}

  /** A look-up of the last hour. */
  public record LookUp(String id, String text) {}
}
