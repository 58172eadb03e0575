package org.stoplog.sample;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The data elements that the sample's suppliers get. Sets of them are bit masks. */
enum Datum {
  EMAIL("contact.email"),
  PHONE("contact.phone"),
  EMAIL_HASH("contact.email_hashed"),
  NAME("person.full_name"),
  LANGUAGE("person.language"),
  USER_ID("id.account_user_id"),
  ORGANISATION("id.organisation_id"),
  DEVICE_ID("id.pseudonymous_device_or_anon"),
  IP("device.ip_address"),
  USER_AGENT("device.user_agent"),
  COARSE_LOCATION("location.coarse"),
  TIMEZONE("location.timezone"),
  ACTIVITY("behaviour.site_activity"),
  PAGE("behaviour.page_urls"),
  REFERRER("behaviour.referrer"),
  EMPLOYER("work.employer"),
  JOB("work.job_title");

  private static final Map<Integer, Set<String>> SETS = new ConcurrentHashMap<>();

  private final String id;

  Datum(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  int bit() {
    return 1 << ordinal();
  }

  static int mask(Datum... data) {
    int mask = 0;
    for (Datum datum : data) {
      mask |= datum.bit();
    }
    return mask;
  }

  /** Ids of the mask's elements in alphabetical order; equal masks give the same set. */
  static Set<String> ids(int mask) {
    return SETS.computeIfAbsent(
        mask,
        bits -> {
          Set<String> ids = new TreeSet<>();
          for (Datum datum : EnumSet.allOf(Datum.class)) {
            if ((bits & datum.bit()) != 0) {
              ids.add(datum.id);
            }
          }
          return java.util.Collections.unmodifiableSet(ids);
        });
  }
}
