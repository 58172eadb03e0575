package org.stoplog.server.sightings;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a lookout saw that somebody should look at.
 *
 * @param number for people
 * @param supplier null when it is about no one supplier
 * @param isAgain whether the same thing was sighted before, in another state
 * @param said what somebody made of it; null while it is new
 */
record Sighting(
    UUID id,
    int number,
    UUID lookout,
    UUID observation,
    Kind kind,
    @Nullable Integer supplier,
    String title,
    boolean isGrave,
    boolean isAgain,
    List<String> detail,
    Instant seenAt,
    @Nullable Said said) {
  Sighting {
    detail = List.copyOf(detail);
  }

  /**
   * What somebody made of it.
   *
   * @param incident that it led to; null for none
   */
  record Said(State state, String words, @Nullable UUID incident, UUID by, Instant at) {
    @Override
    public String toString() {
      return "Said[" + state + "]";
    }
  }

  /** How far it is. */
  enum State {
    NEW("new"),
    LOOKED_AT("looked at"),
    NOT_OURS("not ours"),
    INCIDENT("led to an incident");

    private final String words;

    State(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<State> of(String word) {
      return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
  }

  State state() {
    return said == null ? State.NEW : said.state();
  }

  /**
   * As whoever is no member of its incident sees it: that there is one at all says something about
   * a supplier.
   *
   * @param incidents that the reader is a member of
   */
  Sighting seenBy(java.util.Set<UUID> incidents) {
    Said one = said;
    if (one == null || one.incident() == null || incidents.contains(one.incident())) {
      return this;
    }
    return new Sighting(
        id,
        number,
        lookout,
        observation,
        kind,
        supplier,
        title,
        isGrave,
        isAgain,
        detail,
        seenAt,
        new Said(State.LOOKED_AT, "", null, one.by(), one.at()));
  }

  String path() {
    return "/suppliers/sightings/" + id;
  }

  @Override
  public String toString() {
    return "Sighting[" + id + "]";
  }
}
