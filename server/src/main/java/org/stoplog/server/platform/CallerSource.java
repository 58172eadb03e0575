package org.stoplog.server.platform;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** Knows who sent a request; the package accounts does. */
public interface CallerSource {
  /** Null when nobody has signed in. May set a cookie. */
  @Nullable Caller callerOf(HttpServletRequest request, HttpServletResponse response);
}
