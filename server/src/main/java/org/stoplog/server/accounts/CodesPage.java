package org.stoplog.server.accounts;

import java.util.List;

/** Recovery codes, shown once. */
public record CodesPage(List<String> codes) {
  public CodesPage {
    codes = List.copyOf(codes);
  }

  /** No code: it may be logged. */
  @Override
  public String toString() {
    return codes.size() + " codes";
  }
}
