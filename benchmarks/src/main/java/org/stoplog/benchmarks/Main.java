package org.stoplog.benchmarks;

import java.nio.file.Path;

/** Runs one benchmark: its name and a size. */
final class Main {
  private Main() {}

  public static void main(String[] args) {
    Size size = Size.parse(args[1]);
    Workplace place =
        new Workplace(Path.of(System.getProperty("place", "benchmarks/target/work")), size);
    switch (args[0]) {
      case "exposure" -> ExposureBenchmark.run(place, args[1]);
      case "supplier-file" -> SupplierFileBenchmark.run(place, args[1]);
      case "event-import" -> EventImportBenchmark.run(place, args[1]);
      case "person" -> PersonBenchmark.run(place, args[1]);
      case "postgres" -> PostgresBenchmark.run(place, args[1]);
      case "growth" -> GrowthBenchmark.run(place, args[1]);
      default ->
          throw new IllegalArgumentException(
              "there are exposure, supplier-file, event-import, person, postgres and growth");
    }
  }
}
