package org.stoplog.server.sightings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look found that somebody should look at.
 *
 * @param supplier null when it is about no one supplier
 * @param key what it is; with the version it is sighted once
 * @param title one line
 * @param isGrave whether it should be looked at before others
 */
record Found(
    @Nullable Integer supplier,
    String key,
    String version,
    String title,
    List<String> detail,
    boolean isGrave) {
  static final int LONGEST_TITLE = 200;

  Found {
    detail = List.copyOf(detail);
    title = Plain.line(title, LONGEST_TITLE);
  }
}
