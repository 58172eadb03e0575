package org.stoplog.server.platform;

import java.util.List;

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
