package org.stoplog.ledger.exposure;

import java.util.List;
import java.util.Map;
import org.stoplog.catalog.ElementSet;

/**
 * What an exposure of a supplier would say, without its rows. The numbers are those that an
 * exposure without limits freezes, at the same state of the record.
 *
 * @param summary as an exposure's
 * @param groups people (and lone subjects) by what of theirs may be there; only ambiguous ones are
 *     left out, as in an exposure's tallies
 * @param countries people by the code of their last country, {@link #NO_COUNTRY} where it is not
 *     known
 * @param organisations whose members are in it
 * @param chosen of the organisations that were asked for, those in it, with their people
 * @param versions the state of facts, rules and tables that it comes from, as JSON
 */
public record Outlook(
    Summary summary,
    List<Group> groups,
    Map<Integer, Long> countries,
    long organisations,
    Map<Integer, Long> chosen,
    String versions) {
  /** Stands for a country that is not known; codes begin with 1. */
  public static final int NO_COUNTRY = 0;

  public Outlook {
    groups = List.copyOf(groups);
    countries = Map.copyOf(countries);
    chosen = Map.copyOf(chosen);
  }

  /**
   * Those of whom the same is known.
   *
   * @param isPerson whether they are in the directory
   * @param seen elements that the ledger saw
   * @param held elements that the supplier's own export has
   * @param declared elements that grants allow
   */
  public record Group(
      boolean isPerson, ElementSet seen, ElementSet held, ElementSet declared, long count) {
    /** Elements that are there as far as anybody can know. */
    public ElementSet sure() {
      return seen.plus(held);
    }
  }
}
