package org.stoplog.ledger.reader;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found in one ticket. No value is in it: secrets are named by their hash, everything else
 * is counted.
 *
 * @param id as the export has it; null when it has none
 * @param person as the export names them; null when it does not
 * @param time seconds since 1970-01-01 UTC; null when it cannot be read
 * @param hasText whether somebody wrote something in it
 * @param finds different values by the slug of their detector
 * @param places the first of them
 * @param secrets different secrets
 * @param unread what could not be searched, the first of it
 * @param moreUnread how much more of that there is
 */
public record TicketFound(
    @Nullable String id,
    @Nullable String person,
    @Nullable Long time,
    boolean hasText,
    Map<String, Integer> finds,
    List<Place> places,
    List<Secret> secrets,
    List<Unread> unread,
    int moreUnread) {
  public TicketFound {
    finds = Map.copyOf(finds);
    places = List.copyOf(places);
    secrets = List.copyOf(secrets);
    unread = List.copyOf(unread);
  }

  /**
   * Where something is.
   *
   * @param at characters from the beginning of the field's text
   */
  public record Place(String detector, String field, int at) {}

  /**
   * A secret.
   *
   * @param sha256 lower-case hex, of the detector's slug, a zero byte and the value
   */
  public record Secret(String detector, String sha256) {}

  /**
   * Something that could not be searched.
   *
   * @param name as a stranger gave it: of a file, or of the field that it is in
   */
  public record Unread(Why why, String name) {}

  /** Why something was not searched. */
  public enum Why {
    ATTACHMENT("attachment, which is not in the export"),
    IMAGE("image"),
    ENCODED("encoded, and no text"),
    TOO_LONG("too long: only its beginning was searched"),
    BROKEN("characters that could not be read"),
    ARCHIVE("archive or document inside of the archive"),
    LINE("line or row that could not be read"),
    MANY("more values than are told apart: counted to the limit only");

    private final String words;

    Why(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /**
   * What is said of a whole export.
   *
   * @param unread what belongs to no ticket, the first of it
   */
  public record Totals(long tickets, List<Unread> unread, int moreUnread) {
    public Totals {
      unread = List.copyOf(unread);
    }
  }
}
