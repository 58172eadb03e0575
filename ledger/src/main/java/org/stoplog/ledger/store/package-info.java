/** The data folder: its lock, the PostgreSQL that runs in it, the audit log, backup and restore. */
@NullMarked
package org.stoplog.ledger.store;

import org.jspecify.annotations.NullMarked;
