package org.stoplog.server.sightings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a lookout looks at. */
enum Kind {
  BREACHES(
      "Catalogue of breaches",
      "A public list of breaches as JSON. An entry is sighted when its domain is one of a supplier's, above or below it."),
  SUB_PROCESSORS(
      "List of sub-processors",
      "The page or the JSON file on which a supplier names its sub-processors. Lines that come or go are sighted."),
  EXPLOITED(
      "Exploited vulnerabilities",
      "A list of vulnerabilities that are used by attackers, as JSON. Entries of the products that you name are sighted."),
  CERTIFICATE(
      "Certificate of a server",
      "Who issued it, for which names, until when, with which key. What changes or ends is sighted."),
  NAMES(
      "Names of a domain",
      "What the DNS says of a domain: addresses, name servers, mail servers, SPF and DMARC. What changes is sighted.");

  private final String words;
  private final String hint;

  Kind(String words, String hint) {
    this.words = words;
    this.hint = hint;
  }

  String words() {
    return words;
  }

  String hint() {
    return hint;
  }

  /** As it is stored and asked for. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it is a list that may also come as a file. */
  boolean isList() {
    return this == BREACHES || this == EXPLOITED;
  }

  /** How large what it reads may be, in bytes. */
  int most() {
    return isList() ? Fetch.MOST_LIST : Fetch.MOST_PAGE;
  }

  static Optional<Kind> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }
}
