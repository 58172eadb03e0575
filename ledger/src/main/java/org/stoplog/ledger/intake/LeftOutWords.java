package org.stoplog.ledger.intake;

import java.util.Map;

/** Why a row was left out, in words that go on after the row: "line 7 has no time". */
public final class LeftOutWords {
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("ragged-row", "has more or fewer cells than the header"),
          Map.entry("unclosed-quote", "a quotation mark is opened and not closed"),
          Map.entry("bad-quote", "a quotation mark stands where none may be"),
          Map.entry("line-too-long", "is longer than a line may be"),
          Map.entry("bad-json", "is no JSON object"),
          Map.entry("duplicate-key", "names a key twice"),
          Map.entry("bad-encoding", "is not in the encoding of the file"),
          Map.entry("bad-date", "the date cannot be read"),
          Map.entry("no-time", "has no time"),
          Map.entry("no-identifier", "names nobody"),
          Map.entry("not-an-event", "is no event"),
          Map.entry("opaque", "is a request that the gateway could not read"),
          Map.entry("bad-record", "is a record that no gateway writes"),
          Map.entry("too-many-identifiers", "names more identifiers than one row may"),
          Map.entry("not-an-email", "is no e-mail address"),
          Map.entry("several-emails", "holds several e-mail addresses"),
          Map.entry("not-a-phone", "is no telephone number"),
          Map.entry("phone-needs-country", "is a telephone number without country; give --region"),
          Map.entry("short-number", "is a telephone number too short for a person"),
          Map.entry("not-a-hash", "is no hash"),
          Map.entry("placeholder", "stands for nobody, such as null or unknown"),
          Map.entry("control-character", "holds a control character"),
          Map.entry("damaged-text", "was damaged by a wrong encoding"),
          Map.entry("too-long", "is too long for an identifier"),
          Map.entry("empty", "is empty"));

  private LeftOutWords() {}

  /** A reason in words; one that we have no words for stays as it is. */
  public static String of(String reason) {
    return WORDS.getOrDefault(reason, reason);
  }
}
