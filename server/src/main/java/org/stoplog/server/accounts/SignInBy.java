package org.stoplog.server.accounts;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.platform.Permission;

/**
 * Whether people come by passwords of ours, or by a provider.
 *
 * @param provider null for passwords of ours
 */
public record SignInBy(@Nullable ProviderSettings provider) {
  private static final Set<Permission> CUTTING =
      Set.of(
          Permission.OWN_ACCOUNT,
          Permission.WORK,
          Permission.READ_SUPPLIERS,
          Permission.READ_INCIDENTS,
          Permission.READ_AUDIT,
          Permission.SEE_HEALTH,
          Permission.MANAGE_ACCOUNTS);

  /** Whether an account is let in at all, as the server is set up now. */
  boolean lets(String name, @Nullable String issuer) {
    return issuer == null ? isHere(name) : provider != null && provider.issuer().equals(issuer);
  }

  /** What an account may: the one for emergencies shuts out and looks, and decides on nothing. */
  Set<Permission> permissions(String name, Role role) {
    Set<Permission> permissions = role.permissions();
    if (isBreakGlass(name)) {
      permissions.retainAll(CUTTING);
    }
    return permissions;
  }

  /** Whether an account signs in here by password or passkey. */
  boolean isHere(String name) {
    return provider == null || isBreakGlass(name);
  }

  /** The account for when the provider is down: it shuts out, and decides on nothing. */
  boolean isBreakGlass(String name) {
    return provider != null && provider.breakGlass().equals(name);
  }
}
