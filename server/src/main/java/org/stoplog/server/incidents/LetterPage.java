package org.stoplog.server.incidents;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One letter, as it says and as it was noted.
 *
 * @param isAgain whether the same mail was just added once more
 * @param proof what is known of its sender; null for what is no mail of theirs
 * @param isSuspect whether it is in the supplier's name and its signatures speak against it
 * @param claim path of the form that makes a claim of it; null for who may not
 * @param signatures what is known of each DKIM signature
 */
public record LetterPage(
    String room,
    String incident,
    String path,
    String title,
    String way,
    boolean canWork,
    boolean isAgain,
    @Nullable String proof,
    boolean isSuspect,
    List<Fact> facts,
    String text,
    String textNote,
    List<Attachment> attachments,
    int more,
    List<String> signatures,
    @Nullable String claim) {
  public LetterPage {
    facts = List.copyOf(facts);
    attachments = List.copyOf(attachments);
    signatures = List.copyOf(signatures);
  }

  /** One fact of it. */
  public record Fact(String name, String value) {}

  /** A part that can be taken over. */
  public record Attachment(int number, String name, String type, String size, boolean isMail) {}
}
