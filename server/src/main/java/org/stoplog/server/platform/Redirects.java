package org.stoplog.server.platform;

import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.view.RedirectView;

/** Where a browser goes after a form was taken. */
public final class Redirects {
  private Redirects() {}

  /** By GET, so that going back does not send the form again (RFC 9110, 15.4.4). */
  public static View see(String path) {
    RedirectView view = new RedirectView(path, false, false, false);
    view.setStatusCode(HttpStatus.SEE_OTHER);
    return view;
  }
}
