package org.stoplog.server.platform;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands around every page. */
public record Shell(
    @Nullable String callerName,
    List<Line> navigation,
    String stylesheet,
    List<String> scripts,
    String formParameter,
    String formToken) {
  public Shell {
    navigation = List.copyOf(navigation);
    scripts = List.copyOf(scripts);
  }

  /** A line of the navigation. */
  public record Line(String title, String path, boolean isHere) {}
}
