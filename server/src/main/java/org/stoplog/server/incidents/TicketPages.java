package org.stoplog.server.incidents;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the pages of exports of tickets show. */
public final class TicketPages {
  private TicketPages() {}

  /** Something to choose. */
  public record Choice(String value, String words) {}

  /**
   * The searches of an incident, and the files that can be searched.
   *
   * @param error why nothing was begun; null when all is well
   */
  public record All(
      String room,
      String incident,
      boolean canWork,
      @Nullable String error,
      String chosen,
      List<Line> searches,
      List<Choice> files) {
    public All {
      searches = List.copyOf(searches);
      files = List.copyOf(files);
    }
  }

  /** A search. */
  public record Line(String path, String file, String state, String way) {}

  /**
   * One search: how it is read, or what it found.
   *
   * @param form null when it came to its end, or for those who only read
   * @param result null until it came to its end
   */
  public record One(
      String room,
      String incident,
      String path,
      String file,
      String state,
      String format,
      boolean canWork,
      boolean isAsked,
      @Nullable String failure,
      @Nullable Form form,
      @Nullable Result result) {}

  /** How an export is read, to be changed. */
  public record Form(
      List<String> fields, Map<String, String> typed, List<String> texts, List<String> errors) {
    public Form {
      fields = List.copyOf(fields);
      typed = Map.copyOf(typed);
      texts = List.copyOf(texts);
      errors = List.copyOf(errors);
    }

    /** What stands in a field of the form. */
    public String of(String name) {
      return typed.getOrDefault(name, "");
    }
  }

  /**
   * What a search found.
   *
   * @param people how many different ones tickets name, as this reader may know it
   * @param around what could not be read and belongs to no ticket
   * @param next null on the last page
   */
  public record Result(
      String tickets,
      String people,
      String unread,
      List<String> around,
      List<Secrets> secrets,
      boolean hasTasksToMake,
      String what,
      String find,
      String state,
      List<Choice> whats,
      List<Choice> finds,
      List<Choice> states,
      List<Row> rows,
      @Nullable String first,
      @Nullable String next,
      String export,
      String query) {
    public Result {
      around = List.copyOf(around);
      secrets = List.copyOf(secrets);
      whats = List.copyOf(whats);
      finds = List.copyOf(finds);
      states = List.copyOf(states);
      rows = List.copyOf(rows);
    }
  }

  /** Secrets of one kind. */
  public record Secrets(
      String label, String certainty, String different, String tickets, boolean hasTask) {}

  /** A ticket in the list. */
  public record Row(
      long number, String path, String label, String time, List<String> finds, String state) {
    public Row {
      finds = List.copyOf(finds);
    }
  }

  /** One ticket. */
  public record Ticket(
      String room,
      String incident,
      String search,
      String path,
      String file,
      long number,
      String label,
      String time,
      String whose,
      String state,
      boolean canWork,
      List<Find> finds,
      List<Place> places,
      List<Secret> secrets,
      List<String> unread,
      List<Review> reviews,
      List<Choice> verdicts) {
    public Ticket {
      finds = List.copyOf(finds);
      places = List.copyOf(places);
      secrets = List.copyOf(secrets);
      unread = List.copyOf(unread);
      reviews = List.copyOf(reviews);
      verdicts = List.copyOf(verdicts);
    }
  }

  /** What was found. */
  public record Find(String label, String element, int count, String certainty) {}

  /** Where. */
  public record Place(String label, String field, int at) {}

  /** A secret by its fingerprint. */
  public record Secret(String label, String fingerprint, long tickets) {}

  /** What somebody said of it. */
  public record Review(String by, String verdict, String at) {}

  /**
   * The claim that a search makes, before it is made.
   *
   * @param file its reading as rows; null when it was not read as rows
   * @param elements with in how many tickets
   */
  public record Claim(
      String room,
      String incident,
      String search,
      String name,
      String id,
      String supplier,
      List<String> suppliers,
      @Nullable String error,
      @Nullable String file,
      String filePath,
      List<Choice> elements) {
    public Claim {
      suppliers = List.copyOf(suppliers);
      elements = List.copyOf(elements);
    }
  }
}
