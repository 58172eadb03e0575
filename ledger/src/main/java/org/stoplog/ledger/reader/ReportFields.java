package org.stoplog.ledger.reader;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.reader.DeliveryReport.Action;

/**
 * The fields of a delivery report (RFC 3464): first those of the message, then a block for each
 * recipient.
 *
 * @param recipients how many blocks say something about a recipient
 * @param addresses of recipients, to be taken out of what is kept
 */
record ReportFields(
    Action action,
    @Nullable String status,
    @Nullable String said,
    int recipients,
    Set<String> addresses) {
  private static final int MOST_BLOCKS = 100;
  private static final int MOST_LINES = 2_000;
  private static final int LONGEST_FIELD = 4_000;
  private static final Pattern STATUS =
      Pattern.compile("(?<![0-9.])([245])\\.([0-9]{1,3})\\.([0-9]{1,3})(?![0-9.])");
  private static final Pattern CODE = Pattern.compile("(?<![0-9.])([45])[0-9][0-9](?![0-9.])");

  ReportFields {
    addresses = Set.copyOf(addresses);
  }

  static ReportFields of(String text) {
    ReportFields found = null;
    Set<String> addresses = new HashSet<>();
    int count = 0;
    for (Map<String, String> block : blocks(text)) {
      ReportFields one = recipient(block);
      if (one != null) {
        count++;
        addresses.addAll(one.addresses());
        found = found == null || rank(one) > rank(found) ? one : found;
      }
    }
    return found == null
        ? new ReportFields(Action.NONE, null, null, 0, addresses)
        : new ReportFields(found.action(), found.status(), found.said(), count, addresses);
  }

  /**
   * Each of our messages has one recipient. Where a report has several, a list or an alias stood
   * behind the address: it reached somebody as soon as one of them has it.
   */
  private static int rank(ReportFields one) {
    return switch (one.action()) {
      case DELIVERED -> 3;
      case FAILED -> 2;
      case DELAYED -> 1;
      case NONE -> 0;
    };
  }

  private static List<Map<String, String>> blocks(String text) {
    List<Map<String, String>> blocks = new ArrayList<>();
    Map<String, String> block = new HashMap<>();
    String name = null;
    int lines = 0;
    for (String line : (text + "\n\n").split("\r?\n", -1)) {
      if (++lines > MOST_LINES || blocks.size() >= MOST_BLOCKS) {
        break;
      }
      if (line.isBlank()) {
        if (!block.isEmpty()) {
          blocks.add(block);
          block = new HashMap<>();
        }
        name = null;
      } else if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
        if (name != null && block.getOrDefault(name, "").length() < LONGEST_FIELD) {
          block.merge(name, line.strip(), (before, more) -> before + " " + more);
        }
      } else {
        int colon = line.indexOf(':');
        name = colon < 1 ? null : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        if (name != null) {
          block.putIfAbsent(name, cut(line.substring(colon + 1).strip()));
        }
      }
    }
    return blocks;
  }

  private static String cut(String value) {
    return value.length() > LONGEST_FIELD ? value.substring(0, LONGEST_FIELD) : value;
  }

  private static @Nullable ReportFields recipient(Map<String, String> block) {
    boolean isOfRecipient =
        block.containsKey("final-recipient")
            || block.containsKey("original-recipient")
            || block.containsKey("action")
            || block.containsKey("status");
    if (!isOfRecipient) {
      return null;
    }
    String diagnostic = value(block.get("diagnostic-code"));
    String status = status(block.get("status"), diagnostic);
    Set<String> addresses = new HashSet<>();
    for (String field : List.of("final-recipient", "original-recipient", "x-actual-recipient")) {
      String address = value(block.get(field));
      if (address != null && !address.isBlank()) {
        addresses.add(address.replaceAll("[<>]", "").strip());
      }
    }
    return new ReportFields(
        action(block.get("action"), status, diagnostic), status, diagnostic, 1, addresses);
  }

  /** What follows the type: {@code smtp; 550 no such user}. */
  private static @Nullable String value(@Nullable String field) {
    if (field == null) {
      return null;
    }
    int semicolon = field.indexOf(';');
    String value = semicolon < 0 || semicolon > 20 ? field : field.substring(semicolon + 1);
    return value.strip();
  }

  /** The server's own code says more than "5.0.0", which some put there for want of a better. */
  private static @Nullable String status(@Nullable String field, @Nullable String diagnostic) {
    String status = statusIn(field);
    String said = statusIn(diagnostic);
    boolean isVague = status == null || status.endsWith(".0.0");
    boolean isSame = said != null && (status == null || said.charAt(0) == status.charAt(0));
    return isVague && isSame ? said : status;
  }

  /** The first enhanced code in a text; null when there is none. */
  static @Nullable String statusIn(@Nullable String text) {
    if (text == null) {
      return null;
    }
    Matcher found = STATUS.matcher(text);
    return found.find()
        ? found.group(1) + "." + number(found.group(2)) + "." + number(found.group(3))
        : null;
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }

  /** By the word, else by the codes: some servers leave it out. */
  private static Action action(
      @Nullable String word, @Nullable String status, @Nullable String diagnostic) {
    String action =
        word == null ? "" : word.strip().split("[\\s;(]", 2)[0].toLowerCase(Locale.ROOT);
    return switch (action) {
      case "failed", "failure" -> Action.FAILED;
      case "delayed" -> Action.DELAYED;
      case "delivered", "relayed", "expanded" -> Action.DELIVERED;
      default -> byCode(status, diagnostic);
    };
  }

  /** 2 is delivered, 5 failed, and 4 may still be delivered. */
  static Action byCode(@Nullable String status, @Nullable String text) {
    char first = status == null ? ' ' : status.charAt(0);
    if (first == ' ' && text != null) {
      Matcher code = CODE.matcher(text);
      first = code.find() ? code.group(1).charAt(0) : ' ';
    }
    return switch (first) {
      case '2' -> Action.DELIVERED;
      case '4' -> Action.DELAYED;
      case '5' -> Action.FAILED;
      default -> Action.NONE;
    };
  }
}
