package org.stoplog.ledger.reader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at the first tickets of an export and guesses what their fields are. */
final class TicketGuess implements TicketSink {
  private static final int TICKETS = 200;
  private static final int MOST_FIELDS = 500;
  private static final int LONG_TEXT = 80;
  private static final List<String> IDS =
      List.of("ticketid", "casenumber", "conversationid", "displayid", "number", "key", "id");
  private static final List<String> PEOPLE =
      List.of(
          "requester",
          "suppliedemail",
          "sourceauthor",
          "customer",
          "contact",
          "from",
          "sender",
          "submitter",
          "user",
          "author",
          "email");
  private static final List<String> NOT_PEOPLE =
      List.of("assignee", "agent", "owner", "recipient", "collaborator", "cc", "to", "admin");
  private static final List<String> TIMES =
      List.of("createdat", "createddate", "created", "creationdate", "opened", "date", "time");
  private static final List<String> TEXTS =
      List.of(
          "body",
          "plainbody",
          "htmlbody",
          "description",
          "subject",
          "rawsubject",
          "message",
          "comment",
          "comments",
          "text",
          "textbody",
          "content",
          "summary",
          "note",
          "notes",
          "title");

  /** What the values of one field look like. */
  private static final class Seen {
    int values;
    int addresses;
    long characters;
  }

  private final Map<String, Seen> fields = new LinkedHashMap<>();
  private final Map<String, List<String>> open = new LinkedHashMap<>();
  private String format = "";
  private int tickets;

  @Override
  public boolean wantsMore() {
    return tickets < TICKETS;
  }

  @Override
  public void format(String words) {
    if (format.isEmpty()) {
      format = words;
    }
  }

  @Override
  public void begin(@Nullable String name) {
    open.clear();
  }

  @Override
  public void value(String field, String value, boolean isText) {
    open.computeIfAbsent(field, none -> new ArrayList<>()).add(value);
  }

  @Override
  public void unread(TicketFound.Why why, String name) {
    // Counted when all is read.
  }

  @Override
  public void end() {
    tickets++;
    open.forEach(
        (field, values) -> {
          if (fields.size() < MOST_FIELDS || fields.containsKey(field)) {
            Seen seen = fields.computeIfAbsent(field, none -> new Seen());
            for (String value : values) {
              seen.values += value.isBlank() ? 0 : 1;
              seen.addresses += isAddress(value) ? 1 : 0;
              seen.characters += value.length();
            }
          }
        });
    open.clear();
  }

  @Override
  public void broken(String name) {
    open.clear();
  }

  @Override
  public void endOfRest() {
    open.clear();
  }

  private static boolean isAddress(String value) {
    int at = value.indexOf('@');
    return at > 0 && value.length() < 320 && value.strip().indexOf(' ') < 0;
  }

  TicketPlan plan() {
    return new TicketPlan(
        words(),
        best(IDS, field -> isOfTicket(field)),
        person(),
        "email",
        null,
        best(TIMES, field -> isOfTicket(field)),
        fields.entrySet().stream()
            .filter(field -> isText(field.getKey(), field.getValue()))
            .map(Map.Entry::getKey)
            .toList(),
        List.copyOf(fields.keySet()));
  }

  private String words() {
    if (fields.containsKey("conversation_parts.conversation_parts[].body")) {
      return format + ", Intercom's form (not verified against a real export)";
    }
    boolean hasComments = fields.containsKey("comments[].body");
    boolean hasRequester = fields.keySet().stream().anyMatch(one -> one.startsWith("requester"));
    return hasComments && hasRequester
        ? format + ", Zendesk's form (not verified against a real export)"
        : format;
  }

  /** Not inside of a list, and not of something inside of the ticket. */
  private static boolean isOfTicket(String field) {
    return field.indexOf('[') < 0
        && (field.indexOf('.') < 0 || field.startsWith("ticket.") || field.startsWith("case."));
  }

  private @Nullable String best(
      List<String> names, java.util.function.Predicate<String> isAllowed) {
    for (String name : names) {
      for (Map.Entry<String, Seen> field : fields.entrySet()) {
        if (isAllowed.test(field.getKey())
            && last(field.getKey()).equals(name)
            && field.getValue().values > 0) {
          return field.getKey();
        }
      }
    }
    return null;
  }

  private @Nullable String person() {
    String found = null;
    int rank = Integer.MAX_VALUE;
    for (Map.Entry<String, Seen> field : fields.entrySet()) {
      Seen seen = field.getValue();
      boolean isOfAddresses = seen.values > 0 && seen.addresses * 10L >= seen.values * 8L;
      String plain = plain(field.getKey());
      if (!isOfAddresses || isOfStaff(field.getKey())) {
        continue;
      }
      int place = PEOPLE.size();
      for (int i = 0; i < PEOPLE.size() && place == PEOPLE.size(); i++) {
        place = plain.contains(PEOPLE.get(i)) ? i : place;
      }
      // Whose ticket it is stands in the ticket, not in a list inside of it.
      int all = place + (field.getKey().indexOf('[') < 0 ? 0 : 100);
      if (all < rank) {
        rank = all;
        found = field.getKey();
      }
    }
    return found;
  }

  private static boolean isOfStaff(String field) {
    for (String part : field.toLowerCase(Locale.ROOT).split("[^a-z]+")) {
      if (NOT_PEOPLE.contains(part)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isText(String field, Seen seen) {
    return TEXTS.contains(last(field))
        || (seen.values > 0 && seen.characters / seen.values >= LONG_TEXT);
  }

  private static String last(String field) {
    return plain(field.substring(field.lastIndexOf('.') + 1));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
