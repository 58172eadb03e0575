package org.stoplog.server.platform;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a handler asks for. Which role has which is said in the package accounts. */
public enum Permission {
  /** Nothing: also those who have not signed in. */
  ANYONE,
  /** To look after one's own second factor, and to sign out. */
  OWN_ACCOUNT,
  /** To use Stoplog at all; given once the second factor is set up. */
  WORK(true),
  READ_SUPPLIERS(true),
  /** To change the register of suppliers. */
  EDIT_SUPPLIERS(true),
  /** To see counts of fewer than ten people. */
  SEE_SMALL_COUNTS(true),
  /** To import into the record, and to take imports back. */
  KEEP_RECORD,
  /** To send files to be imported into the record, as a program; never to take imports back. */
  SEND_IMPORTS(true),
  /** To look somebody up by an exact identifier. */
  LOOK_UP_PEOPLE(true),
  /** To erase somebody from the record. */
  FORGET_PEOPLE,
  /** To see the incidents that one is a member of. */
  READ_INCIDENTS(true),
  /** To open incidents, and to change those that one is a working member of. */
  WORK_ON_INCIDENTS(true),
  /** To cut suppliers as a program, at once; people do it with WORK_ON_INCIDENTS. */
  CUT_SUPPLIERS(true),
  READ_AUDIT(true),
  /** To see how the server does in detail; for whoever runs it. */
  SEE_HEALTH(true),
  /** To have backups written into the folder that the server was given for them. */
  MAKE_BACKUPS(true),
  /** To decide on what another person asked for; each act may ask for more. */
  APPROVE,
  MANAGE_ACCOUNTS,
  /** To say by which mail servers messages go. */
  MANAGE_MAIL,
  /** To name gateways, to revoke them, and to say what they do with each connection. */
  MANAGE_GATEWAYS,
  /** To be a gateway: no account is one. */
  GATEWAY,
  /** To see the one incident whose code somebody outside was given. */
  SUPPORT_INCIDENT;

  private final boolean isForTokens;

  Permission() {
    this(false);
  }

  Permission(boolean isForTokens) {
    this.isForTokens = isForTokens;
  }

  /**
   * Whether a token may have it. Never what decides, reveals or lets others in: nobody has shown
   * that they sit there.
   */
  public boolean isForTokens() {
    return isForTokens;
  }

  /** As it is stored and shown. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Empty for a word of another version. */
  public static Optional<Permission> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }
}
