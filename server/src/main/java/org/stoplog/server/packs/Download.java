package org.stoplog.server.packs;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.View;

/** A file that browsers save, read while it is sent. */
final class Download implements View {
  private final String name;
  private final String type;
  private final long bytes;
  private final Source source;

  /** Where it is read. */
  interface Source {
    InputStream open() throws IOException;
  }

  Download(String name, String type, long bytes, Source source) {
    this.name = name;
    this.type = type;
    this.bytes = bytes;
    this.source = source;
  }

  @Override
  public String getContentType() {
    return type;
  }

  @Override
  public void render(
      @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try (InputStream in = source.open()) {
      response.setContentType(type);
      response.setContentLengthLong(bytes);
      response.setHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
      in.transferTo(response.getOutputStream());
    }
  }
}
