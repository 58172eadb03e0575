package org.stoplog.ledger.reader;

/** What a column (or a key of a JSON event) is to Stoplog. */
public enum Role {
  /** The id under which the company knows a person; makes the person. At most one column. */
  PERSON,
  /** An identifier of the row's person; {@link Field#detail} is a scheme's slug. */
  IDENTIFIER,
  /** A second identifier that the same event ties to the first (identify, alias). Events only. */
  LINK,
  /** The id of an organisation the person belongs to. */
  ORGANISATION,
  /** What the person is in the organisation: {@code admin} or {@code member}. */
  ORGANISATION_ROLE,
  /** A category that cohorts and populations are written in; {@link Field#detail} is its name. */
  ATTRIBUTE,
  /** First day on which the row's identifiers and attributes hold, as YYYY-MM-DD. */
  SINCE,
  /** First day on which they hold no longer, as YYYY-MM-DD. */
  UNTIL,
  /** When the data went, or was last seen by the supplier. Becomes the row's time. */
  TIME,
  /** The PERSON id of the account that this one was merged into. */
  MERGED_INTO,
  /** The PERSON id of the guardian of a minor. */
  GUARDIAN,
  /** Name of a supplier that the event was passed on to: it got the same. */
  RECIPIENT,
  /** A value is sent but not needed: only that the cell is filled is kept, for its element. */
  ELEMENT,
  /** Nothing of this column is kept. */
  IGNORE
}
