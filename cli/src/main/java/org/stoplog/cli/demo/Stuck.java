package org.stoplog.cli.demo;

import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** A page is not what the story expects: a fault of the program, told with the page's own words. */
final class Stuck {
  private Stuck() {}

  static StoplogException at(String place, String why) {
    return new StoplogException(Problem.DEMO_DIFFERS, "at " + place + ": " + why);
  }
}
