package org.stoplog.catalog.obligations;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** The obligations that are known: ours, and those that a company adds or puts in place of ours. */
public final class Obligations {
  private static final long LARGEST = 3L << 20;
  private static final int MOST_FILES = 500;

  private final Map<String, Obligation> byId;
  private final Set<String> own;
  private final DataSets sets;
  private final Map<String, String> roles;

  private Obligations(
      Map<String, Obligation> byId, Set<String> own, DataSets sets, Map<String, String> roles) {
    this.byId = byId;
    this.own = own;
    this.sets = sets;
    this.roles = roles;
  }

  private static final class Holder {
    private static final Obligations CATALOGUE = load(null);
  }

  /** Those that come with Stoplog. */
  public static Obligations catalogue() {
    return Holder.CATALOGUE;
  }

  /**
   * Ours, with the files {@code *.yaml} of a company's folder, of which one with an id of ours
   * takes its place.
   *
   * @throws StoplogException OBLIGATIONS_INVALID that names each fault with file and line
   */
  public static Obligations with(Path folder) {
    return load(folder);
  }

  private static Obligations load(@Nullable Path folder) {
    List<String> findings = new ArrayList<>();
    DataSets sets = DataSets.read(resource("data-sets.yaml", findings));
    Map<String, String> roles = new LinkedHashMap<>();
    YamlFile.Entry words = resource("roles.yaml", findings).root();
    words.keys().forEach(role -> roles.put(role, words.text(role)));
    ObligationReader reader = new ObligationReader(sets, roles.keySet());
    Map<String, Obligation> byId = new LinkedHashMap<>();
    for (String name : text("index.txt").lines().toList()) {
      add(byId, reader.read(resource(name, findings)), Set.of(), name, findings);
    }
    Set<String> own = new HashSet<>();
    if (folder != null) {
      for (Path file : files(folder)) {
        Set<String> before = Set.copyOf(byId.keySet());
        List<Obligation> more = reader.read(file(file, findings));
        add(byId, more, before, file.getFileName().toString(), findings);
        more.forEach(one -> own.add(one.id()));
      }
    }
    links(byId, findings);
    if (!findings.isEmpty()) {
      throw new StoplogException(Problem.OBLIGATIONS_INVALID, String.join("\n", findings));
    }
    return new Obligations(byId, own, sets, roles);
  }

  private static void add(
      Map<String, Obligation> byId,
      Collection<Obligation> more,
      Set<String> mayReplace,
      String name,
      List<String> findings) {
    for (Obligation one : more) {
      if (byId.put(one.id(), one) != null && !mayReplace.contains(one.id())) {
        findings.add(name + ": there are two obligations " + one.id());
      }
    }
  }

  /** Each act that a clock hangs on is there, and none hangs on itself. */
  private static void links(Map<String, Obligation> byId, List<String> findings) {
    for (Obligation one : byId.values()) {
      Set<String> seen = new HashSet<>();
      Obligation at = one;
      while (at != null && at.clock().of() != null) {
        if (!seen.add(at.id())) {
          findings.add(one.id() + ": its clock waits for itself, by " + String.join(", ", seen));
          break;
        }
        Obligation next = byId.get(at.clock().of());
        if (next == null) {
          findings.add(
              at.id() + ": its clock waits for " + at.clock().of() + ", which is not there");
        }
        at = next;
      }
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files =
          all.filter(file -> file.getFileName().toString().endsWith(".yaml")).sorted().toList();
      if (files.size() > MOST_FILES) {
        throw new StoplogException(
            Problem.OBLIGATIONS_INVALID, folder + " has more than " + MOST_FILES + " files.");
      }
      return files;
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, folder.toString(), e);
    }
  }

  private static YamlFile file(Path file, List<String> findings) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new StoplogException(Problem.OBLIGATIONS_INVALID, file + " is larger than 3 MB.");
      }
      try (InputStream in = Files.newInputStream(file)) {
        return YamlFile.read(file.getFileName().toString(), in, findings);
      }
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, file.toString(), e);
    }
  }

  private static YamlFile resource(String name, List<String> findings) {
    try (InputStream in = open(name)) {
      return YamlFile.read(name, in, findings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String name) {
    try (InputStream in = open(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name) {
    InputStream in =
        Obligations.class.getResourceAsStream("/org/stoplog/catalog/obligations/" + name);
    if (in == null) {
      throw new IllegalStateException("the catalogue has no " + name);
    }
    return in;
  }

  /** In the order of their files. */
  public Collection<Obligation> all() {
    return byId.values();
  }

  public Optional<Obligation> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Whether a company wrote it. */
  public boolean isOwn(String id) {
    return own.contains(id);
  }

  /** What each role means. */
  public Map<String, String> roles() {
    return roles;
  }

  public DataSets sets() {
    return sets;
  }

  /**
   * What each duty comes to, in the order of their files; duties of places that nobody affected
   * lives in, and where the company is not, are left out.
   */
  public List<Duty> duties(Situation situation) {
    Population population = new Population(situation, sets);
    return byId.values().stream()
        .map(one -> Duty.of(one, situation, population, sets))
        .flatMap(Optional::stream)
        .toList();
  }
}
