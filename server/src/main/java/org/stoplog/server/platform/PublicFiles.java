package org.stoplog.server.platform;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * What of the public listener is ready in memory. It is asked before anything else looks at a
 * request for reading there, whose Host is ours; the handlers of the same paths answer the rest.
 */
@FunctionalInterface
public interface PublicFiles {
  /**
   * Answers, if it has what is asked for.
   *
   * @return false when nothing was written
   */
  boolean answer(HttpServletRequest request, HttpServletResponse response) throws IOException;
}
