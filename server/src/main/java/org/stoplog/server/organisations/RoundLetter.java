package org.stoplog.server.organisations;

import java.util.Map;
import java.util.TreeMap;
import org.stoplog.server.mail.Letter;

/** What organisations are written. It names no person. */
final class RoundLetter {
  /** Fields that there are, with what stands in them. */
  static final Map<String, String> FIELDS =
      new TreeMap<>(
          Map.of(
              "organisation", "the organisation, as the directory calls it",
              "supplier", "the supplier's name",
              "link", "the address of its own list; it works once",
              "expires", "until when the link works"));

  private RoundLetter() {}

  /** As it is offered first: a draft that somebody has to read. */
  static Letter first() {
    return new Letter(
        "Data of your people at {{supplier}}",
        """
        Hello,

        data of people who use our service through {{organisation}} was taken at {{supplier}}, a
        supplier of ours.

        The list of your people and of what was taken of each is at

        {{link}}

        The link works once, until {{expires}}. The list names people: take it to a place where
        only those can read it who must. There you can also confirm that you have it, and ask us.

        Some of our contacts at organisations get a code for the list in another mail, to another
        address. We never ask for a password.
        """);
  }
}
