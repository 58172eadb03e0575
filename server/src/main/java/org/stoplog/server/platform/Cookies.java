package org.stoplog.server.platform;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/** Cookies as strict as the way to the browser allows: no script, no other site. */
public final class Cookies {
  private final Origin origin;

  public Cookies(Origin origin) {
    this.origin = origin;
  }

  public @Nullable String value(HttpServletRequest request, String name) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(origin.cookie(name))) {
          return cookie.getValue();
        }
      }
    }
    return null;
  }

  /**
   * @param age zero for as long as the browser runs
   */
  public void set(HttpServletResponse response, String name, String value, Duration age) {
    add(response, name, value, age.isZero() ? Duration.ofSeconds(-1) : age, "Strict");
  }

  /** One that also comes along when another site sends the browser back here, by reading only. */
  public void setForReturn(HttpServletResponse response, String name, String value, Duration age) {
    add(response, name, value, age, "Lax");
  }

  public void remove(HttpServletResponse response, String name) {
    add(response, name, "", Duration.ZERO, "Strict");
  }

  private void add(
      HttpServletResponse response, String name, String value, Duration age, String sameSite) {
    ResponseCookie cookie =
        ResponseCookie.from(origin.cookie(name), value)
            .httpOnly(true)
            .secure(origin.isSecure())
            .sameSite(sameSite)
            .path("/")
            .maxAge(age)
            .build();
    response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
  }
}
