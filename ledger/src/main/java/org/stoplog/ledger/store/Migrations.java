package org.stoplog.ledger.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Brings the schema up to date: numbered SQL files, each run once, in one transaction together, and
 * never changed afterwards.
 */
final class Migrations {
  /** In the order they are run. A new file is added at the end; its number is its place. */
  private static final List<String> FILES =
      List.of(
          "V1__settings_and_audit.sql",
          "V2__ledger.sql",
          "V3__register.sql",
          "V4__exposure_question.sql",
          "V5__known_suppliers.sql",
          "V6__register_contacts.sql",
          "V7__review_queue.sql",
          "V8__review_connection.sql",
          "V9__accounts.sql",
          "V10__work.sql",
          "V11__incidents.sql",
          "V12__approvals.sql",
          "V13__scope_proposals.sql",
          "V14__outlook.sql",
          "V15__intake.sql",
          "V16__people.sql",
          "V17__tokens.sql",
          "V18__contacts.sql",
          "V19__mail.sql",
          "V20__notices.sql",
          "V21__incident_files.sql",
          "V22__incident_letters.sql",
          "V23__api.sql",
          "V24__followed_folders.sql",
          "V25__notice_whom.sql",
          "V26__reveals.sql",
          "V27__support.sql",
          "V28__passkeys.sql",
          "V29__providers.sql",
          "V30__mail_proof.sql",
          "V31__mailboxes.sql",
          "V32__tickets.sql",
          "V33__part_ids.sql",
          "V34__organisation_reveals.sql",
          "V35__traffic.sql",
          "V36__gateways.sql",
          "V37__severance.sql",
          "V38__observed.sql",
          "V39__severance_actions.sql",
          "V40__gateway_senders.sql",
          "V41__held.sql",
          "V42__forward.sql",
          "V43__attempts.sql",
          "V44__reach.sql",
          "V45__copies.sql",
          "V46__signing.sql",
          "V47__letters.sql",
          "V48__public_role.sql",
          "V49__came_back.sql",
          "V50__inquiries.sql",
          "V51__statements.sql",
          "V52__packs.sql",
          "V53__audiences.sql",
          "V54__organisations.sql",
          "V55__notice_holds.sql",
          "V56__delegated.sql",
          "V57__start_mails.sql",
          "V58__channels.sql",
          "V59__message_services.sql",
          "V60__audience_counts.sql",
          "V61__clocks.sql",
          "V62__severity.sql",
          "V63__reminders.sql",
          "V64__filings.sql",
          "V65__agreements.sql",
          "V66__assessments.sql",
          "V67__register_identity.sql",
          "V68__campaigns.sql",
          "V69__risk.sql",
          "V70__sub_processors.sql",
          "V71__merged_suppliers.sql",
          "V72__sightings.sql",
          "V73__campaign_plans.sql",
          "V74__listed_sub_processors.sql");

  private static final String FOLDER = "/org/stoplog/ledger/db/";

  /**
   * Held by whoever migrates: "stoplog" in ASCII, shifted. Any constant nobody else uses will do.
   */
  private static final long LOCK = 0x73746f706c6f6701L;

  private final List<String> files;

  private Migrations(List<String> files) {
    this.files = files;
  }

  /** All of this version. */
  static Migrations ours() {
    return new Migrations(FILES);
  }

  /** The first ones, as a backup of an older version has them. */
  static Migrations upTo(int version) {
    return new Migrations(FILES.subList(0, version));
  }

  /** The number of the last one of this version. */
  static int latest() {
    return FILES.size();
  }

  /**
   * Runs what has not been run.
   *
   * @throws StoplogException DATA_FOLDER_NEWER when the schema is a later version's,
   *     DATABASE_FAILED when a file that was run has since been changed
   */
  void run(Database database) {
    database.transaction(this::migrate);
  }

  private int migrate(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
      statement.execute(
          """
          create table if not exists schema_version (
            version  int primary key,
            file     text not null,
            checksum text not null,
            run_at   timestamptz not null default now()
          )
          """);
      Map<Integer, String> done = done(statement);
      requireKnown(done.size());
      for (int version = 1; version <= files.size(); version++) {
        String file = files.get(version - 1);
        String sql = read(file);
        String checksum = checksum(sql);
        String before = done.get(version);
        if (before == null) {
          statement.execute(sql);
          record(connection, version, file, checksum);
        } else if (!before.equals(checksum)) {
          throw new StoplogException(
              Problem.DATABASE_FAILED,
              "migration " + file + " is not the one that this database was made with");
        }
      }
      return files.size();
    }
  }

  /**
   * @throws StoplogException DATA_FOLDER_NEWER
   */
  static void requireKnown(int version) {
    if (version > FILES.size()) {
      throw new StoplogException(
          Problem.DATA_FOLDER_NEWER,
          "the database has schema " + version + ", this stoplog knows " + FILES.size());
    }
  }

  private static Map<Integer, String> done(Statement statement) throws SQLException {
    Map<Integer, String> done = new TreeMap<>();
    try (ResultSet rows = statement.executeQuery("select version, checksum from schema_version")) {
      while (rows.next()) {
        done.put(rows.getInt(1), rows.getString(2));
      }
    }
    return done;
  }

  private static void record(Connection connection, int version, String file, String checksum)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into schema_version (version, file, checksum) values (?, ?, ?)")) {
      insert.setInt(1, version);
      insert.setString(2, file);
      insert.setString(3, checksum);
      insert.executeUpdate();
    }
  }

  private static String read(String file) {
    try (InputStream content = Migrations.class.getResourceAsStream(FOLDER + file)) {
      if (content == null) {
        throw new IllegalStateException(file + " is missing in the jar");
      }
      return new String(content.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new StoplogException(Problem.INTERNAL, file + " cannot be read", e);
    }
  }

  private static String checksum(String sql) {
    byte[] bytes = sql.getBytes(UTF_8);
    Hashing hashing = new Hashing();
    hashing.update(bytes, bytes.length);
    return hashing.hex();
  }
}
