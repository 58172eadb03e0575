package org.stoplog.server.platform;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who sent a request.
 *
 * @param session empty when a token came instead of a session
 * @param formKey what the tokens of this session's forms are made with
 * @param token id of the token that a program called with, for the detail of what it does; null in
 *     a session
 */
public record Caller(
    UUID account,
    String name,
    Set<Permission> permissions,
    String session,
    byte[] formKey,
    @Nullable UUID token) {
  public Caller {
    permissions = Set.copyOf(permissions);
    formKey = formKey.clone();
  }

  @Override
  public byte[] formKey() {
    return formKey.clone();
  }

  public boolean may(Permission permission) {
    return permission == Permission.ANYONE || permissions.contains(permission);
  }

  /** Whether a program calls with a token: nobody has shown that they sit there. */
  public boolean isByToken() {
    return token != null;
  }

  /** The caller of the request that this thread answers; null when nobody has signed in. */
  public static @Nullable Caller orNull() {
    Authentication known = SecurityContextHolder.getContext().getAuthentication();
    return known != null && known.getPrincipal() instanceof Caller caller ? caller : null;
  }

  /** The caller, where {@link Access} lets nobody else in. */
  public static Caller signedIn() {
    Caller caller = orNull();
    if (caller == null) {
      throw new IllegalStateException("a handler for anyone asks who calls");
    }
    return caller;
  }

  /** No name and no key: it may be logged. */
  @Override
  public String toString() {
    return "caller " + account;
  }
}
