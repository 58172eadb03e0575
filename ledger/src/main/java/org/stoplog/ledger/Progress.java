package org.stoplog.ledger;

/**
 * How far long work has come, told by the work itself, and whether somebody wants it to end. Calls
 * are cheap, so that work may report every few thousand rows. Work asks {@link #stopped()} at each
 * point where it can leave nothing half done, and then throws a {@code StoplogException} of {@code
 * Problem.INTERRUPTED}.
 */
public interface Progress {
  /** Tells nobody and never stops. */
  Progress NONE =
      new Progress() {
        @Override
        public void step(String name, long total, String unit) {}

        @Override
        public void at(long done) {}

        @Override
        public boolean stopped() {
          return false;
        }
      };

  /** {@code total} of a step whose end nobody knows beforehand. */
  long UNKNOWN = -1;

  /**
   * The next step begins and the one before is over.
   *
   * @param name what is being done, for people, for example {@code reading people.csv}
   * @param total amount of work in {@code unit}, or {@link #UNKNOWN}
   * @param unit plural noun such as {@code rows}, or {@code bytes}
   */
  void step(String name, long total, String unit);

  /** Work of the current step done so far, in its unit; never falls. May come from any thread. */
  void at(long done);

  /** Whether the work is asked to end early. */
  boolean stopped();
}
