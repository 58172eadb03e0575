package org.stoplog.ledger.journal;

/**
 * What became of a request.
 *
 * @param status of HTTP, 100 to 999, or 0 when there was no answer
 */
public record Outcome(Result result, int status) {
  public Outcome {
    if (status < 0 || status > Format.MOST_STATUS) {
      throw new IllegalArgumentException("no status of HTTP: " + status);
    }
  }
}
