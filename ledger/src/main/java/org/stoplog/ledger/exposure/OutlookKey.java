package org.stoplog.ledger.exposure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.identity.Normaliser;
import org.stoplog.ledger.register.Predicate;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.Stores;
import org.stoplog.ledger.table.TableFiles;

/**
 * Tells whether an {@link Outlook} is still what it would be, without asking again: the files that
 * hold anything about a supplier change with every import, undo and erasure that touches it.
 */
public final class OutlookKey {
  private final Stores stores;

  public OutlookKey(Stores stores) {
    this.stores = stores;
  }

  /**
   * SHA-256, in hex, of all that the numbers hang on: the question, the files of its suppliers,
   * facts about people, erasures, and the rules of this version. In the caller's transaction.
   */
  public String of(Connection connection, Question question, Set<Integer> chosen)
      throws SQLException {
    List<String> parts = new ArrayList<>();
    parts.add("suppliers " + question.suppliers());
    parts.add("inherited " + question.inherited());
    parts.add("deleted " + new TreeMap<>(question.deleted()));
    for (Question.Declared grant : question.declared()) {
      Predicate population = grant.population();
      parts.add(
          "declared %s %s from %s to %s"
              .formatted(
                  grant.elements(), population.text(), population.since(), population.until()));
    }
    Expression ours = Expressions.in("supplier", question.suppliers().toArray());
    for (LedgerTable table : List.of(LedgerTable.DISCLOSURES, LedgerTable.HOLDINGS)) {
      new TableFiles(stores.catalog())
          .plan(connection, table, ours).stream()
              .map(file -> String.valueOf(file.path().getFileName()))
              .sorted()
              .forEach(parts::add);
    }
    parts.add("facts " + OutlookRun.facts(connection));
    parts.add("normaliser " + Normaliser.VERSION);
    parts.add("elements " + Elements.catalogue().all().size());
    parts.add("organisations " + new TreeSet<>(chosen));
    return sha256(String.join("\n", parts));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
