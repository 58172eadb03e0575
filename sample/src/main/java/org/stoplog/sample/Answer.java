package org.stoplog.sample;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The truth about one question.
 *
 * @param persons by canonical user id; nobody who is only a candidate
 * @param ambiguous identifiers behind which more than one person may be, each once
 * @param organisations ids of the organisations named
 * @param rows lines of the files, those left out included, headers not
 * @param ambiguousRows lines whose identifier is ambiguous
 * @param unknownRows lines whose identifier belongs to nobody
 * @param unknownSubjects different identifiers that belong to nobody
 * @param leftOut lines that name nobody or are broken
 */
public record Answer(
    Map<String, Expected> persons,
    List<Ambiguous> ambiguous,
    Set<String> organisations,
    long rows,
    long ambiguousRows,
    long unknownRows,
    long unknownSubjects,
    long leftOut) {
  /**
   * @param candidates canonical user ids
   * @param elements ids of the elements that went under the identifier
   */
  public record Ambiguous(Set<String> candidates, Set<String> elements) {}
}
