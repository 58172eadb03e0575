package org.stoplog.ledger.table;

import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/** The Iceberg tables of the ledger. Field ids are stored in every file: they never change. */
public enum LedgerTable {
  /** What went to a supplier: one row per batch, subject, connection, day and set of elements. */
  DISCLOSURES(
      new Schema(
          NestedField.required(1, "subject_key", Types.LongType.get()),
          NestedField.required(2, "subject", Types.UUIDType.get()),
          NestedField.required(3, "supplier", Types.IntegerType.get()),
          NestedField.required(4, "connection", Types.IntegerType.get()),
          NestedField.required(5, "day", Types.DateType.get()),
          NestedField.required(6, "first_at", Types.TimestampType.withZone()),
          NestedField.required(7, "last_at", Types.TimestampType.withZone()),
          NestedField.required(8, "elements", Types.IntegerType.get()),
          NestedField.required(9, "events", Types.LongType.get()),
          NestedField.required(10, "batch", Types.LongType.get())),
      "subject_key, subject, day"),
  /** What a supplier has, as of a day. */
  HOLDINGS(
      new Schema(
          NestedField.required(1, "subject_key", Types.LongType.get()),
          NestedField.required(2, "subject", Types.UUIDType.get()),
          NestedField.required(3, "supplier", Types.IntegerType.get()),
          NestedField.required(4, "connection", Types.IntegerType.get()),
          NestedField.required(5, "day", Types.DateType.get()),
          NestedField.required(6, "elements", Types.IntegerType.get()),
          NestedField.required(7, "batch", Types.LongType.get())),
      "subject_key, subject"),
  /** Derived: which person an identifier belongs to, and when. */
  IDENTIFIERS(
      new Schema(
          NestedField.required(1, "scheme", Types.IntegerType.get()),
          NestedField.required(2, "subject_key", Types.LongType.get()),
          NestedField.required(3, "subject", Types.UUIDType.get()),
          NestedField.required(4, "person", Types.LongType.get()),
          NestedField.required(5, "since", Types.DateType.get()),
          NestedField.required(6, "until", Types.DateType.get()),
          NestedField.required(7, "kind", Types.IntegerType.get()),
          NestedField.required(8, "owners", Types.IntegerType.get())),
      "subject_key, subject"),
  /** Derived: what holds of a person in a period. */
  PERIODS(
      new Schema(
          NestedField.required(1, "person", Types.LongType.get()),
          NestedField.required(2, "since", Types.DateType.get()),
          NestedField.required(3, "until", Types.DateType.get()),
          NestedField.required(4, "codes", Types.ListType.ofRequired(5, Types.IntegerType.get())),
          NestedField.optional(6, "organisation", Types.IntegerType.get()),
          NestedField.required(7, "admin", Types.BooleanType.get()),
          NestedField.optional(8, "guardian", Types.LongType.get())),
      "person, since");

  private static final Namespace NAMESPACE = Namespace.of("ledger");

  private final Schema schema;
  private final String order;

  LedgerTable(Schema schema, String order) {
    this.schema = schema;
    this.order = order;
  }

  /** Name in the catalogue and in the warehouse. */
  public String tableName() {
    return name().toLowerCase(Locale.ROOT);
  }

  TableIdentifier identifier() {
    return TableIdentifier.of(NAMESPACE, tableName());
  }

  Schema schema() {
    return schema;
  }

  /** Columns by which every file is sorted, as SQL. */
  String order() {
    return order;
  }

  PartitionSpec spec() {
    PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
    return switch (this) {
      case DISCLOSURES -> spec.identity("supplier").year("day").build();
      case HOLDINGS -> spec.identity("supplier").build();
      case IDENTIFIERS -> spec.identity("scheme").build();
      case PERIODS -> PartitionSpec.unpartitioned();
    };
  }

  /** The schema's field ids as DuckDB's FIELD_IDS option wants them. */
  String fieldIds() {
    return schema.columns().stream()
        .map(
            column ->
                column.type().isListType()
                    ? column.name()
                        + ": {__duckdb_field_id: "
                        + column.fieldId()
                        + ", element: "
                        + column.type().asListType().elementId()
                        + "}"
                    : column.name() + ": " + column.fieldId())
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
