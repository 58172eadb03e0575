package org.stoplog.ledger.exposure;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.exposure.Taken.SentFile;
import org.stoplog.ledger.intake.Batch;
import org.stoplog.ledger.intake.Batches;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.MappingFile;
import org.stoplog.ledger.reader.RowFilter;
import org.stoplog.ledger.register.Chains;
import org.stoplog.ledger.register.Grant;
import org.stoplog.ledger.register.Predicate;
import org.stoplog.ledger.register.Reach;
import org.stoplog.ledger.register.Reach.Way;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;

/**
 * A claim with all that it names looked up, ready to be put to the tables.
 *
 * @param reached the suppliers in it, and by which path
 * @param sent the batches of the files that we had sent, each with what became of it
 * @param warnings what somebody should look at
 */
public record ClaimQuestion(
    Claim claim,
    Question question,
    List<Reach> reached,
    Map<SentFile, List<Batch>> sent,
    List<String> warnings) {
  public ClaimQuestion {
    reached = List.copyOf(reached);
    sent = Collections.unmodifiableMap(new LinkedHashMap<>(sent));
    warnings = List.copyOf(warnings);
  }

  /**
   * What a claims file does not say.
   *
   * @param region for national telephone numbers, null when unknown
   * @param password of encrypted ZIPs, null for none
   * @param more grants that are in no register
   * @param makeSuppliers whether a supplier that is not in the register is made; else it is refused
   * @param passwords of single files, by their path; they go before {@code password}
   */
  public record With(
      @Nullable String region,
      char @Nullable [] password,
      List<Question.Declared> more,
      boolean makeSuppliers,
      Map<Path, char[]> passwords) {
    /** One password for all files. */
    public With(
        @Nullable String region,
        char @Nullable [] password,
        List<Question.Declared> more,
        boolean makeSuppliers) {
      this(region, password, more, makeSuppliers, Map.of());
    }

    /** Leaves the passwords out. */
    @Override
    public String toString() {
      return "With[region=" + region + ", makeSuppliers=" + makeSuppliers + "]";
    }
  }

  /**
   * Looks up what a claim names.
   *
   * @throws StoplogException for an unknown supplier, or sent files of which none is known
   */
  public static ClaimQuestion of(Connection connection, Claim claim, With with)
      throws SQLException {
    Register register = new Register(connection);
    Supplier supplier =
        with.makeSuppliers()
            ? register.getOrCreate(claim.supplier())
            : register.get(claim.supplier());
    Taken taken = claim.taken();
    Chains chains = new Chains(connection);
    List<Reach> reached = taken.subProcessors() ? chains.of(supplier) : chains.company(supplier);
    Windows windows = new Windows(taken.windows());
    boolean named = !taken.datasets().isEmpty();
    Map<SentFile, List<Batch>> sent = sent(connection, claim, reached);
    List<String> warnings = new ArrayList<>();
    if (claim.isDerived()) {
      warnings.add(
          "what a credential could read at %s: nobody saw that it was read, so nobody is more than possibly affected by it"
              .formatted(claim.supplier()));
    }
    List<Long> batches = live(claim, sent, warnings);
    // A grant says nothing of a file that we had sent.
    List<Question.Declared> declared =
        taken.sentFiles().isEmpty() ? declared(register, reached, windows, with.more()) : List.of();
    Question question =
        new Question(
            claim.id(),
            reached.stream().map(reach -> reach.supplier().id()).toList(),
            deleted(supplier, reached),
            windows,
            named ? ElementSet.NONE : Elements.catalogue().setOf(taken.elements()),
            batches,
            taken.cohort(),
            declared,
            taken.datasets().stream().map(dataset -> dataset(dataset, with)).toList(),
            // What a credential could read is never more than possibly taken, wherever it lay.
            reached.stream()
                .filter(reach -> claim.isDerived() || reach.way() == Way.ABOVE)
                .map(reach -> reach.supplier().id())
                .toList());
    return new ClaimQuestion(claim, question, reached, sent, warnings);
  }

  /** A question about one supplier and its chains, as a claim of our own would put it. */
  public static Question about(
      Connection connection,
      Supplier supplier,
      Windows windows,
      ElementSet elements,
      @Nullable Predicate cohort,
      List<Question.Declared> more,
      List<Question.Dataset> files)
      throws SQLException {
    List<Reach> reached = new Chains(connection).of(supplier);
    return about(connection, reached, windows, elements, cohort, more, files);
  }

  /**
   * The same where its chains were read before.
   *
   * @param reached the supplier first, as {@link Chains#of} tells it
   */
  public static Question about(
      Connection connection,
      List<Reach> reached,
      Windows windows,
      ElementSet elements,
      @Nullable Predicate cohort,
      List<Question.Declared> more,
      List<Question.Dataset> files)
      throws SQLException {
    Supplier supplier = reached.getFirst().supplier();
    return new Question(
        supplier.name(),
        reached.stream().map(reach -> reach.supplier().id()).toList(),
        deleted(supplier, reached),
        windows,
        elements,
        List.of(),
        cohort,
        declared(new Register(connection), reached, windows, more),
        files,
        reached.stream()
            .filter(reach -> reach.way() == Way.ABOVE)
            .map(reach -> reach.supplier().id())
            .toList());
  }

  /** What the claim says of everybody in its files. */
  ElementSet elements() {
    return Elements.catalogue().setOf(claim.taken().elements());
  }

  /** Whether the claim says who is affected, by files. */
  boolean namesPeople() {
    return !claim.taken().datasets().isEmpty();
  }

  /**
   * Whether the claim says nothing but how many. Beside another one on its supplier it is a bound
   * and puts nobody in.
   */
  static boolean isOnlyACount(Claim claim) {
    Taken taken = claim.taken();
    return taken.count() != null
        && taken.elements().isEmpty()
        && taken.windows().isEmpty()
        && taken.datasets().isEmpty()
        && taken.sentFiles().isEmpty()
        && taken.cohort() == null;
  }

  /**
   * What was sent to those who use the breached supplier is there until it has deleted it itself,
   * whatever they deleted.
   */
  private static Map<Integer, LocalDate> deleted(Supplier breached, List<Reach> reached) {
    Map<Integer, LocalDate> deleted = new HashMap<>();
    for (Reach reach : reached) {
      LocalDate day = reach.way() == Way.ABOVE ? breached.deleted() : reach.supplier().deleted();
      if (day != null) {
        deleted.put(reach.supplier().id(), day);
      }
    }
    return deleted;
  }

  /** What grants allow, but for those that ended before all of it was proven deleted in time. */
  private static List<Question.Declared> declared(
      Register register, List<Reach> reached, Windows windows, List<Question.Declared> more)
      throws SQLException {
    List<Question.Declared> declared = new ArrayList<>(more);
    Supplier breached = reached.getFirst().supplier();
    for (Reach reach : reached) {
      Supplier holder = reach.way() == Way.ABOVE ? breached : reach.supplier();
      LocalDate deleted = holder.deleted();
      for (Grant grant : register.grants(reach.supplier().id())) {
        LocalDate until = grant.until();
        boolean gone =
            deleted != null && until != null && !until.isAfter(deleted) && windows.gone(deleted);
        if (!gone) {
          declared.add(
              new Question.Declared(
                  population(grant), Elements.catalogue().setOf(grant.elements())));
        }
      }
    }
    return declared;
  }

  /** Whom a grant covers while it is in force. */
  private static Predicate population(Grant grant) {
    Predicate population = grant.population() == null ? Predicate.EVERYBODY : grant.population();
    LocalDate since = later(population.since(), grant.since());
    LocalDate until = earlier(population.until(), grant.until());
    return new Predicate(population.text(), population.condition(), since, until);
  }

  private static @Nullable LocalDate later(@Nullable LocalDate a, @Nullable LocalDate b) {
    return a == null ? b : b == null || a.isAfter(b) ? a : b;
  }

  private static @Nullable LocalDate earlier(@Nullable LocalDate a, @Nullable LocalDate b) {
    return a == null ? b : b == null || a.isBefore(b) ? a : b;
  }

  private static Question.Dataset dataset(Taken.Dataset dataset, With with) {
    Taken.Where where = dataset.where();
    Mapping mapping = dataset.mapping() == null ? null : MappingFile.load(dataset.mapping());
    char[] own = with.passwords().get(dataset.path());
    return new Question.Dataset(
        dataset.path(),
        mapping,
        // A mapping that names the country knows its file better.
        mapping == null || mapping.region() == null ? with.region() : mapping.region(),
        own == null ? with.password() : own,
        null,
        where == null ? null : new RowFilter(where.column(), where.value()));
  }

  private static Map<SentFile, List<Batch>> sent(
      Connection connection, Claim claim, List<Reach> reached) throws SQLException {
    Map<SentFile, List<Batch>> sent = new LinkedHashMap<>();
    if (claim.taken().sentFiles().isEmpty()) {
      return sent;
    }
    List<Integer> suppliers = reached.stream().map(reach -> reach.supplier().id()).toList();
    List<Batch> known =
        Batches.all(connection).stream()
            .filter(batch -> suppliers.contains(batch.supplier()))
            .toList();
    for (SentFile file : claim.taken().sentFiles()) {
      sent.put(file, known.stream().filter(batch -> isOf(batch, file)).toList());
    }
    return sent;
  }

  /** Names compare without folders and case: logs of transfers change both. */
  private static boolean isOf(Batch batch, SentFile file) {
    String name = file.name();
    String hash = file.sha256();
    return (name == null || fileName(name).equals(fileName(batch.fileName())))
        && (hash == null || hash.equals(batch.sha256()));
  }

  private static String fileName(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
        .toLowerCase(Locale.ROOT);
  }

  private static List<Long> live(
      Claim claim, Map<SentFile, List<Batch>> sent, List<String> warnings) {
    if (sent.isEmpty()) {
      return List.of();
    }
    List<String> unknown = new ArrayList<>();
    List<Long> live = new ArrayList<>();
    sent.forEach(
        (file, batches) -> {
          if (batches.isEmpty()) {
            unknown.add(describe(file));
          }
          List<Batch> now =
              batches.stream().filter(batch -> batch.status().equals("live")).toList();
          now.forEach(batch -> live.add(batch.id()));
          if (now.isEmpty() && !batches.isEmpty()) {
            Batch last = batches.getLast();
            warnings.add(
                "the sent file %s is batch %d, which was %s: the record has nothing of it"
                    .formatted(describe(file), last.id(), last.status()));
          }
        });
    if (unknown.size() == sent.size()) {
      throw new StoplogException(
          Problem.BATCH_UNKNOWN,
          "claim \"%s\": no batch of %s or its chain is of %s"
              .formatted(claim.id(), claim.supplier(), String.join(", ", unknown)));
    }
    unknown.forEach(
        file ->
            warnings.add("the sent file " + file + " is in no batch: nobody is in because of it"));
    return live.isEmpty() ? List.of(Question.NO_BATCH) : live.stream().distinct().toList();
  }

  /** A sent file as people call it. */
  public static String describe(SentFile file) {
    String name = file.name();
    return name == null ? String.valueOf(file.sha256()).substring(0, 12) + "…" : name;
  }
}
