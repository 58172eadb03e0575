package org.stoplog.ledger.reader;

/** Why a file is read; decides which roles are looked for when the mapping is guessed. */
public enum Purpose {
  PEOPLE,
  /** What was sent to a supplier: events. */
  DISCLOSURES,
  /** What a supplier has: its own export of contacts. */
  HOLDINGS,
  /** What a supplier (or somebody) says was taken: a dataset, a list of keys, a sample. */
  KEYS
}
