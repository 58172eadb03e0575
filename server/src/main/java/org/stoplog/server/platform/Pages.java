package org.stoplog.server.platform;

import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.servlet.View;

/** Makes pages of templates. A page is made in full before its first byte is sent. */
public final class Pages {
  private final TemplateEngine engine;
  private final Assets assets;
  private final List<NavigationItem> navigation;

  Pages(TemplateEngine engine, Assets assets, List<NavigationItem> navigation) {
    this.engine = engine;
    this.assets = assets;
    this.navigation =
        navigation.stream().sorted(Comparator.comparingInt(NavigationItem::order)).toList();
  }

  /**
   * A page for a handler to return.
   *
   * @param template its name without ending; it takes {@code shell} and {@code page}
   */
  public View view(String template, Object page) {
    return view(template, page, HttpServletResponse.SC_OK);
  }

  public View view(String template, Object page, int status) {
    return new View() {
      @Override
      public String getContentType() {
        return "text/html;charset=UTF-8";
      }

      @Override
      public void render(
          @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
          throws IOException {
        write(template, page, status, request, response);
      }
    };
  }

  void write(
      String template,
      Object page,
      int status,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    StringOutput output = new StringOutput();
    engine.render(template + ".jte", Map.of("shell", shell(request), "page", page), output);
    byte[] bytes = output.toString().getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("text/html;charset=UTF-8");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  private Shell shell(HttpServletRequest request) {
    Caller caller = Caller.orNull();
    List<Shell.Line> lines =
        navigation.stream()
            .filter(item -> caller != null && caller.may(item.permission()))
            .map(
                item ->
                    new Shell.Line(
                        item.title(), item.path(), isHere(item.path(), request.getRequestURI())))
            .toList();

    String token =
        request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken made
            ? made.getToken()
            : "";
    return new Shell(
        caller == null ? null : caller.name(),
        lines,
        assets.pathOf("stoplog.css"),
        assets.pathOf("icon.svg"),
        List.of(assets.pathOf("htmx.js"), assets.pathOf("room.js")),
        FormTokens.PARAMETER,
        token);
  }

  private static boolean isHere(String path, String asked) {
    return path.equals("/")
        ? asked.equals("/")
        : asked.equals(path) || asked.startsWith(path + "/");
  }
}
