/**
 * Iceberg tables, their files written and read by DuckDB, committed in one PostgreSQL transaction.
 */
@NullMarked
package org.stoplog.ledger.table;

import org.jspecify.annotations.NullMarked;
