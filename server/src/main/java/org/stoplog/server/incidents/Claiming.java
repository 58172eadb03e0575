package org.stoplog.server.incidents;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.exposure.Claim;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Supplier;

/** Records claims, which are never changed afterwards, whoever wrote them down and how. */
final class Claiming {
  private static final int LONGEST_ID = 60;

  private final Facts facts;

  Claiming(Facts facts) {
    this.facts = facts;
  }

  /**
   * A claim as somebody wrote it.
   *
   * @param document as a claims file would have it
   */
  record Said(String id, String supplier, String document) {}

  /**
   * Records claims in the order given: all of them, or none.
   *
   * @return number of the last event
   * @throws StoplogException REQUEST_INVALID or CLAIMS_INVALID with what is wrong
   */
  long add(Incidents.Change change, List<Said> said) {
    Set<String> taken = new HashSet<>();
    new ClaimRows(change.jdbc(), change.inside().keys())
        .all(change.incident().id())
        .forEach(row -> taken.add(row.id()));
    List<Supplier> suppliers = suppliers(change);
    List<Supplier> named = new ArrayList<>();
    for (Said one : said) {
      checkId(one.id(), taken);
      named.add(supplier(one.supplier(), suppliers));
    }
    List<Claim> claims =
        facts.looking(
            change.inside(),
            said.stream().map(Said::document).toList(),
            all -> all.all().subList(all.all().size() - said.size(), all.all().size()));
    long seq = 0;
    for (int i = 0; i < said.size(); i++) {
      Claim claim = claims.get(i);
      Timeline.News news =
          new Timeline.News("claim.recorded", claim.id(), ClaimWords.says(claim), false);
      boolean isLast = i == said.size() - 1;
      seq = isLast ? change.record(news, detail(claim, said.size())) : change.tell(news);
      new ClaimRows(change.jdbc(), change.inside().keys())
          .add(change.incident().id(), seq, claim, said.get(i).document());
    }
    if (change.incident().supplier() == null) {
      // The first claim on a supplier says which one it is.
      new IncidentRows(change.jdbc()).setSupplier(change.incident().id(), named.getFirst().id());
    }
    return seq;
  }

  /** Files of an incident that were read to their end, each with the way in which it is read. */
  static Set<String> files(Incidents.Inside inside) {
    return new FileRows(inside.jdbc(), inside.keys())
        .readings(inside.incident().id()).stream()
            .filter(reading -> reading.rows() != null)
            .map(KeptFile.Reading::choice)
            .collect(Collectors.toSet());
  }

  /**
   * @param choice of {@link #files}; empty for none
   * @throws StoplogException REQUEST_INVALID when the incident has no such file
   */
  static void requireFile(Incidents.Inside inside, String choice) {
    if (!choice.isEmpty() && !files(inside).contains(choice)) {
      throw new StoplogException(
          Problem.REQUEST_INVALID,
          "The incident has no such file, or it was not read to its end. Choose one of the list.");
    }
  }

  private static Map<String, ?> detail(Claim claim, int count) {
    return count == 1
        ? Map.of(
            "claim",
            claim.id(),
            "polarity",
            claim.polarity().slug(),
            "verified",
            claim.origin().verified().slug())
        : Map.of("claims", count, "last", claim.id());
  }

  private static void checkId(String id, Set<String> taken) {
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0," + (LONGEST_ID - 1) + "}")) {
      throw new StoplogException(
          Problem.REQUEST_INVALID,
          "The claim's name has letters, digits, dots and hyphens, at most " + LONGEST_ID + ".");
    }
    if (!taken.add(id)) {
      throw new StoplogException(
          Problem.REQUEST_INVALID,
          "There is a claim "
              + id
              + " already; claims are never changed. Give this one another name, and say that it"
              + " supersedes the other.");
    }
  }

  private static Supplier supplier(String name, List<Supplier> suppliers) {
    return suppliers.stream()
        .filter(one -> one.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new StoplogException(
                    Problem.REQUEST_INVALID, "The register has no supplier \"" + name + "\"."));
  }

  private static List<Supplier> suppliers(Incidents.Change change) {
    try {
      return new Register(change.act().connection()).all();
    } catch (java.sql.SQLException e) {
      throw new org.springframework.jdbc.UncategorizedSQLException("reading suppliers", null, e);
    }
  }
}
