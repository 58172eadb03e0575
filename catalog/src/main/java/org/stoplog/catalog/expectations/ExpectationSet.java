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
    List<Expectation> expectations,
    List<Translation> translations) {
  public ExpectationSet {
    expectations = List.copyOf(expectations);
    translations = List.copyOf(translations);
  }

  /** Of one question in another language; empty where nobody has put it into that. */
  public Optional<Translation> in(String language, String expectation) {
    return translations.stream()
        .filter(one -> one.language().equals(language) && one.expectation().equals(expectation))
        .findFirst();
  }

  /** A question in another language (BCP 47). */
  public record Translation(
      String expectation, String language, String title, String question, String why) {}

  public Optional<Expectation> find(String expectation) {
    return expectations.stream().filter(one -> one.id().equals(expectation)).findFirst();
  }
}
