package org.stoplog.ledger.crash;

import java.util.ArrayList;
import java.util.List;

/**
 * Who is killed, and where in the work.
 *
 * @param victim whom
 * @param place when
 */
record Blow(Victim victim, Place place) {
  enum Victim {
    /** The program that has the ledger open. */
    JVM,
    /** That and the whole server at once. */
    BOTH,
    /** The child that reads a stranger's file. */
    READER,
    POSTMASTER,
    /** The server with all of its processes. */
    SERVER,
    /** One process of the server, which then restarts all the others. */
    BACKEND;

    boolean isJvm() {
      return this == JVM || this == BOTH;
    }
  }

  enum Place {
    /** While the child reads. */
    READING,
    /** All rows are read, nothing is written yet. */
    BEFORE_WRITING,
    /** The data files are written; the transaction writes its first row. */
    BEFORE_ROWS,
    /** The tables' metadata is written; their pointers are not moved yet. */
    BEFORE_POINTERS,
    /** All is written; the audit entry and the commit are missing. */
    BEFORE_AUDIT,
    /** Committed; old files are not swept and nobody was answered. */
    AFTER_COMMIT,
    /** Some files are swept, others are not. */
    SWEEPING,
    /** Any time between question and answer. */
    ANYWHERE,
    /** While the folder is opened again, after the program was killed in its work. */
    OPENING
  }

  /** All that are worth trying, those that hit different places next to each other. */
  static List<Blow> all() {
    List<Blow> all = new ArrayList<>();
    for (Victim victim : Victim.values()) {
      for (Place place : Place.values()) {
        boolean possible = victim != Victim.READER || place == Place.READING;
        if (possible) {
          all.add(new Blow(victim, place));
          if (place == Place.ANYWHERE || victim == Victim.READER) {
            all.add(new Blow(victim, place));
          }
        }
      }
    }
    return all;
  }

  @Override
  public String toString() {
    return victim + " " + place;
  }
}
