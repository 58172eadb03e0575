package org.stoplog.sample;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Northgate's suppliers: one row for each supplier, engagement and connection. Columns: supplier,
 * domain, engagement, purpose, role (processor or controller), owner, connection, kind, started and
 * ended (of the engagement), subprocessor_of (suppliers, {@code ;} between), elements (ids, {@code
 * ;} between), population (predicate), since and until (of the grant, until exclusive), deleted
 * (day on which deletion was proven). Dates are YYYY-MM-DD, empty for none.
 */
final class Register implements Table {
  /** One row. */
  record Line(
      String supplier,
      String engagement,
      String purpose,
      String role,
      String owner,
      String connection,
      String kind,
      String started,
      String ended,
      String subprocessorOf,
      int mask,
      @Nullable Population population,
      String since,
      String until,
      String deleted) {
    Span grant() {
      return new Span(
          since.isEmpty() ? Span.ALWAYS : Span.day(since),
          until.isEmpty() ? Span.OPEN : Span.day(until));
    }
  }

  private static final int ANALYTICS =
      Datum.mask(
          Datum.USER_ID,
          Datum.EMAIL,
          Datum.NAME,
          Datum.COARSE_LOCATION,
          Datum.USER_AGENT,
          Datum.ACTIVITY);
  private static final Population PRO = new Population("plan", List.of("pro"), "2022-03");
  private static final Population PAYING =
      new Population("plan", List.of("pro", "enterprise"), "2021-06");
  private static final Population ENTERPRISE = new Population("plan", List.of("enterprise"), "");
  private static final Population GERMANY_FRANCE =
      new Population("country", List.of("DE", "FR"), "");

  static final List<Line> LINES =
      List.of(
          new Line(
              Suppliers.LUMETRICS,
              "product analytics",
              "see which features are used",
              "processor",
              "Growth",
              "web-sdk",
              "sdk",
              "2022-03-01",
              "",
              "",
              ANALYTICS,
              PRO,
              "2022-03-01",
              "",
              ""),
          new Line(
              Suppliers.LUMETRICS,
              "product analytics",
              "see which features are used",
              "processor",
              "Growth",
              "server-key",
              "server-key",
              "2022-03-01",
              "",
              "",
              ANALYTICS,
              PRO,
              "2022-03-01",
              "",
              ""),
          new Line(
              Suppliers.LUMETRICS,
              "board reports",
              "yearly figures",
              "processor",
              "Finance",
              "warehouse-sftp",
              "sftp",
              "2023-04-01",
              "",
              "",
              Datum.mask(Datum.ORGANISATION, Datum.EMAIL),
              ENTERPRISE,
              "2023-04-01",
              "",
              ""),
          new Line(
              Suppliers.RELAYPIPE,
              "event routing",
              "pass events on",
              "processor",
              "Platform",
              "source-api",
              "server-key",
              "2025-04-01",
              "",
              "",
              Datum.mask(Datum.USER_ID, Datum.EMAIL, Datum.NAME, Datum.ACTIVITY, Datum.IP),
              PAYING,
              "2025-04-01",
              "",
              ""),
          new Line(
              Suppliers.POSTWREN,
              "product mail",
              "send news",
              "processor",
              "Growth",
              "hub",
              "webhook",
              "2021-06-01",
              "",
              "",
              Datum.mask(Datum.EMAIL, Datum.NAME),
              PAYING,
              "2021-06-01",
              "",
              ""),
          new Line(
              Suppliers.HELPHIVE,
              "support desk",
              "answer questions",
              "processor",
              "Support",
              "contact-sync",
              "oauth",
              "2020-01-15",
              "",
              "",
              Datum.mask(Datum.EMAIL, Datum.PHONE, Datum.NAME),
              GERMANY_FRANCE,
              "2020-01-15",
              "",
              ""),
          new Line(
              Suppliers.TALLYCROW,
              "customer survey",
              "ask how we do",
              "processor",
              "Growth",
              "upload",
              "sftp",
              "2020-02-01",
              "2022-12-31",
              "",
              Datum.mask(Datum.EMAIL, Datum.NAME),
              ENTERPRISE,
              "2020-02-01",
              "2023-01-01",
              ""),
          new Line(
              Suppliers.OLDMINT,
              "invoices",
              "print invoices",
              "processor",
              "Finance",
              "api",
              "server-key",
              "2019-01-01",
              "2021-06-30",
              "",
              Datum.mask(Datum.EMAIL, Datum.NAME),
              ENTERPRISE,
              "2019-01-01",
              "2021-07-01",
              "2021-09-01"),
          new Line(
              Suppliers.COLDBASIN,
              "storage",
              "keep what others store",
              "processor",
              "Platform",
              "through suppliers",
              "subprocessor",
              "2021-01-01",
              "",
              Suppliers.LUMETRICS + ";" + Suppliers.HELPHIVE,
              0,
              null,
              "",
              "",
              ""));

  @Override
  public String file() {
    return SampleFiles.SUPPLIERS;
  }

  @Override
  public List<Column> columns() {
    return Stream.of(
            "supplier",
            "domain",
            "engagement",
            "purpose",
            "role",
            "owner",
            "connection",
            "kind",
            "started",
            "ended",
            "subprocessor_of",
            "elements",
            "population",
            "since",
            "until",
            "deleted")
        .map(Column::of)
        .toList();
  }

  @Override
  public void rows(Consumer<Row> rows) {
    for (Line line : LINES) {
      Population population = line.population();
      rows.accept(
          new Row(
              new Subject.Nothing(),
              Subject.UNDATED,
              null,
              List.of(
                  line.supplier(),
                  line.supplier().toLowerCase(java.util.Locale.ROOT) + ".example",
                  line.engagement(),
                  line.purpose(),
                  line.role(),
                  line.owner(),
                  line.connection(),
                  line.kind(),
                  line.started(),
                  line.ended(),
                  line.subprocessorOf(),
                  String.join(";", Datum.ids(line.mask())),
                  population == null ? "" : population.text(),
                  line.since(),
                  line.until(),
                  line.deleted())));
    }
  }
}
