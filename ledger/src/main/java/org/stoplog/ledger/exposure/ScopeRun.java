package org.stoplog.ledger.exposure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.problem.Nearest;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.directory.Directory;
import org.stoplog.ledger.exposure.ScopeAnswer.Bound;
import org.stoplog.ledger.exposure.ScopeAnswer.Counted;
import org.stoplog.ledger.exposure.ScopeAnswer.Ignored;
import org.stoplog.ledger.reader.FileReader;
import org.stoplog.ledger.table.DuckSession;
import org.stoplog.ledger.table.Sql;
import org.stoplog.ledger.table.Stores;

/**
 * Answers the claims on an incident. Each claim is put to the tables alone and once; a scenario is
 * the union of its claims by person.
 */
public final class ScopeRun {
  /** Bits of the column {@code claims}. */
  static final int MOST_WORKING = 62;

  private final Stores stores;
  private final ClaimRun run;
  private final ClaimQuestion.With with;

  public ScopeRun(Stores stores, FileReader reader, ClaimQuestion.With with) {
    this.stores = stores;
    this.run = new ClaimRun(stores, reader);
    this.with = with;
  }

  /**
   * @param scenario which scenario's claims to work with, null for the base
   * @throws StoplogException USAGE when there is no such scenario or nothing is claimed in it; and
   *     what the claims' files and names bring
   */
  public ScopeAnswer run(Claims claims, @Nullable String scenario, Progress progress) {
    List<Scope> scopes = Scope.of(claims);
    Scope chosen = choose(scopes, scenario);
    Map<String, Claim> working = new LinkedHashMap<>();
    for (Scope scope : scopes) {
      scope.working().forEach(claim -> working.putIfAbsent(claim.id(), claim));
    }
    if (working.size() > MOST_WORKING) {
      throw new StoplogException(
          Problem.CLAIMS_INVALID,
          "%d claims are in force in all scenarios together; at most %d can be"
              .formatted(working.size(), MOST_WORKING));
    }
    // All names are looked up before long work begins.
    Map<String, ClaimQuestion> questions = new LinkedHashMap<>();
    working.values().forEach(claim -> questions.put(claim.id(), look(claim)));
    for (Scope.NotApplied no : chosen.notApplied()) {
      // Which elements it denies is looked at in what the working claims say, not in the record.
      questions.put(no.claim().id(), look(withoutElements(no.claim())));
    }
    new Directory(stores).refresh(progress);
    Path folder = temporary();
    try {
      return new Parts(claims, scopes, chosen, List.copyOf(working.keySet()), questions, folder)
          .answer(progress);
    } finally {
      remove(folder);
    }
  }

  private ClaimQuestion look(Claim claim) {
    return stores.database().transaction(db -> ClaimQuestion.of(db, claim, with));
  }

  private static Claim withoutElements(Claim claim) {
    return new Claim(
        claim.id(),
        claim.supplier(),
        claim.origin(),
        claim.polarity(),
        claim.certainty(),
        claim.taken().limitedTo(List.of(), claim.taken().windows()),
        claim.scenario(),
        claim.supersedes(),
        claim.note());
  }

  private static Scope choose(List<Scope> scopes, @Nullable String scenario) {
    List<String> names = scopes.stream().map(Scope::scenario).filter(Objects::nonNull).toList();
    Scope chosen =
        scopes.stream()
            .filter(scope -> Objects.equals(scope.scenario(), scenario))
            .findFirst()
            .orElseThrow(
                () ->
                    new StoplogException(
                        Problem.USAGE,
                        "there is no scenario \""
                            + scenario
                            + "\" in the claims file; "
                            + (names.isEmpty()
                                ? "it has none"
                                : Nearest.hint(String.valueOf(scenario), names))));
    if (chosen.working().isEmpty()) {
      throw new StoplogException(
          Problem.USAGE,
          scenario == null && !names.isEmpty()
              ? "nothing is claimed outside of the scenarios; choose one with --scenario: "
                  + String.join(", ", names)
              : "no claim says that something was taken; nobody can be in");
    }
    return chosen;
  }

