package org.stoplog.server.messages;

import java.util.List;

/** The message services. */
public record ServicesPage(List<Line> services) {
  public ServicesPage {
    services = List.copyOf(services);
  }

  /** A service, as words. */
  public record Line(
      String path, String name, String kind, String use, String url, String longest) {}
}
