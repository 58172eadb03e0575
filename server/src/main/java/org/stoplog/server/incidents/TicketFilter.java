package org.stoplog.server.incidents;

import java.util.ArrayList;
import java.util.List;
import org.stoplog.ledger.detect.Detector;

/**
 * Which tickets of a search are shown, as it stands in the address.
 *
 * @param what {@code found}, {@code secrets}, {@code checked}, {@code possible}, {@code unread} or
 *     {@code all}
 * @param find slug of a detector; empty for any
 * @param state of the review; empty for any
 */
record TicketFilter(String what, String find, String state) {
  /** What is looked for, with words for people. */
  static final List<TicketPages.Choice> WHATS =
      List.of(
          new TicketPages.Choice("found", "with anything found or not readable"),
          new TicketPages.Choice("secrets", "with secrets"),
          new TicketPages.Choice("checked", "with checked finds"),
          new TicketPages.Choice("possible", "with possible finds"),
          new TicketPages.Choice("unread", "with something not readable"),
          new TicketPages.Choice("all", "all"));

  static final List<TicketPages.Choice> STATES =
      List.of(
          new TicketPages.Choice("open", "not looked at"),
          new TicketPages.Choice("second", "wait for a second person"),
          new TicketPages.Choice("disagree", "two people disagree"),
          new TicketPages.Choice("confirmed", "confirmed by two"),
          new TicketPages.Choice("false-alarm", "false alarm by two"),
          new TicketPages.Choice("more", "need more, say two"));

  /** Of what an address says, only what we know. */
  static TicketFilter of(String what, String find, String state) {
    return new TicketFilter(
        known(WHATS, what) ? what : "found",
        Detector.of(find).isPresent() ? find : "",
        known(STATES, state) ? state : "");
  }

  private static boolean known(List<TicketPages.Choice> all, String value) {
    return all.stream().anyMatch(one -> one.value().equals(value));
  }

  /** For an address: {@code what=secrets&state=open}; all of it letters and hyphens. */
  String query() {
    List<String> parts = new ArrayList<>();
    parts.add("what=" + what);
    if (!find.isEmpty()) {
      parts.add("find=" + find);
    }
    if (!state.isEmpty()) {
      parts.add("state=" + state);
    }
    return String.join("&", parts);
  }
}
