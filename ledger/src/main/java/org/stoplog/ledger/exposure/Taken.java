package org.stoplog.ledger.exposure;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.register.Predicate;

/**
 * What a claim is about; each part that is given limits it further. With none given it is the whole
 * supplier.
 *
 * @param elements ids of data elements; empty for all that apply
 * @param windows periods; empty for no limit in time
 * @param datasets files of rows that were taken, or in which we look for indicators
 * @param sentFiles files that we had sent to the supplier
 * @param cohort people by their attributes, null for everybody
 * @param count how many people it is said to be about, null when not said
 * @param organisations what an organisation's id stands for
 * @param subProcessors whether what was sent to those connected by a chain of sub-processors counts
 */
public record Taken(
    List<String> elements,
    List<Window> windows,
    List<Dataset> datasets,
    List<SentFile> sentFiles,
    @Nullable Predicate cohort,
    @Nullable Count count,
    Organisations organisations,
    boolean subProcessors) {

  /** All that the supplier ever got. */
  public static final Taken EVERYTHING =
      new Taken(
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          null,
          null,
          Organisations.ONLY_THEMSELVES,
          true);

  public Taken {
    elements = List.copyOf(elements);
    windows = List.copyOf(windows);
    datasets = List.copyOf(datasets);
    sentFiles = List.copyOf(sentFiles);
  }

  /** All that the supplier ever got of these elements; empty for all elements. */
  public static Taken ofElements(List<String> elements) {
    return EVERYTHING.limitedTo(elements, List.of());
  }

  /** The same with other elements and windows. */
  public Taken limitedTo(List<String> elements, List<Window> windows) {
    return new Taken(
        elements, windows, datasets, sentFiles, cohort, count, organisations, subProcessors);
  }

  /** The same with other files. */
  public Taken withFiles(List<Dataset> datasets, List<SentFile> sentFiles) {
    return new Taken(
        elements, windows, datasets, sentFiles, cohort, count, organisations, subProcessors);
  }

  /** The same with another cohort. */
  public Taken withCohort(@Nullable Predicate cohort) {
    return new Taken(
        elements, windows, datasets, sentFiles, cohort, count, organisations, subProcessors);
  }

  /**
   * A file that somebody gave us.
   *
   * @param path the file, absolute
   * @param mapping how to read it, null to have it guessed
   * @param kind what its rows are
   * @param where only the rows with this cell, null for all
   */
  public record Dataset(
      Path path, @Nullable Path mapping, DatasetKind kind, @Nullable Where where) {}

  /** What the rows of a dataset are. */
  public enum DatasetKind {
    /** All that were taken: who is in it is affected. */
    DATASET,
    /** A few as proof: tells which batches were taken, not who all is affected. */
    SAMPLE;

    public String slug() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The rows of a log of ours that show an indicator: the cell of {@code column} is this value. */
  public record Where(String column, String value) {
    /** Leaves the value out: it could be a person's. */
    @Override
    public String toString() {
      return "Where[column=" + column + "]";
    }
  }

  /**
   * A file that we had sent.
   *
   * @param name without its folders, null when only the hash is known
   * @param sha256 lower-case hex, null when only the name is known
   */
  public record SentFile(@Nullable String name, @Nullable String sha256) {
    public SentFile {
      if (name == null && sha256 == null) {
        throw new IllegalArgumentException("a sent file needs a name or a hash");
      }
    }
  }

  /**
   * A bound to check our own number against.
   *
   * @param about how many people
   * @param factor how many times more or fewer are still plausible, at least 1
   */
  public record Count(long about, double factor) {
    public static final double DEFAULT_FACTOR = 2;

    public Count {
      if (about < 0 || !(factor >= 1 && factor <= 1000)) {
        throw new IllegalArgumentException("about is at least 0 and factor 1 to 1000");
      }
    }

    /** Whether our number lies within the bound. */
    public boolean allows(long people) {
      return people <= about * factor && people >= about / factor;
    }
  }

  /**
   * @param expansion whom an organisation's id stands for
   * @param day on which they belonged to it, null for ever
   */
  public record Organisations(Expansion expansion, @Nullable LocalDate day) {
    public static final Organisations ONLY_THEMSELVES = new Organisations(Expansion.NONE, null);
  }

  /** Whom the id of an organisation stands for. */
  public enum Expansion {
    /** Only the organisation. */
    NONE,
    ADMINS,
    MEMBERS;

    public String slug() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
