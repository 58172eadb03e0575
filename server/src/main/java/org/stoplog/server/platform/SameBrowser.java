package org.stoplog.server.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** What tells that two requests come from one browser, also before anybody signs in. */
public final class SameBrowser {
  private final Cookies cookies;

  public SameBrowser(Cookies cookies) {
    this.cookies = cookies;
  }

  /**
   * A secret of the session, and before there is one of the cookie that forms are bound to; null
   * where a program calls, or a browser that has not seen a form of ours.
   */
  public byte @Nullable [] key(HttpServletRequest request) {
    Caller caller = Caller.orNull();
    if (caller != null) {
      return caller.isByToken() ? null : caller.formKey();
    }
    String cookie = cookies.value(request, FormTokens.COOKIE);
    return cookie == null || cookie.isEmpty() ? null : cookie.getBytes(UTF_8);
  }
}
