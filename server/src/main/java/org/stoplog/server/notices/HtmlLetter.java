package org.stoplog.server.notices;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.View;

/**
 * A letter as a mail program shows its HTML, as a page alone: it may have the styles of its own
 * text and nothing else, no script, no picture, nothing from anywhere.
 */
record HtmlLetter(Letter letter) implements View {
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'; sandbox";

  @Override
  public String getContentType() {
    return "text/html;charset=UTF-8";
  }

  @Override
  public void render(
      @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] bytes = letter.html().getBytes(UTF_8);
    response.setHeader("Content-Security-Policy", POLICY);
    response.setContentType(getContentType());
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
