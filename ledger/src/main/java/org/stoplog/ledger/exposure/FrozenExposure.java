package org.stoplog.ledger.exposure;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * An exposure of earlier, as its row in PostgreSQL tells. Every method runs in the caller's
 * transaction.
 *
 * @param id its number
 * @param title the supplier's name
 * @param datasets how many files were matched
 * @param sha256 of its frozen file
 */
public record FrozenExposure(
    long id, Instant createdAt, String title, int datasets, String sha256) {
  private static final String COLUMNS =
      "select id, created_at, title, datasets, file_sha256 from exposure";

  /** All, the oldest first. */
  public static List<FrozenExposure> all(Connection connection) throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(COLUMNS + " order by id")) {
      return rows(find);
    }
  }

  /**
   * @throws StoplogException EXPOSURE_UNKNOWN
   */
  public static FrozenExposure get(Connection connection, long id) throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(COLUMNS + " where id = ?")) {
      find.setLong(1, id);
      return rows(find).stream()
          .findFirst()
          .orElseThrow(
              () ->
                  new StoplogException(
                      Problem.EXPOSURE_UNKNOWN, "there is no exposure with the number " + id));
    }
  }

  /**
   * The newest one that asked the same as this question, for a delta. What was asked without a file
   * is compared only with what had none: a file names other people than the record does, so that
   * dropping it would make everybody look new.
   */
  public static Optional<FrozenExposure> newestLike(Connection connection, Question question)
      throws SQLException {
    try (PreparedStatement find =
        connection.prepareStatement(
            COLUMNS
                + """
                 where question_sha256 = ? and (? > 0 or datasets = 0)
                order by id desc limit 1
                """)) {
      find.setString(1, QuestionText.sha256(question));
      find.setInt(2, question.files().size());
      return rows(find).stream().findFirst();
    }
  }

  private static List<FrozenExposure> rows(PreparedStatement find) throws SQLException {
    List<FrozenExposure> exposures = new ArrayList<>();
    try (ResultSet row = find.executeQuery()) {
      while (row.next()) {
        exposures.add(
            new FrozenExposure(
                row.getLong(1),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                row.getString(3),
                row.getInt(4),
                row.getString(5)));
      }
    }
    return exposures;
  }
}
