package org.stoplog.server.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;

/**
 * Tokens of forms against requests that another site makes the browser send. They are made from the
 * session, and before there is one from a random cookie, so nothing has to be kept.
 */
final class FormTokens implements CsrfTokenRepository {
  static final String PARAMETER = "form-token";
  private static final String HEADER = "X-Form-Token";
  static final String COOKIE = "form";
  private static final String FRESH = FormTokens.class.getName() + ".fresh";

  private final Cookies cookies;

  FormTokens(Cookies cookies) {
    this.cookies = cookies;
  }

  @Override
  public CsrfToken generateToken(HttpServletRequest request) {
    String fresh = Tokens.text(Tokens.random());
    request.setAttribute(FRESH, fresh);
    return token(fresh.getBytes(UTF_8));
  }

  @Override
  public void saveToken(
      @Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
    Caller caller = Caller.orNull();
    if (caller != null && caller.isByToken()) {
      return; // a program has no forms and keeps no cookies
    }
    if (token == null) {
      cookies.remove(response, COOKIE);
    } else if (request.getAttribute(FRESH) instanceof String fresh) {
      cookies.set(response, COOKIE, fresh, Duration.ZERO);
    }
  }

  @Override
  public @Nullable CsrfToken loadToken(HttpServletRequest request) {
    Caller caller = Caller.orNull();
    if (caller != null) {
      return token(caller.formKey());
    }
    String cookie = cookies.value(request, COOKIE);
    return cookie == null || cookie.isEmpty() ? null : token(cookie.getBytes(UTF_8));
  }

  private static CsrfToken token(byte[] key) {
    byte[] made = Tokens.hmac("HmacSHA256", key, "stoplog form".getBytes(UTF_8));
    return new DefaultCsrfToken(HEADER, PARAMETER, Tokens.text(made));
  }
}
