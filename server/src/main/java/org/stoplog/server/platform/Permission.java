package org.stoplog.server.platform;

/** What a handler asks for. Which role has which is said in the package accounts. */
public enum Permission {
  /** Nothing: also those who have not signed in. */
  ANYONE,
  /** To look after one's own second factor, and to sign out. */
  OWN_ACCOUNT,
  /** To use Stoplog at all; given once the second factor is set up. */
  WORK,
  READ_SUPPLIERS,
  /** To change the register of suppliers. */
  EDIT_SUPPLIERS,
  /** To see counts of fewer than ten people. */
  SEE_SMALL_COUNTS,
  /** To import into the record, and to take imports back. */
  KEEP_RECORD,
  /** To look somebody up by an exact identifier. */
  LOOK_UP_PEOPLE,
  /** To erase somebody from the record. */
  FORGET_PEOPLE,
  /** To see the incidents that one is a member of. */
  READ_INCIDENTS,
  /** To open incidents, and to change those that one is a working member of. */
  WORK_ON_INCIDENTS,
  READ_AUDIT,
  /** To decide on what another person asked for; each act may ask for more. */
  APPROVE,
  MANAGE_ACCOUNTS
}
