package org.stoplog.server.accounts;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An act that one person asked for and another decides on.
 *
 * @param number for people to speak of it
 * @param target what the act is done to: ids and words of ours
 * @param lines the difference to be approved: plain text, a line of it each
 * @param editors who changed the content since it was last approved; they may not decide
 * @param askedAt as all times here, by the real clock
 * @param decidedBy who approved, refused or withdrew, or whose change made it void; null for the
 *     program
 * @param reason in words, of a refusal, a withdrawal or a void one
 * @param resultPath the page that shows what came of it
 */
public record Approval(
    UUID id,
    long number,
    String act,
    String target,
    ContentHash content,
    String title,
    List<Fact> facts,
    List<String> lines,
    UUID askedBy,
    Instant askedAt,
    Instant expiresAt,
    Set<UUID> editors,
    State state,
    @Nullable UUID decidedBy,
    @Nullable Instant decidedAt,
    @Nullable String reason,
    @Nullable String resultPath) {
  public Approval {
    facts = List.copyOf(facts);
    lines = List.copyOf(lines);
    editors = Set.copyOf(editors);
  }

  /** What became of it. */
  public enum State {
    OPEN,
    EXECUTED,
    REFUSED,
    WITHDRAWN,
    VOID,
    EXPIRED;

    /** As it is stored. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State stored(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * Something to know before deciding.
   *
   * @param path of a page of ours with more; null for none
   */
  public record Fact(String name, String value, @Nullable String path) {
    public Fact {
      if (path != null && (!path.startsWith("/") || path.startsWith("//"))) {
        throw new IllegalArgumentException("a fact leads to a page of ours only");
      }
    }

    public static Fact of(String name, String value) {
      return new Fact(name, value, null);
    }
  }
}
