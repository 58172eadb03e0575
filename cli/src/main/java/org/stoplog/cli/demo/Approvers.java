package org.stoplog.cli.demo;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;

/**
 * Those who approve what others ask for. Each code is taken once, so that one person alone could
 * approve once in half a minute.
 */
record Approvers(List<DemoPerson> people) {
  /** For what takes no code. */
  DemoPerson any() {
    return people.getFirst();
  }

  /** Has the one approve what is on this page whose app has shown the next code for longest. */
  void approve(String path) {
    Instant now = InstantSource.system().instant();
    DemoPerson one =
        people.stream().min(Comparator.comparing(person -> person.mayProveFrom(now))).orElseThrow();
    one.approve(one.open(path));
  }
}
