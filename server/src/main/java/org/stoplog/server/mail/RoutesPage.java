package org.stoplog.server.mail;

import java.util.List;

/** The mail routes. */
public record RoutesPage(List<Line> routes) {
  public RoutesPage {
    routes = List.copyOf(routes);
  }

  /** A route, as words. */
  public record Line(
      String path, String name, String use, String server, String protection, String from) {}
}
