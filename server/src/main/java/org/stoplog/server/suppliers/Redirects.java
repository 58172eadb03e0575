package org.stoplog.server.suppliers;

import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.view.RedirectView;

/** Where to look after a form was taken. */
final class Redirects {
  private Redirects() {}

  /**
   * @param path of ours
   */
  static View to(String path) {
    RedirectView view = new RedirectView(path, false, false, false);
    view.setStatusCode(HttpStatus.SEE_OTHER);
    return view;
  }
}
