package org.stoplog.gateway.decode;

import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;

/**
 * What a request says, and what is done with it.
 *
 * @param verdict what is done
 * @param opaque why the body could not be read, as a slug such as {@code duplicate-key}; null when
 *     it was read
 * @param frames rows for the journal; empty when there are none
 * @param events how many events became rows
 * @param leftOut how many events are about nobody that could be told; they are in the frames
 * @param elements what is disclosed when the request is sent on as said here
 * @param undeclared those among them that were never declared
 * @param body what is sent on: the very array of the request when nothing is changed
 * @param query what is sent on, the same string when nothing is changed
 * @param edits how many values were changed
 */
public record Decoded(
    Verdict verdict,
    @Nullable String opaque,
    byte[] frames,
    long events,
    long leftOut,
    ElementSet elements,
    ElementSet undeclared,
    byte[] body,
    @Nullable String query,
    int edits) {
  /** What is done with a request. */
  public enum Verdict {
    /** It is sent on. */
    SEND,
    /** Nothing is sent on, and the sender hears what the supplier would say. */
    SINK,
    /** Nothing is sent on, and the sender hears so. */
    REFUSE
  }

  /** Without what may hold values of people. */
  @Override
  public String toString() {
    return "Decoded["
        + verdict
        + ", opaque "
        + opaque
        + ", "
        + events
        + " events, "
        + edits
        + " edits]";
  }
}
