package org.stoplog.cli;

/** How progress is shown. Called by one thread at a time. */
interface ProgressView {
  /** Shows nothing. */
  ProgressView NONE =
      new ProgressView() {
        @Override
        public void begin(String name, long total, String unit) {}

        @Override
        public void at(long done) {}

        @Override
        public void end() {}
      };

  /** A step begins; {@code total} is negative when unknown. */
  void begin(String name, long total, String unit);

  /** This much of the step is done. */
  void at(long done);

  /** The step is over. */
  void end();
}
