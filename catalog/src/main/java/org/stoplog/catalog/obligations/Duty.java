package org.stoplog.catalog.obligations;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an obligation comes to for given facts.
 *
 * @param because what decided it, in words
 * @param wouldChange facts that nobody knows yet and that could change it: keys or questions
 * @param people whose data it is about: of the place, or all of them where the company itself is
 *     there; at most, where nobody knows of some
 */
public record Duty(
    Obligation obligation,
    Outcome outcome,
    List<String> because,
    Set<String> wouldChange,
    long people) {
  /** What it comes to. */
  public enum Outcome {
    REQUIRED,
    /** It hangs on what nobody knows yet, or on a form of the law that is not in the catalogue. */
    COUNSEL,
    VOLUNTARY,
    NOT_REQUIRED
  }

  /** The key of the judgement of harm, among what would change it. */
  public static final String HARM = "harm";

  /** The key of what is known of people's elements. */
  public static final String ELEMENTS = "elements";

  /** The key of where people live. */
  public static final String PLACES = "places";

  public Duty {
    because = List.copyOf(because);
  }

  /** Empty when the law does not reach anybody or anything of it. */
  static Optional<Duty> of(
      Obligation one, Situation situation, Population population, DataSets sets) {
    boolean isHere =
        situation.establishments().stream()
            .anyMatch(place -> Places.isIn(place, one.jurisdiction()));
    // Of a free zone nobody lives in it: only who is there falls under its law.
    Truth reaches =
        isHere && isAboutUs(one)
            ? Truth.YES
            : one.regime() != null ? Truth.NO : population.lives(one.jurisdiction());
    return reaches == Truth.NO
        ? Optional.empty()
        : Optional.of(
            new Look(one, situation, population, sets, isHere && isAboutUs(one)).duty(reaches));
  }

  /**
   * Whether being there is enough, as for a company of the Union whose customers live elsewhere.
   * The states of the United States look at their residents.
   */
  private static boolean isAboutUs(Obligation one) {
    return !one.jurisdiction().startsWith("US-");
  }

  /** One look at one obligation. */
  private static final class Look {
    private final Obligation one;
    private final Situation situation;
    private final Population population;
    private final DataSets sets;

    /** Whether it is about everybody, wherever they live: the company itself is there. */
    private final boolean isAnywhere;

    private final Set<String> wanted = new LinkedHashSet<>();
    private final List<String> because = new ArrayList<>();
    private final Set<String> unknown = new LinkedHashSet<>();

    Look(
        Obligation one,
        Situation situation,
        Population population,
        DataSets sets,
        boolean isAnywhere) {
      this.one = one;
      this.situation = situation;
      this.population = population;
      this.sets = sets;
      this.isAnywhere = isAnywhere;
      dataOf(one.when(), wanted);
    }

    Duty duty(Truth reaches) {
      if (situation.roles().stream().noneMatch(one.roles()::contains)) {
        because.add(
            "it falls on "
                + String.join(" or ", new TreeSet<>(one.roles()))
                + ", which the company is not");
        return made(Outcome.NOT_REQUIRED);
      }
      if (!one.status().mayBind()) {
        because.add("it is no law: " + one.status().name().toLowerCase(java.util.Locale.ROOT));
        return made(Outcome.NOT_REQUIRED);
      }
      if (one.until() != null && !situation.day().isBefore(one.until())) {
        because.add("it ended on " + one.until());
        return made(Outcome.NOT_REQUIRED);
      }
      Truth truth = test(one.when()).and(reaches);
      boolean isOld = one.from() != null && situation.day().isBefore(one.from());
      if (isOld) {
        because.add(
            "this form of it began on "
                + one.from()
                + "; what held before is not in the catalogue");
      }
      if (truth == Truth.NO) {
        return made(Outcome.NOT_REQUIRED);
      }
      if (reaches == Truth.UNKNOWN) {
        unknown.add(PLACES);
      }
      for (String fact : one.unless()) {
        Truth exempt = situation.fact(fact);
        if (exempt == Truth.YES) {
          because.add("it falls away: " + fact);
          unknown.clear();
          return made(Outcome.NOT_REQUIRED);
        }
        if (exempt == Truth.UNKNOWN) {
          unknown.add(fact);
        }
      }
      if (one.binding() != Obligation.Binding.MANDATORY) {
        because.add("it is no duty, but asked for");
        return made(Outcome.VOLUNTARY);
      }
      boolean isOpen =
          truth == Truth.UNKNOWN || isOld || one.status() == Obligation.Status.PENDING_RULES;
      return made(isOpen ? Outcome.COUNSEL : Outcome.REQUIRED);
    }

    private Duty made(Outcome outcome) {
      Population.Count people =
          isAnywhere ? population.count(wanted) : population.count(wanted, one.jurisdiction());
      return new Duty(one, outcome, because, unknown, people.most());
    }

    /** The sets that the whole condition is about, without those of its alternatives. */
    private static void dataOf(Condition condition, Set<String> found) {
      switch (condition) {
        case Condition.Data data -> found.addAll(data.sets());
        case Condition.All all -> all.of().forEach(part -> dataOf(part, found));
        default -> {
          // What is one way of several does not limit who is counted.
        }
      }
    }

    private Truth test(Condition condition) {
      Set<String> before = new LinkedHashSet<>(unknown);
      Truth truth = look(condition);
      boolean isDecided =
          truth == Truth.NO || (truth == Truth.YES && condition instanceof Condition.Any);
      if (isDecided) {
        unknown.retainAll(before);
      }
      return truth;
    }

    private Truth look(Condition condition) {
      return switch (condition) {
        case Condition.All all -> {
          Truth truth = Truth.YES;
          for (Condition part : all.of()) {
            truth = truth.and(test(part));
          }
          yield truth;
        }
        case Condition.Any any -> {
          Truth truth = Truth.NO;
          for (Condition part : any.of()) {
            truth = truth.or(test(part));
          }
          yield truth;
        }
        case Condition.Data data -> data(data.sets());
        case Condition.Count count -> count(count);
        case Condition.Degree degree -> degree(degree);
        case Condition.Fact fact -> fact(fact.key());
      };
    }

    private Truth data(Set<String> asked) {
      Population.Found found = population.find(asked, one.jurisdiction(), isAnywhere);
      switch (found.any()) {
        case YES ->
            because.add(
                "data: "
                    + found.sure().stream().map(sets::label).sorted().findFirst().orElse("some"));
        case UNKNOWN -> open(found.ofElements(), found.ofPlaces());
        case NO -> because.add("none of the data that it is about");
      }
      return found.any();
    }

    private void open(boolean ofElements, boolean ofPlaces) {
      if (ofElements) {
        unknown.add(ELEMENTS);
      }
      if (ofPlaces) {
        unknown.add(PLACES);
      }
    }

    private Truth count(Condition.Count count) {
      Population.Count people =
          count.isOfPlace()
              ? population.count(wanted, one.jurisdiction())
              : population.count(wanted);
      long sure = people.sure();
      long most = people.most();
      boolean isSure = count.comparison().holds(sure, count.number());
      boolean isMost = count.comparison().holds(most, count.number());
      if (isSure != isMost) {
        open(people.ofElements(), people.ofPlaces());
        return Truth.UNKNOWN;
      }
      because.add(
          (sure == most ? sure : sure + " to " + most)
              + " people"
              + (count.isOfPlace() ? " of the place" : "")
              + ", asked for "
              + count.comparison().sign()
              + " "
              + count.number());
      return Truth.of(isSure);
    }

    private Truth degree(Condition.Degree degree) {
      Harm harm = situation.harm();
      if (harm == null) {
        unknown.add(HARM);
        if (degree.isPresumed()) {
          because.add("harm is presumed until somebody judged that it is unlikely");
        }
        return degree.isPresumed() ? Truth.YES : Truth.UNKNOWN;
      }
      boolean holds = harm.compareTo(degree.least()) >= 0;
      because.add(
          "harm was judged to be "
              + harm.name().toLowerCase(java.util.Locale.ROOT)
              + ", asked for "
              + degree.least().name().toLowerCase(java.util.Locale.ROOT));
      return Truth.of(holds);
    }

    private Truth fact(String key) {
      Truth truth = situation.fact(key);
      if (truth == Truth.UNKNOWN) {
        unknown.add(key);
      } else {
        because.add(key + ": " + (truth == Truth.YES ? "yes" : "no"));
      }
      return truth;
    }
  }
}
