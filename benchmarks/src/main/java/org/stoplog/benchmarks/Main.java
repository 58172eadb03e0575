package org.stoplog.benchmarks;

import java.nio.file.Path;

/** Runs one benchmark: its name and a size. */
final class Main {
  private Main() {}

  public static void main(String[] args) {
    boolean hasRows = args.length > 2;
    Size size = hasRows ? Size.parse(args[1]).withRows(args[2]) : Size.parse(args[1]);
    String name = hasRows ? args[1] + " " + args[2] : args[1];
    Workplace place =
        new Workplace(Path.of(System.getProperty("place", "benchmarks/target/work")), size);
    switch (args[0]) {
      case "exposure" -> ExposureBenchmark.run(place, name);
      case "supplier-file" -> SupplierFileBenchmark.run(place, name);
      case "event-import" -> EventImportBenchmark.run(place, name);
      case "person" -> PersonBenchmark.run(place, name);
      case "postgres" -> PostgresBenchmark.run(place, name);
      case "room" -> RoomBenchmark.run(place, name);
      case "audit" -> AuditBenchmark.run(place, name);
      case "clocks" -> ClocksBenchmark.run(place, name);
      case "concentration" -> ConcentrationBenchmark.run(place, name);
      case "suppliers" -> SuppliersBenchmark.run(place, name);
      case "growth" -> GrowthBenchmark.run(place, name);
      default ->
          throw new IllegalArgumentException(
              "there are exposure, supplier-file, event-import, person, postgres, room, audit, clocks, concentration, suppliers and growth");
    }
  }
}