  /** The parts of one answer, each claim's rows in a file of its own. */
  private final class Parts {
    private final Claims claims;
    private final List<Scope> scopes;
    private final Scope chosen;
    private final List<String> bits;
    private final Map<String, ClaimQuestion> questions;
    private final Path folder;
    private final Map<String, ClaimResult> results = new LinkedHashMap<>();

    Parts(
        Claims claims,
        List<Scope> scopes,
        Scope chosen,
        List<String> bits,
        Map<String, ClaimQuestion> questions,
        Path folder) {
      this.claims = claims;
      this.scopes = scopes;
      this.chosen = chosen;
      this.bits = bits;
      this.questions = questions;
      this.folder = folder;
    }

    ScopeAnswer answer(Progress progress) {
      for (ClaimQuestion question : questions.values()) {
        if (!isBoundEverywhere(question.claim())) {
          String id = question.claim().id();
          int bit = bits.indexOf(id);
          results.put(id, run.run(question, bit < 0 ? 0 : 1L << bit, file(id), progress));
        }
      }
      progress.step("Putting the claims together", Progress.UNKNOWN, "rows");
      Path earlier = earlier();
      try (DuckSession duck = stores.duck().open(progress)) {
        Freezer freezer = new Freezer(stores);
        Path draft = freezer.draft();
        List<Counted> counted = new ArrayList<>();
        for (Scope scope : scopes) {
          if (isChosen(scope) || !scope.working().isEmpty()) {
            counted.add(count(duck, scope, isChosen(scope) ? draft : folder.resolve("scenario")));
          }
        }
        List<ClaimResult> working =
            chosen.working().stream()
                .filter(claim -> !isBound(claim, chosen))
                .map(claim -> Objects.requireNonNull(results.get(claim.id())))
                .toList();
        Exposure exposure =
            freezer.freeze(
                duck,
                draft,
                new Freezer.About(
                    claims.incident(),
                    null,
                    chosen.scenario(),
                    ScopeJson.scope(claims.incident(), chosen.scenario(), bits, working),
                    null),
                connection -> ScopeJson.versions(connection, stores.catalog()),
                ClaimSql.SUMMARY,
                working.stream().flatMap(result -> result.reports().stream()).toList(),
                bits);
        String frozen = Sql.parquet(List.of(exposure.file()));
        return new ScopeAnswer(
            chosen,
            exposure,
            working,
            counted,
            chosen.notApplied().stream().map(no -> ignored(duck, no, frozen)).toList(),
            bounds(exposure.summary().people()),
            duck.count(ClaimSql.ORGANISATION_COUNT.formatted(frozen)),
            duck.count(ClaimSql.UNKNOWN_ELEMENTS.formatted(frozen)),
            earlier,
            earlier == null ? null : Delta.between(duck, stores, earlier, exposure.file()));
      }
    }

    private boolean isChosen(Scope scope) {
      return Objects.equals(scope.scenario(), chosen.scenario());
    }

    private Path file(String claim) {
      return folder.resolve("claim" + List.copyOf(questions.keySet()).indexOf(claim) + ".parquet");
    }

    private Counted count(DuckSession duck, Scope scope, Path target) {
      List<Path> parts =
          scope.working().stream()
              .filter(claim -> !isBound(claim, scope))
              .map(claim -> file(claim.id()))
              .toList();
      if (parts.size() == 1) {
        copy(parts.getFirst(), target);
      } else {
        Freezer.write(duck, ClaimSql.together(parts), target);
      }
      long unknown =
          scope.working().stream()
              .map(claim -> results.get(claim.id()))
              .filter(Objects::nonNull)
              .flatMap(result -> result.reports().stream())
              .mapToLong(MatchReport::unmatched)
              .sum();
      return new Counted(
          scope.scenario(),
          scope.working().stream().map(Claim::id).toList(),
          Freezer.summary(duck, target, unknown, ClaimSql.SUMMARY),
          isChosen(scope));
    }

