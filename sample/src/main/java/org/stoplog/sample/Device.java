package org.stoplog.sample;

import java.util.ArrayList;
import java.util.List;

/**
 * A browser on a machine, under the ids that two suppliers gave it.
 *
 * @param uuid Lumetrics' device id
 * @param anonymousId Relaypipe's anonymous id
 * @param linked whether events tell the suppliers whose it is
 * @param users who uses it
 */
record Device(String uuid, String anonymousId, boolean linked, List<Person> users) {
  Device(String uuid, String anonymousId, boolean linked) {
    this(uuid, anonymousId, linked, new ArrayList<>(1));
  }

  /** Two accounts that were not merged later. */
  boolean isShared() {
    return users.stream().map(Person::canonical).distinct().count() > 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Device device && device.uuid.equals(uuid);
  }

  @Override
  public int hashCode() {
    return uuid.hashCode();
  }
}
