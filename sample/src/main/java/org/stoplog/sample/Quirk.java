package org.stoplog.sample;

/** What is tricky about a person. Quirks of two or more people stand next to each other. */
enum Quirk {
  /** Had an address, closed the account, and somebody else got the address. */
  RECYCLED_FIRST,
  RECYCLED_SECOND,
  /** {@code sales+ann@x} and {@code sales+bob@x}. */
  TAG_STRANGER_A,
  TAG_STRANGER_B,
  /** Registered with a tag; suppliers write the address without. */
  TAG_OF_OWN,
  /** Registered without a tag; suppliers write the address with one. */
  TAG_AT_SUPPLIER,
  /** {@code lea@x}, with a stranger at {@code lea+b@x}. */
  BASE_OWNER,
  BASE_STRANGER,
  /** Two people behind one mailbox. */
  SHARED_PAIR_A,
  SHARED_PAIR_B,
  /** Four people behind one mailbox. */
  SHARED_FOUR_A,
  SHARED_FOUR_B,
  SHARED_FOUR_C,
  SHARED_FOUR_D,
  /** One has left the mailbox that both used. */
  SHARED_LEFT,
  SHARED_STAYED,
  /** Two people at one device. */
  DEVICE_PAIR_A,
  DEVICE_PAIR_B,
  /** Two accounts at one device, merged later. */
  MERGED_DEVICE_KEPT,
  MERGED_DEVICE_GONE,
  MERGE_KEPT,
  MERGE_GONE,
  /** Merged into one that was itself merged. */
  CHAIN_GONE,
  CHAIN_MIDDLE,
  CHAIN_KEPT,
  IDN,
  IDN_CYRILLIC,
  UNICODE_LOCAL,
  UNICODE_LOCAL_DECOMPOSED,
  CHANGED,
  CHANGED_TWICE,
  MINOR,
  GUARDIAN,
  PHONE_ONLY,
  NO_CONTACT,
  /** One human with two accounts and one telephone. */
  TWO_ACCOUNTS_A,
  TWO_ACCOUNTS_B,
  PHONE_RECYCLED_FIRST,
  PHONE_RECYCLED_SECOND,
  CLOSED,
  /** The directory itself spells the address in capitals and with spaces. */
  MESSY_DIRECTORY,
  TWO_MAILBOXES,
  NONE;

  /** People in a row after which the quirks start again. */
  static final int BLOCK = 200;

  private static final Quirk[] ALL = values();

  static Quirk at(int index) {
    return ALL[Math.min(index % BLOCK, NONE.ordinal())];
  }
}