    private boolean isBoundEverywhere(Claim claim) {
      return scopes.stream()
              .filter(scope -> scope.working().contains(claim))
              .allMatch(scope -> isBound(claim, scope))
          && bits.contains(claim.id());
    }

    private Ignored ignored(DuckSession duck, Scope.NotApplied no, String frozen) {
      Claim claim = no.claim();
      long here = 0;
      for (int i = 0; i < bits.size(); i++) {
        ClaimQuestion other = questions.get(bits.get(i));
        if (other != null && isSame(other.claim().supplier(), claim.supplier())) {
          here |= 1L << i;
        }
      }
      ElementSet elements = Elements.catalogue().setOf(claim.taken().elements());
      boolean byRows = !claim.taken().windows().isEmpty() || !claim.taken().sentFiles().isEmpty();
      String low = byRows ? "n.taken_low | n.declared_low" : "-1::BIGINT";
      String high = byRows ? "n.taken_high | n.declared_high" : "-1::BIGINT";
      long drop =
          duck.count(
              ClaimSql.WOULD_DROP.formatted(
                  frozen,
                  Sql.parquet(List.of(file(claim.id()))),
                  here,
                  elements.isEmpty() ? low : elements.low() + "::BIGINT",
                  elements.isEmpty() ? high : elements.high() + "::BIGINT",
                  elements.isEmpty() ? "true" : "(said_low <> 0 OR said_high <> 0)",
                  byRows ? ClaimSql.COVERS : "true",
                  limits(claim) ? "n.person IS NOT NULL AND NOT n.only_ambiguous" : "true"));
      return new Ignored(claim, no.reason(), drop);
    }

    /** Whether the claim is about some people only; else it is about all of its supplier's. */
    private static boolean limits(Claim claim) {
      Taken taken = claim.taken();
      return !taken.windows().isEmpty()
          || !taken.sentFiles().isEmpty()
          || !taken.datasets().isEmpty()
          || taken.cohort() != null;
    }

    private List<Bound> bounds(long people) {
      List<Bound> bounds = new ArrayList<>();
      for (Claim claim : chosen.working()) {
        Taken.Count count = claim.taken().count();
        if (count != null) {
          ClaimResult result = isBound(claim, chosen) ? null : results.get(claim.id());
          bounds.add(new Bound(claim, count, result == null ? people : result.summary().people()));
        }
      }
      return bounds;
    }

    private @Nullable Path earlier() {
      return stores.database().transaction(this::found).orElse(null);
    }

    private Optional<Path> found(Connection connection) throws SQLException {
      try (PreparedStatement find =
          connection.prepareStatement(
              """
              select file_sha256 from exposure
              where title = ? and scenario is not distinct from ? and supplier is null
                and scope like '{%' order by id desc limit 1
              """)) {
        find.setString(1, claims.incident());
        find.setString(2, chosen.scenario());
        try (ResultSet row = find.executeQuery()) {
          return row.next()
              ? Optional.of(ExposureRun.fileOf(stores.folder(), row.getString(1)))
              : Optional.empty();
        }
      }
    }
  }

  /** Whether the claim only bounds the number of those whom another claim on its supplier names. */
  static boolean isBound(Claim claim, Scope scope) {
    return ClaimQuestion.isOnlyACount(claim)
        && scope.working().stream()
            .anyMatch(
                other ->
                    !ClaimQuestion.isOnlyACount(other)
                        && isSame(other.supplier(), claim.supplier()));
  }

  private static boolean isSame(String supplier, String other) {
    return supplier.strip().equalsIgnoreCase(other.strip());
  }

  private static void copy(Path part, Path target) {
    try {
      Files.copy(part, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path temporary() {
    try {
      Path folder = Files.createTempDirectory(stores.folder().temp(), "claims");
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
