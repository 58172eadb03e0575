package org.stoplog.catalog.expectations;

import java.util.List;
import java.util.Optional;

/**
 * A set of expectations of one version.
 *
 * @param licence by which its text may be passed on
 * @param isVerified whether somebody held it against its sources; else it must be said wherever it
 *     is shown
 */
public record ExpectationSet(
    String id,
    String version,
    String title,
    String source,
    String licence,
    boolean isVerified,
    List<Expectation> expectations) {
  public ExpectationSet {
    expectations = List.copyOf(expectations);
  }

  public Optional<Expectation> find(String expectation) {
    return expectations.stream().filter(one -> one.id().equals(expectation)).findFirst();
  }
}
