package org.stoplog.server.campaigns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.server.assessments.AssessmentRows;

/**
 * What a supplier has written to a question, and perhaps not sent yet.
 *
 * @param version one more for each saving: whoever saves over another one is told
 */
record Draft(int question, String answer, String words, int version) {
  /** Of a row with these columns. */
  static Draft of(ResultSet row, Keyset keys, @Nullable UUID assessment) throws SQLException {
    return new Draft(
        row.getInt("question"),
        row.getString("answer"),
        new String(
            keys.unseal(
                row.getBytes("words"), AssessmentRows.context(Objects.requireNonNull(assessment))),
            UTF_8),
        row.getInt("version"));
  }

  @Override
  public String toString() {
    return "Draft[" + question + "]";
  }
}
