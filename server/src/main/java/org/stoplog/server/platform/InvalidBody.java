package org.stoplog.server.platform;

import java.util.List;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** What a program sent is not what is taken; says where, never what stood there. */
public final class InvalidBody extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  public InvalidBody(List<Fault> faults) {
    super("the body of a request has " + faults.size() + " faults");
    this.faults = List.copyOf(faults);
  }

  public InvalidBody(String pointer, String detail) {
    this(List.of(new Fault(pointer, detail)));
  }

  /**
   * What is wrong with a field that people fill in on a page and programs in a body: a page shows
   * its words, {@link #of} points at the field.
   *
   * @param field its name in the body
   */
  public static StoplogException ofField(String field, String detail) {
    return new StoplogException(
        Problem.REQUEST_INVALID, detail, new InvalidBody("/" + field, detail));
  }

  /**
   * What a form says of what was typed, as a fault of the body; any other failure as it is.
   *
   * @param pointer as in {@link Fault}, where {@link #ofField} did not say a better one
   */
  public static RuntimeException of(String pointer, StoplogException e) {
    if (e.problem() != Problem.REQUEST_INVALID) {
      return e;
    }
    return e.getCause() instanceof InvalidBody known
        ? known
        : new InvalidBody(pointer, String.valueOf(e.getMessage()));
  }

  /**
   * One thing that is wrong.
   *
   * @param pointer JSON pointer (RFC 6901) into the body; empty for the whole of it
   * @param detail what is wrong and what is taken, in words of ours
   */
  public record Fault(String pointer, String detail) {}

  List<Fault> faults() {
    return faults;
  }
}
