package org.stoplog.server.accounts;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.stoplog.server.platform.Permission;

/** What somebody is here for. */
public enum Role {
  VIEWER(Permission.WORK, Permission.READ_INCIDENTS, Permission.READ_SUPPLIERS),
  RESPONDER(
      Permission.WORK,
      Permission.READ_INCIDENTS,
      Permission.WORK_ON_INCIDENTS,
      Permission.READ_SUPPLIERS,
      Permission.EDIT_SUPPLIERS,
      Permission.SEE_SMALL_COUNTS,
      Permission.KEEP_RECORD,
      Permission.SEND_IMPORTS,
      Permission.CUT_SUPPLIERS,
      Permission.LOOK_UP_PEOPLE),
  APPROVER(
      Permission.WORK,
      Permission.READ_INCIDENTS,
      Permission.WORK_ON_INCIDENTS,
      Permission.READ_SUPPLIERS,
      Permission.EDIT_SUPPLIERS,
      Permission.SEE_SMALL_COUNTS,
      Permission.KEEP_RECORD,
      Permission.SEND_IMPORTS,
      Permission.CUT_SUPPLIERS,
      Permission.LOOK_UP_PEOPLE,
      Permission.READ_AUDIT,
      Permission.APPROVE),
  SUPPORT(Permission.SUPPORT_INCIDENT),
  ADMINISTRATOR(
      Permission.WORK,
      Permission.READ_INCIDENTS,
      Permission.WORK_ON_INCIDENTS,
      Permission.READ_SUPPLIERS,
      Permission.EDIT_SUPPLIERS,
      Permission.SEE_SMALL_COUNTS,
      Permission.KEEP_RECORD,
      Permission.SEND_IMPORTS,
      Permission.CUT_SUPPLIERS,
      Permission.LOOK_UP_PEOPLE,
      Permission.FORGET_PEOPLE,
      Permission.READ_AUDIT,
      Permission.SEE_HEALTH,
      Permission.MAKE_BACKUPS,
      Permission.APPROVE,
      Permission.MANAGE_ACCOUNTS,
      Permission.MANAGE_GATEWAYS,
      Permission.MANAGE_MAIL);

  private final Set<Permission> permissions;

  Role(Permission... permissions) {
    this.permissions = EnumSet.of(Permission.OWN_ACCOUNT, permissions);
  }

  /** What the role allows once the second factor is set up. */
  public Set<Permission> permissions() {
    return EnumSet.copyOf(permissions);
  }

  /** As it is stored and shown. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether this role decides for others: granting it is more than one person's affair. */
  public boolean isPowerful() {
    return this == APPROVER || this == ADMINISTRATOR;
  }

  static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }

  /** Of a row, which holds no other words. */
  static Role stored(String word) {
    return of(word).orElseThrow();
  }
}
