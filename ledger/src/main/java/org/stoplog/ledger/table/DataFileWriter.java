package org.stoplog.ledger.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Writes the rows of a query as sorted Parquet files of a table, one for each partition. The files
 * belong to nobody until a commit names them; what no commit names is swept.
 */
public final class DataFileWriter {
  private static final int ROW_GROUP = 50_000;

  private final WarehouseIO io;

  public DataFileWriter(TableCatalog catalog) {
    this.io = catalog.io();
  }

  /**
   * Writes all rows of {@code source}.
   *
   * @param source a table, view or parenthesised query with the table's columns
   * @return the files, none when there are no rows
   */
  public List<DataFile> write(DuckSession duck, LedgerTable table, String source) {
    List<DataFile> files = new ArrayList<>();
    for (Partition partition : partitions(duck, table, source)) {
      files.add(write(duck, table, source, partition));
    }
    return files;
  }

  /** Values of one partition and the condition that selects its rows. */
  private record Partition(List<Object> values, String condition) {}

  private List<Partition> partitions(DuckSession duck, LedgerTable table, String source) {
    return switch (table) {
      case DISCLOSURES ->
          duck.query(
              "SELECT DISTINCT supplier, year(day) AS y FROM " + source + " ORDER BY ALL",
              row ->
                  new Partition(
                      List.of(row.getInt(1), row.getInt(2) - 1970),
                      "supplier = " + row.getInt(1) + " AND year(day) = " + row.getInt(2)));
      case HOLDINGS -> byColumn(duck, source, "supplier");
      case IDENTIFIERS -> byColumn(duck, source, "scheme");
      case PERIODS ->
          duck.count("SELECT count(*) FROM (SELECT 1 FROM " + source + " LIMIT 1)") == 0
              ? List.of()
              : List.of(new Partition(List.of(), "true"));
    };
  }

  private static List<Partition> byColumn(DuckSession duck, String source, String column) {
    return duck.query(
        "SELECT DISTINCT " + column + " FROM " + source + " ORDER BY 1",
        row -> new Partition(List.of(row.getInt(1)), column + " = " + row.getInt(1)));
  }

  private DataFile write(DuckSession duck, LedgerTable table, String source, Partition partition) {
    Path file =
        io.resolve(
            WarehouseIO.PREFIX + table.tableName() + "/data/" + UUID.randomUUID() + ".parquet");
    io.writes();
    try {
      Files.createDirectories(file.getParent());
      duck.execute(
          "COPY (SELECT "
              + columns(table)
              + " FROM "
              + source
              + " WHERE "
              + partition.condition()
              + " ORDER BY "
              + table.order()
              + ") TO "
              + Sql.text(file.toString())
              + " (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE "
              + ROW_GROUP
              + ", FIELD_IDS "
              + table.fieldIds()
              + ")");
      // The commit may outlive a power cut only if the file does.
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      return describe(duck, table, file, partition);
    } catch (IOException e) {
      throw new StoplogException(Problem.DISK_FULL, "a file of the ledger could not be written", e);
    }
  }

  private static String columns(LedgerTable table) {
    return String.join(
        ", ", table.schema().columns().stream().map(Types.NestedField::name).toList());
  }

  private DataFile describe(DuckSession duck, LedgerTable table, Path file, Partition partition)
      throws IOException {
    PartitionSpec spec = table.spec();
    DataFiles.Builder builder =
        DataFiles.builder(spec)
            .withPath(io.locate(file))
            .withFormat(FileFormat.PARQUET)
            .withFileSizeInBytes(Files.size(file))
            .withMetrics(metrics(duck, table, file));
    if (spec.isPartitioned()) {
      PartitionData values = new PartitionData(spec.partitionType());
      for (int i = 0; i < partition.values().size(); i++) {
        values.set(i, partition.values().get(i));
      }
      builder.withPartition(values);
    }
    return builder.build();
  }

  /** Row count and the bounds that planning prunes by, from the file's own footer. */
  private static Metrics metrics(DuckSession duck, LedgerTable table, Path file) {
    String from = "parquet_metadata(" + Sql.text(file.toString()) + ")";
    long rows =
        duck.count("SELECT num_rows FROM parquet_file_metadata(" + Sql.text(file.toString()) + ")");
    Map<Integer, ByteBuffer> lower = new HashMap<>();
    Map<Integer, ByteBuffer> upper = new HashMap<>();
    Map<Integer, Long> counts = new HashMap<>();
    Map<Integer, Long> nulls = new HashMap<>();
    for (Types.NestedField column : table.schema().columns()) {
      String cast = boundType(column.type());
      if (cast.isEmpty()) {
        continue;
      }
      duck.each(
          "SELECT min(stats_min_value::"
              + cast
              + ")::VARCHAR, max(stats_max_value::"
              + cast
              + ")::VARCHAR FROM "
              + from
              + " WHERE path_in_schema = "
              + Sql.text(column.name()),
          row -> {
            String low = row.getString(1);
            String high = row.getString(2);
            if (low != null && high != null) {
              lower.put(column.fieldId(), bound(column.type(), low));
              upper.put(column.fieldId(), bound(column.type(), high));
            }
            return low;
          });
      counts.put(column.fieldId(), rows);
      if (column.isRequired()) {
        nulls.put(column.fieldId(), 0L);
      }
    }
    return new Metrics(rows, null, counts, nulls, null, lower, upper);
  }

  private static String boundType(Type type) {
    return switch (type.typeId()) {
      case INTEGER, LONG -> "BIGINT";
      case DATE -> "DATE";
      default -> "";
    };
  }

  private static ByteBuffer bound(Type type, String value) {
    return switch (type.typeId()) {
      case DATE -> Conversions.toByteBuffer(type, (int) LocalDate.parse(value).toEpochDay());
      case INTEGER -> Conversions.toByteBuffer(type, Integer.parseInt(value));
      default -> Conversions.toByteBuffer(type, Long.parseLong(value));
    };
  }
}
