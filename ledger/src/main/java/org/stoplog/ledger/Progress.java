package org.stoplog.ledger;

/** Told how far long work has come, and asked whether it shall stop. Called from one thread at a time. */
public interface Progress {
  /** Nobody looks and nobody stops. */
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

  /**
   * A new part of the work begins.
   *
   * @param name what is done, for example {@code Reading people.csv}
   * @param total how much there is, or -1 when unknown
   * @param unit what is counted: {@code bytes} or {@code rows}
   */
  void step(String name, long total, String unit);

  /** So much of the step is done. */
  void at(long done);

  /** Whether the work shall end as soon as it can without leaving anything half done. */
  boolean stopped();
}
