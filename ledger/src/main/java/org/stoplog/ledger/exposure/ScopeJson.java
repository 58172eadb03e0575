package org.stoplog.ledger.exposure;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.identity.Normaliser;
import org.stoplog.ledger.reader.MappingFile;
import org.stoplog.ledger.store.CanonicalJson;
import org.stoplog.ledger.table.LedgerTable;
import org.stoplog.ledger.table.TableCatalog;

/**
 * What an exposure came from, as canonical JSON. No person's value: notes and the values of
 * indicators are left out.
 */
final class ScopeJson {
  private ScopeJson() {}

  /** The working claims; their place in the list is their bit in the file. */
  static String scope(
      String incident, @Nullable String scenario, List<String> bits, List<ClaimResult> working) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("incident", incident);
    json.put("scenario", scenario);
    json.put("bits", bits);
    json.put("claims", working.stream().map(ScopeJson::claim).toList());
    return CanonicalJson.write(json);
  }

  private static Map<String, @Nullable Object> claim(ClaimResult result) {
    Claim claim = result.claim();
    Taken taken = claim.taken();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", claim.id());
    json.put("supplier", claim.supplier());
    json.put("source", claim.origin().source().slug());
    json.put("verified", claim.origin().verified().slug());
    json.put("received", text(claim.origin().received()));
    json.put("as-of", text(claim.origin().asOf()));
    json.put("certainty", claim.certainty().slug());
    json.put("supersedes", claim.supersedes());
    json.put("elements", taken.elements());
    json.put("windows", taken.windows().stream().map(Window::describe).toList());
    json.put("cohort", taken.cohort() == null ? null : taken.cohort().text());
    json.put("count", taken.count() == null ? null : Long.toString(taken.count().about()));
    json.put("organisations", taken.organisations().expansion().slug());
    json.put("organisations-on", text(taken.organisations().day()));
    json.put("sub-processors", taken.subProcessors());
    json.put(
        "suppliers",
        result.question().reached().stream()
            .map(reach -> String.join(" > ", reach.path()))
            .toList());
    json.put("batches", result.question().question().batches());
    List<Map<String, @Nullable Object>> files = new ArrayList<>();
    for (int i = 0; i < taken.datasets().size(); i++) {
      Taken.Dataset dataset = taken.datasets().get(i);
      MatchReport report = result.reports().get(i);
      Map<String, @Nullable Object> file = new LinkedHashMap<>();
      file.put("name", String.valueOf(dataset.path().getFileName()));
      file.put("sha256", report.sha256());
      file.put("mapping", MappingFile.version(report.mapping()));
      file.put("kind", dataset.kind().slug());
      file.put("where", dataset.where() == null ? null : dataset.where().column());
      file.put("rows", report.rows());
      files.add(file);
    }
    json.put("files", files);
    return json;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  /** Facts, rules and the snapshots of all tables. */
  static String versions(Connection connection, TableCatalog catalog) throws SQLException {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("directory", Long.valueOf(ExposureRun.directoryVersion(connection)));
    json.put("normaliser", Normaliser.VERSION);
    json.put("elements", Elements.catalogue().all().size());
    for (LedgerTable table : LedgerTable.values()) {
      json.put(table.tableName(), catalog.snapshot(connection, table));
    }
    return CanonicalJson.write(json);
  }
}
