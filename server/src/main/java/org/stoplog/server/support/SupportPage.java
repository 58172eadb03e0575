package org.stoplog.server.support;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody enters a code, and the incidents that they entered.
 *
 * @param error why it was not taken; null when nothing was typed
 */
public record SupportPage(List<Entered> incidents, @Nullable String error) {
  /** Said before it was checked who calls, whoever it is. */
  public static final String TO_ANYBODY = Answers.TO_ANYBODY;

  public SupportPage {
    incidents = List.copyOf(incidents);
  }

  /** One of them. */
  public record Entered(String path, String name, String until) {}

  /**
   * One incident, as far as it was made public.
   *
   * @param words the newest first; none when nobody was told yet
   * @param typed the kind of identifier that was asked for last
   * @param value what was typed and not taken
   * @param answer null before anything was asked
   * @param error why nothing was looked up; null when it was
   */
  public record Incident(
      String path,
      String name,
      String until,
      List<Words> words,
      String typed,
      String value,
      @Nullable Answer answer,
      @Nullable String error) {
    public Incident {
      words = List.copyOf(words);
    }

    /** It may stand in a message of a fault. */
    @Override
    public String toString() {
      return "Incident[…]";
    }
  }

  /**
   * One copy by the number in it.
   *
   * @param error why none is shown; null when one is
   */
  public record Copied(String path, String name, @Nullable String error, @Nullable Copy copy) {
    /** It may stand in a message of a fault. */
    @Override
    public String toString() {
      return "Copied[…]";
    }
  }

  /**
   * What a copy said and what became of it, without who it is for.
   *
   * @param events what came back, a line each
   */
  public record Copy(
      String state,
      String sent,
      String answered,
      String language,
      String subject,
      String body,
      String elements,
      List<String> events) {
    public Copy {
      events = List.copyOf(events);
    }

    /** It may stand in a message of a fault. */
    @Override
    public String toString() {
      return "Copy[…]";
    }
  }

  /** What people were told, and since when. */
  public record Words(
      String since, String from, String language, String subject, String body, String elements) {}

  /**
   * What is known of one caller.
   *
   * @param known for whoever answers the telephone alone
   * @param say what may be said
   */
  public record Answer(String known, String say) {}
}
