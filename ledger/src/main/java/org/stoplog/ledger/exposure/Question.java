package org.stoplog.ledger.exposure;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.RowFilter;
import org.stoplog.ledger.register.Predicate;

/**
 * What an exposure is asked: one claim with its suppliers looked up, ready to be put to the tables.
 *
 * @param title shown with the answer
 * @param suppliers the ids of the suppliers in the scope, sub-processors included
 * @param deleted for suppliers whose deletion is proven, the day
 * @param windows when; none means always
 * @param elements which; empty means all
 * @param batches only these batches (files we had sent), empty means all
 * @param cohort only people of whom this held at some time, null for everybody
 * @param declared what grants allow: who, and which elements
 * @param files datasets that the supplier or somebody else gave
 * @param inherited of the suppliers, those that use the breached one: what they were sent is only
 *     possibly there
 */
public record Question(
    String title,
    List<Integer> suppliers,
    Map<Integer, LocalDate> deleted,
    Windows windows,
    ElementSet elements,
    List<Long> batches,
    @Nullable Predicate cohort,
    List<Declared> declared,
    List<Dataset> files,
    List<Integer> inherited) {
  /** A batch that there is not: what was asked for was sent in no file that is still in force. */
  static final long NO_BATCH = 0;

  public Question {
    suppliers = List.copyOf(suppliers);
    deleted = Map.copyOf(deleted);
    batches = List.copyOf(batches);
    declared = List.copyOf(declared);
    files = List.copyOf(files);
    inherited = List.copyOf(inherited);
  }

  /** All suppliers are as sure. */
  public Question(
      String title,
      List<Integer> suppliers,
      Map<Integer, LocalDate> deleted,
      Windows windows,
      ElementSet elements,
      List<Long> batches,
      @Nullable Predicate cohort,
      List<Declared> declared,
      List<Dataset> files) {
    this(title, suppliers, deleted, windows, elements, batches, cohort, declared, files, List.of());
  }

  /** The same with a password for each of the files. */
  public Question withPassword(char @Nullable [] password) {
    return new Question(
        title,
        suppliers,
        deleted,
        windows,
        elements,
        batches,
        cohort,
        declared,
        files.stream().map(one -> one.withPassword(password)).toList(),
        inherited);
  }

  /** A grant: these elements of these people may be at the supplier. */
  public record Declared(Predicate population, ElementSet elements) {}

  /**
   * A file to match.
   *
   * @param mapping how to read it, null to guess
   * @param region for national telephone numbers, null when unknown
   * @param password of an encrypted ZIP, null for none
   * @param asOf the day on which rows without a time were true, null when nothing is said
   * @param only which rows count, null for all
   */
  public record Dataset(
      java.nio.file.Path file,
      @Nullable Mapping mapping,
      @Nullable String region,
      char @Nullable [] password,
      @Nullable LocalDate asOf,
      @Nullable RowFilter only) {
    /** All rows count. */
    public Dataset(
        java.nio.file.Path file,
        @Nullable Mapping mapping,
        @Nullable String region,
        char @Nullable [] password,
        @Nullable LocalDate asOf) {
      this(file, mapping, region, password, asOf, null);
    }

    Dataset withPassword(char @Nullable [] other) {
      return new Dataset(file, mapping, region, other, asOf, only);
    }
  }
}
