package org.stoplog.server.gateways;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * How a gateway says that it is, in the header {@value #HEADER}: {@code state=ok, waiting=3,
 * gaps=0, lost=0, aside=0}.
 *
 * @param state {@code ok}, or {@code failing} while it cannot record
 * @param waiting closed segments that it still has
 * @param gaps requests since its start that it could not record
 * @param lost outcomes since its start that it could not record
 * @param aside segments that were refused for good, and that it set aside since its start; 0 of an
 *     older gateway
 */
record Health(String state, long waiting, long gaps, long lost, long aside) {
  static final String HEADER = "Stoplog-Health";
  private static final int LONGEST = 200;
  private static final Pattern FORM = Pattern.compile("[a-z]+=[a-z0-9]+(, ?[a-z]+=[a-z0-9]+)*");

  /**
   * @param header null when there was none
   * @throws StoplogException REQUEST_INVALID
   */
  static @Nullable Health of(@Nullable String header) {
    if (header == null) {
      return null;
    }
    if (header.length() > LONGEST || !FORM.matcher(header).matches()) {
      throw wrong();
    }
    Map<String, String> parts = new HashMap<>();
    for (String part : header.split(", ?", -1)) {
      String[] pair = part.split("=", 2);
      parts.put(pair[0], pair[1]);
    }
    String state = parts.getOrDefault("state", "");
    if (!state.equals("ok") && !state.equals("failing")) {
      throw wrong();
    }
    return new Health(
        state,
        number(parts.get("waiting")),
        number(parts.get("gaps")),
        number(parts.get("lost")),
        number(parts.getOrDefault("aside", "0")));
  }

  private static long number(@Nullable String text) {
    return Version.of(text == null ? "" : text).orElseThrow(Health::wrong);
  }

  private static StoplogException wrong() {
    return new StoplogException(
        Problem.REQUEST_INVALID,
        HEADER + " is written as: state=ok, waiting=3, gaps=0, lost=0, aside=0");
  }
}
