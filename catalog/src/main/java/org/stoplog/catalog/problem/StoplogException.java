package org.stoplog.catalog.problem;

import org.jspecify.annotations.Nullable;

/**
 * A failure of the world that a user can act on. The message says where and what, never a personal
 * value; what to do comes from the {@link Problem}.
 */
public final class StoplogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;

  public StoplogException(Problem problem, String message) {
    this(problem, message, null);
  }

  public StoplogException(Problem problem, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
