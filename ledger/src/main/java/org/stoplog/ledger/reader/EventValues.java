package org.stoplog.ledger.reader;

import org.stoplog.catalog.Elements;

/** What a value of an event tells: fills the event's row. Not thread-safe. */
final class EventValues {
  private static final int EMAIL = ordinal("contact.email");
  private static final int PHONE = ordinal("contact.phone");
  private static final int CARD = ordinal("fin.card_number");
  private static final int IBAN = ordinal("fin.bank_account");

  private final EventRow row;

  EventValues(EventRow row) {
    this.row = row;
  }

  /** A text, or a number whose digits may mean something. */
  void text(char[] chars, int from, int length, PathNode node, long low, long high) {
    EventSlot slot = node.slot;
    if (isBlank(chars, from, length)) {
      return;
    }
    row.fill(node, low, high);
    if (slot != null && slot.recipient == EventSlot.NONE) {
      row.capture(slot, chars, from, length);
    }
    int found = ValueCheck.check(chars, from, length, slot != null);
    if (found != 0 && !node.ignored) {
      found(found);
    }
  }

  /**
   * A name among those whom the event was passed on to.
   *
   * @param on whether it was: options for a recipient switch it on as true does
   */
  void recipient(boolean on, EventSlot slot, String name) {
    // "All" names nobody.
    if (on && !name.equals("All")) {
      row.capture(slot, name.toCharArray(), 0, name.length());
    }
  }

  private void found(int found) {
    if ((found & ValueCheck.EMAIL) != 0) {
      row.element(EMAIL);
    }
    if ((found & ValueCheck.PHONE) != 0) {
      row.element(PHONE);
    }
    if ((found & ValueCheck.CARD) != 0) {
      row.element(CARD);
    }
    if ((found & ValueCheck.IBAN) != 0) {
      row.element(IBAN);
    }
    if ((found & ValueCheck.MALFORMED) != 0) {
      row.fail(null, "bad-json");
    }
  }

  private static boolean isBlank(char[] chars, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (chars[i] > ' ') {
        return false;
      }
    }
    return true;
  }

  private static int ordinal(String element) {
    return Elements.catalogue().get(element).ordinal();
  }
}
