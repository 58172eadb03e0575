package org.stoplog.server.contract;

import java.util.Map;

/**
 * A request as the supplier got it.
 *
 * @param path below the supplier's address
 * @param query empty for none
 * @param headers by name in lower case, the first of each
 */
record Got(String method, String path, String query, Map<String, String> headers, byte[] body) {
  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** What must be the same through a gateway, whatever is in the body. */
  String envelope() {
    return method
        + " "
        + path
        + "?"
        + query
        + " "
        + header("content-type")
        + " "
        + header("content-encoding")
        + " "
        + header("authorization");
  }
}
