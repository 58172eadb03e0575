package org.stoplog.gateway.policy;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;

/**
 * What a gateway does with one connection to a supplier.
 *
 * @param id stable, and part of addresses: lower-case letters, digits and hyphens
 * @param number of the connection in the ledger, which the journal names it by
 * @param supplier name for people
 * @param upstream base of the supplier's addresses; null only for a connection that records
 * @param whenCut what senders are told while the state is a cut
 * @param unreadable what is done with a body that cannot be read
 * @param undeclared what is done with elements that are not among {@code declared}
 * @param failOpen whether requests are sent on when they cannot be recorded; the gap is recorded
 * @param sendsAddress whether the sender's IP address is handed on in a header
 * @param sendsUserAgent whether the sender's User-Agent is handed on
 * @param declared what the engagement says is sent
 * @param rules what becomes of values, by id of the element; what is not named passes
 * @param hashKey null when no rule hashes
 * @param host name by which senders reach it, beside its path; null for none
 */
public record ConnectionPolicy(
    String id,
    long number,
    String supplier,
    Language language,
    ConnectionMode mode,
    @Nullable URI upstream,
    boolean allowsPrivate,
    SenderRule sender,
    ConnectionState state,
    CutReply whenCut,
    Refusal unreadable,
    Refusal undeclared,
    boolean failOpen,
    boolean sendsAddress,
    boolean sendsUserAgent,
    ElementSet declared,
    Map<String, Action> rules,
    @Nullable HashKey hashKey,
    @Nullable String host) {
  static final int LONGEST_NAME = 200;
  static final int LONGEST_UPSTREAM = 1000;
  static final int LONGEST_HOST = 253;
  static final Pattern HOST =
      Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+");
  static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  public ConnectionPolicy {
    rules = Map.copyOf(rules);
    for (String element : rules.keySet()) {
      Elements.catalogue().get(element);
    }
    require(ID.matcher(id).matches(), "an id has lower-case letters, digits and hyphens, up to 64");
    require(number > 0, "a connection's number is above 0");
    require(
        !supplier.isBlank() && supplier.length() <= LONGEST_NAME,
        "a supplier's name has up to " + LONGEST_NAME + " characters");
    require(
        upstream != null || mode == ConnectionMode.RECORD_ONLY,
        "a connection in reverse mode needs an upstream");
    require(host == null || isHost(host), "a host is a name in lower case with a dot in it");
    require(upstream == null || isBase(upstream), "upstream is a plain http or https address");
    require(
        hashKey != null || !rules.containsValue(Action.HASH),
        "a rule that hashes needs a hash-key");
  }

  /** What becomes of values that disclose the element, whether it was declared or not. */
  public Action action(int ordinal) {
    Action rule = rules.get(Elements.catalogue().at(ordinal).id());
    if (rule != null) {
      return rule;
    }
    return undeclared == Refusal.DROP && !declared.contains(ordinal) ? Action.DROP : Action.PASS;
  }

  /** The elements with this action. */
  public ElementSet elements(Action action) {
    ElementSet set = ElementSet.NONE;
    for (int ordinal = 0; ordinal < Elements.catalogue().all().size(); ordinal++) {
      if (action(ordinal) == action) {
        set = set.plus(ElementSet.of(ordinal));
      }
    }
    return set;
  }

  /** The rules in the order of their names. */
  Map<String, Action> sortedRules() {
    return new TreeMap<>(rules);
  }

  /** Whether senders may reach a connection by this name. */
  public static boolean isHost(String name) {
    return name.length() <= LONGEST_HOST && HOST.matcher(name).matches();
  }

  private static boolean isBase(URI uri) {
    return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
        && uri.getHost() != null
        && uri.getRawUserInfo() == null
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null
        && uri.toString().length() <= LONGEST_UPSTREAM;
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException(what);
    }
  }
}
