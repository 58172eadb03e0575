package org.stoplog.server.incidents;

import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.DeltaExport;
import org.stoplog.ledger.exposure.ExposureExport;
import org.stoplog.ledger.exposure.ExposureRun;
import org.stoplog.ledger.exposure.RowReport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the lists of an incident that name people: of exposures, of deltas, of the rows of files.
 */
final class ExportFiles {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Ledger ledger;
  private final FileKeeping keeping;

  ExportFiles(Ledger ledger, FileKeeping keeping) {
    this.ledger = ledger;
    this.keeping = keeping;
  }

  /** What is read to make the file. */
  record Asked(
      ExportRows.Export export,
      @Nullable Path exposure,
      @Nullable Path earlier,
      List<String> claims,
      KeptFile.@Nullable Reading reading,
      char @Nullable [] password,
      int supplier) {}

  SealedSpool make(Asked asked) {
    return new SealedSpool(ledger, out -> write(asked, out));
  }

  Asked asked(Incidents.Inside inside, ExportRows.Export export) {
    Long exposure = export.exposure();
    if (exposure == null) {
      KeptFile.Reading reading = readings(inside).get(String.valueOf(export.reading()));
      if (reading == null) {
        throw new StoplogException(Problem.PAGE_UNKNOWN, "The incident has no such file.");
      }
      Integer supplier = inside.incident().supplier();
      return new Asked(
          export,
          null,
          null,
          List.of(),
          reading,
          new FileRows(inside.jdbc(), inside.keys())
              .password(inside.incident().id(), reading.sha256()),
          supplier == null ? 0 : supplier);
    }
    List<Exposures.Frozen> all = frozen(inside);
    Long earlier = export.earlier();
    return new Asked(
        export,
        file(all, exposure),
        earlier == null ? null : file(all, earlier),
        claims(inside, exposure),
        null,
        null,
        0);
  }

  private Path file(List<Exposures.Frozen> all, long exposure) {
    return all.stream()
        .filter(one -> one.exposure() == exposure)
        .findFirst()
        .map(one -> ExposureRun.fileOf(ledger.stores().folder(), one.sha256()))
        .orElseThrow();
  }

  /** Their place in the list is their bit in the file. */
  private static List<String> claims(Incidents.Inside inside, long exposure) {
    String scope =
        inside
            .jdbc()
            .sql("select scope from exposure where id = :id")
            .param("id", exposure)
            .query(String.class)
            .single();
    List<String> claims = new ArrayList<>();
    for (JsonNode bit : JSON.readTree(scope).path("bits")) {
      claims.add(bit.asString());
    }
    return claims;
  }

  private long write(Asked asked, Writer out) {
    boolean contacts = asked.export().contacts();
    Path earlier = asked.earlier();
    KeptFile.Reading reading = asked.reading();
    if (reading != null) {
      return keeping.opened(reading.sha256(), plain -> rows(asked, reading, plain, out));
    }
    Path exposure = Objects.requireNonNull(asked.exposure());
    return earlier == null
        ? new ExposureExport(ledger.stores())
            .list(exposure, asked.claims(), contacts, out, Progress.NONE)
        : new DeltaExport(ledger.stores()).list(earlier, exposure, contacts, out, Progress.NONE);
  }

  private long rows(Asked asked, KeptFile.Reading reading, Path plain, Writer out) {
    try {
      return RowReport.write(
          ledger.stores(),
          ledger.reader(),
          plain,
          reading.mapping(),
          asked.password(),
          asked.supplier(),
          out,
          Progress.NONE);
    } catch (StoplogException e) {
      throw new StoplogException(e.problem(), FileKeeping.told(plain, e.getMessage()), e);
    }
  }

  static List<Exposures.Frozen> frozen(Incidents.Inside inside) {
    return new Exposures(inside.jdbc(), inside.keys())
        .newest(inside.incident().id(), Integer.MAX_VALUE);
  }

  /** Files that were read to their end, in each way in which that was done. */
  static Map<String, KeptFile.Reading> readings(Incidents.Inside inside) {
    Map<String, KeptFile.Reading> readings = new LinkedHashMap<>();
    for (KeptFile.Reading reading :
        new FileRows(inside.jdbc(), inside.keys()).readings(inside.incident().id())) {
      Long rows = reading.rows();
      if (rows != null && rows > 0) {
        readings.put(reading.choice(), reading);
      }
    }
    return readings;
  }

  /** How many the list has at most: lines of a delta are fewer. */
  static long people(Incidents.Inside inside, ExportRows.Export export) {
    Long exposure = export.exposure();
    if (exposure == null) {
      KeptFile.Reading reading = readings(inside).get(String.valueOf(export.reading()));
      Long rows = reading == null ? null : reading.rows();
      return rows == null ? 0 : rows;
    }
    return frozen(inside).stream()
        .filter(one -> one.exposure() == exposure)
        .findFirst()
        .map(
            one -> {
              var summary = one.numbers().summary();
              return summary.people() + summary.ambiguous();
            })
        .orElseThrow();
  }
}
