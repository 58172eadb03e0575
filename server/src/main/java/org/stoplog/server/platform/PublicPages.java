package org.stoplog.server.platform;

import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.View;

/**
 * Makes the pages of the public listener: with a stylesheet of their own, and nothing of the
 * staff's. Their templates take {@code shell}, a {@link PublicShell}, and {@code page}.
 */
public final class PublicPages {
  /** Where the first public page is. */
  public static final String HOME = "/statements";

  public static final String STYLESHEET = "public.css";

  public static final String ICON = "icon.svg";

  /** The one script of the public listener: it takes a key from behind the # of an address. */
  public static final String ASKED_SCRIPT = "asked.js";

  private static final String HTML = "text/html;charset=UTF-8";

  private final TemplateEngine engine;
  private final PublicAssets assets;

  PublicPages(TemplateEngine engine, PublicAssets assets) {
    this.engine = engine;
    this.assets = assets;
  }

  /** A page for a handler of the public listener to return; it is kept by nobody. */
  public View view(String template, Object page, String language) {
    return view(template, page, language, HttpServletResponse.SC_OK);
  }

  public View view(String template, Object page, String language, int status) {
    return new View() {
      @Override
      public String getContentType() {
        return HTML;
      }

      @Override
      public void render(
          @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
          throws IOException {
        write(template, page, language, status, response);
      }
    };
  }

  /** The one page with a script of ours. */
  public View viewWithScript(String template, Object page, String language) {
    View plain = view(template, page, language);
    return new View() {
      @Override
      public @Nullable String getContentType() {
        return plain.getContentType();
      }

      @Override
      public void render(
          @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
          throws Exception {
        response.setHeader(
            "Content-Security-Policy", PlatformConfiguration.PUBLIC_CONTENT_POLICY_WITH_SCRIPT);
        plain.render(model, request, response);
      }
    };
  }

  /** Address of a file that public pages load. */
  public String pathOf(String asset) {
    return assets.pathOf(asset);
  }

  void write(
      String template, Object page, String language, int status, HttpServletResponse response)
      throws IOException {
    byte[] bytes = bytes(template, page, shell(language));
    response.setStatus(status);
    response.setContentType(HTML);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  /** What stands around a page that is served here. */
  public PublicShell shell(String language) {
    return new PublicShell(language, assets.pathOf(STYLESHEET), assets.pathOf(ICON), HOME);
  }

  /** A page as its bytes: to be kept, or to be served from elsewhere. */
  public byte[] bytes(String template, Object page, PublicShell shell) {
    StringOutput output = new StringOutput();
    engine.render(template + ".jte", Map.of("shell", shell, "page", page), output);
    return output.toString().getBytes(StandardCharsets.UTF_8);
  }
}
