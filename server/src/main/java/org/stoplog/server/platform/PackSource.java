package org.stoplog.server.platform;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a capability adds to the evidence pack of an incident; a bean each, so that whoever makes
 * packs need not know it. The same record must give the same files: no times of the making, no
 * order that hangs on chance.
 */
public interface PackSource {
  /** Places its files among those of others, smaller ones first. Stored nowhere. */
  int order();

  /**
   * Writes its files, in one transaction that sees one state of the record.
   *
   * @param incident whose pack it is; the caller's right was asked before
   */
  void write(Asked asked, PackOut out) throws IOException, SQLException;

  /**
   * What is read.
   *
   * @param connection the same transaction
   * @param at when the pack was asked for, by the real clock: for what is counted until then
   * @param productAt the same by the clock that a drill may shift
   */
  record Asked(
      JdbcClient jdbc, Connection connection, UUID incident, Instant at, Instant productAt) {}
}
