package org.stoplog.ledger.reader;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.detect.Detector;
import org.stoplog.ledger.detect.TextScan;

/** Searches each value of each ticket, and says what was found in which. */
final class TicketSearch implements TicketSink, TextScan.Sink {
  /** What is longer is searched to here. */
  static final int LONGEST_VALUE = 4 << 20;

  private static final int LONGEST_ID = 200;
  private static final int LONGEST_FIELD = 100;
  private static final int MOST_PLACES = 60;
  private static final int MOST_VALUES = 10_000;
  private static final int MOST_SECRETS = 500;
  private static final int MOST_UNREAD = 40;

  /** More are split by whoever exports them. */
  private static final long MOST_TICKETS = 5_000_000;

  private static final Set<String> FILE_NAMES =
      Set.of(
          "file_name",
          "filename",
          "attachment",
          "attachments",
          "attachment_name",
          "attachment_urls");

  private final TicketPlan plan;
  private final Set<String> texts;
  private final Output output;
  private final TextScan scan = new TextScan(this);
  private final MessageDigest sha256;

  private boolean isOpen;
  private @Nullable String id;
  private @Nullable String person;
  private @Nullable Long time;
  private boolean hasText;
  private boolean isBroken;
  private String field = "";
  private final Map<String, Integer> finds = new HashMap<>();
  private final Set<String> seen = new HashSet<>();
  private final List<TicketFound.Place> places = new ArrayList<>();
  private final Set<TicketFound.Secret> secrets = new LinkedHashSet<>();
  private final List<TicketFound.Unread> unread = new ArrayList<>();
  private int moreUnread;
  private boolean isTooMuch;

  private long tickets;
  private final List<TicketFound.Unread> unreadOfAll = new ArrayList<>();
  private int moreUnreadOfAll;

  /** Takes what was found in a ticket. */
  interface Output {
    void ticket(TicketFound found) throws IOException;
  }

  TicketSearch(TicketPlan plan, Output output) {
    this.plan = plan;
    this.texts = Set.copyOf(plan.texts());
    this.output = output;
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public boolean wantsMore() {
    return true;
  }

  @Override
  public void format(String words) {
    // Known from the guess.
  }

  @Override
  public void begin(@Nullable String name) {
    isOpen = true;
    id = name == null ? null : cut(name, LONGEST_ID);
    person = null;
    time = null;
    hasText = false;
    isBroken = false;
    isTooMuch = false;
    moreUnread = 0;
    finds.clear();
    seen.clear();
    places.clear();
    secrets.clear();
    unread.clear();
  }

  @Override
  public void value(String name, String value, boolean isText) {
    if (name.equals(plan.id()) && id == null && !value.isBlank()) {
      id = cut(value.strip(), LONGEST_ID);
    }
    if (name.equals(plan.person()) && person == null && !value.isBlank()) {
      person = cut(value.strip(), LONGEST_ID);
    }
    if (name.equals(plan.time()) && time == null) {
      time = seconds(value.strip());
    }
    if (!isText || value.isBlank()) {
      return;
    }
    field = cut(name, LONGEST_FIELD);
    hasText |= texts.contains(name);
    if (isNameOfFile(name)) {
      unread(TicketFound.Why.ATTACHMENT, value);
    }
    if (value.indexOf('\ufffd') >= 0 && !isBroken) {
      isBroken = true;
      unread(TicketFound.Why.BROKEN, name);
    }
    if (value.contains("data:image/") || value.contains("<img ")) {
      unread(TicketFound.Why.IMAGE, name);
    }
    if (value.length() > LONGEST_VALUE) {
      unread(TicketFound.Why.TOO_LONG, name);
    }
    scan.scan(cut(value, LONGEST_VALUE));
  }

  private static boolean isNameOfFile(String name) {
    String last = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String plain = last.replace("[]", "").replace(' ', '_');
    return FILE_NAMES.contains(plain)
        || (plain.equals("name") && name.toLowerCase(Locale.ROOT).endsWith("attachments[].name"));
  }

  static @Nullable Long seconds(String text) {
    try {
      if (text.matches("[0-9]{9,10}")) {
        return Long.parseLong(text);
      }
      if (text.matches("[0-9]{13}")) {
        return Long.parseLong(text) / 1000;
      }
      String iso = text.replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) (\\d{2}:\\d{2})", "$1T$2");
      if (iso.length() == 10) {
        return LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
      }
      return iso.matches(".*(Z|[+-]\\d{2}:\\d{2})")
          ? OffsetDateTime.parse(iso).toEpochSecond()
          : iso.matches(".*[+-]\\d{4}")
              ? OffsetDateTime.parse(iso.replaceFirst("(\\d{2})$", ":$1")).toEpochSecond()
              : LocalDateTime.parse(iso.replaceFirst(" UTC$", "")).toEpochSecond(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  @Override
  public void found(Detector detector, String value, int at) {
    String slug = detector.slug();
    if (seen.size() >= MOST_VALUES) {
      if (!isTooMuch) {
        isTooMuch = true;
        unread(TicketFound.Why.MANY, field);
      }
      return;
    }
    // The same value twice, as in quoted mails, is one.
    if (!seen.add(slug + '\u0000' + value)) {
      return;
    }
    finds.merge(slug, 1, Integer::sum);
    if (places.size() < MOST_PLACES) {
      places.add(new TicketFound.Place(slug, field, at));
    }
    if (detector.kind() == Detector.Kind.SECRET && secrets.size() < MOST_SECRETS) {
      sha256.update(slug.getBytes(StandardCharsets.UTF_8));
      sha256.update((byte) 0);
      secrets.add(
          new TicketFound.Secret(
              slug,
              HexFormat.of().formatHex(sha256.digest(value.getBytes(StandardCharsets.UTF_8)))));
    }
  }

  @Override
  public void unreadable(int at, int length) {
    unread(TicketFound.Why.ENCODED, field);
  }

  @Override
  public void unread(TicketFound.Why why, String name) {
    TicketFound.Unread one = new TicketFound.Unread(why, cut(name.strip(), LONGEST_ID));
    List<TicketFound.Unread> all = isOpen ? unread : unreadOfAll;
    if (all.size() < MOST_UNREAD * (isOpen ? 1 : 10)) {
      all.add(one);
    } else if (isOpen) {
      moreUnread++;
    } else {
      moreUnreadOfAll++;
    }
  }

  @Override
  public void end() throws IOException {
    tickets++;
    isOpen = false;
    if (tickets > MOST_TICKETS) {
      throw new StoplogException(
          Problem.READER_LIMIT, "the export has more than " + MOST_TICKETS + " tickets; split it");
    }
    output.ticket(
        new TicketFound(
            id, person, time, hasText, finds, places, List.copyOf(secrets), unread, moreUnread));
  }

  @Override
  public void broken(String name) throws IOException {
    unread(TicketFound.Why.LINE, name);
    if (isOpen) {
      end();
    }
  }

  @Override
  public void endOfRest() throws IOException {
    if (finds.isEmpty() && unread.isEmpty()) {
      isOpen = false;
    } else {
      end();
    }
  }

  TicketFound.Totals totals() {
    return new TicketFound.Totals(tickets, unreadOfAll, moreUnreadOfAll);
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    // Not in the middle of a character of two parts.
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end);
  }
}
