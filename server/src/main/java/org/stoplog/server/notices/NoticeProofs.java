package org.stoplog.server.notices;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.platform.PackOut;

/** What became of each copy of a wave, a line a person, without anything that names them. */
final class NoticeProofs {
  private static final int PORTION = 10_000;

  private final JdbcClient jdbc;
  private final Wave wave;
  private final byte[] secret;

  NoticeProofs(Ledger ledger, JdbcClient jdbc, Wave wave) {
    this.jdbc = jdbc;
    this.wave = wave;
    this.secret =
        ledger
            .stores()
            .keys()
            .unseal(new WaveRows(jdbc).secret(wave.id()), Wave.context(wave.id()));
  }

  void write(String name, PackOut out) throws IOException {
    try (PackOut.Rows rows =
        out.rows(
            name,
            true,
            "person",
            "state",
            "copy_of",
            "in_doubt",
            "attempts",
            "code",
            "status",
            "answered_at",
            "message_sha256",
            "copy",
            "language",
            "elements")) {
      long[] count = new long[1];
      jdbc.sql(
              """
              select person, state, lead, in_doubt, attempts, code, status, answered_at, message,
                language, low, high
              from notice_recipient where wave = :wave order by
              """
                  + out.inOrderOf("person"))
          .withFetchSize(PORTION)
          .param("wave", wave.id())
          .query(
              row -> {
                add(rows, row, out);
                if (++count[0] % PORTION == 0) {
                  out.progress().at(count[0]);
                  if (out.progress().stopped()) {
                    throw new StoplogException(Problem.INTERRUPTED, "the pack was stopped");
                  }
                }
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void add(PackOut.Rows rows, ResultSet row, PackOut out) throws SQLException {
    long person = row.getLong("person");
    Long lead = row.getObject("lead", Long.class);
    Integer code = row.getObject("code", Integer.class);
    OffsetDateTime answered = row.getObject("answered_at", OffsetDateTime.class);
    byte[] message = row.getBytes("message");
    try {
      rows.add(
          out.pseudonym(person),
          row.getString("state"),
          lead == null ? null : out.pseudonym(lead),
          row.getBoolean("in_doubt") ? "yes" : "no",
          row.getInt("attempts"),
          code,
          row.getString("status"),
          answered == null ? null : answered.toInstant().toString(),
          message == null ? null : HexFormat.of().formatHex(message),
          message == null ? null : copy(lead == null ? person : lead),
          row.getString("language"),
          elements(row));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable String copy(long person) {
    return CopyCode.text(CopyCode.of(secret, person));
  }

  private static String elements(ResultSet row) throws SQLException {
    return String.join(
        " ", Elements.catalogue().idsOf(new ElementSet(row.getLong("low"), row.getLong("high"))));
  }
}
