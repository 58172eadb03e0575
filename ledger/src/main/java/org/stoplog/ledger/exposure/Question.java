package org.stoplog.ledger.exposure;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.register.Predicate;

/**
 * What an exposure is asked: claims with their suppliers looked up, ready to be put to the tables.
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
    List<Dataset> files) {
  public Question {
    suppliers = List.copyOf(suppliers);
    deleted = Map.copyOf(deleted);
    batches = List.copyOf(batches);
    declared = List.copyOf(declared);
    files = List.copyOf(files);
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
        files.stream().map(one -> one.withPassword(password)).toList());
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
   */
  public record Dataset(
      java.nio.file.Path file,
      @Nullable Mapping mapping,
      @Nullable String region,
      char @Nullable [] password,
      @Nullable LocalDate asOf) {
    Dataset withPassword(char @Nullable [] other) {
      return new Dataset(file, mapping, region, other, asOf);
    }
  }
}
