package org.stoplog.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.directory.Contacts;
import org.stoplog.ledger.directory.Forget;
import org.stoplog.ledger.directory.PersonStory;
import org.stoplog.ledger.exposure.ClaimQuestion;
import org.stoplog.ledger.exposure.ClaimResult;
import org.stoplog.ledger.exposure.Claims;
import org.stoplog.ledger.exposure.Coverages;
import org.stoplog.ledger.exposure.Delta;
import org.stoplog.ledger.exposure.DeltaExport;
import org.stoplog.ledger.exposure.Exposure;
import org.stoplog.ledger.exposure.ExposureExport;
import org.stoplog.ledger.exposure.ExposureFiles;
import org.stoplog.ledger.exposure.ExposureGroups;
import org.stoplog.ledger.exposure.ExposureProof;
import org.stoplog.ledger.exposure.ExposureRun;
import org.stoplog.ledger.exposure.ExposureTallies;
import org.stoplog.ledger.exposure.FileTrial;
import org.stoplog.ledger.exposure.Observed;
import org.stoplog.ledger.exposure.OutlookRun;
import org.stoplog.ledger.exposure.Question;
import org.stoplog.ledger.exposure.ScopeAnswer;
import org.stoplog.ledger.exposure.ScopeRun;
import org.stoplog.ledger.identity.Keyset;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.intake.Batch;
import org.stoplog.ledger.intake.Batches;
import org.stoplog.ledger.intake.Compaction;
import org.stoplog.ledger.intake.ImportReport;
import org.stoplog.ledger.intake.ImportRequest;
import org.stoplog.ledger.intake.PeopleImport;
import org.stoplog.ledger.intake.RecordImport;
import org.stoplog.ledger.intake.Undo;
import org.stoplog.ledger.reader.FileReader;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.register.Coverage;
import org.stoplog.ledger.register.ImportResult;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.Row;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.ledger.store.AuditLog;
import org.stoplog.ledger.store.Checkpoint;
import org.stoplog.ledger.store.CheckpointKey;
import org.stoplog.ledger.store.DataFolder;
import org.stoplog.ledger.store.Database;
import org.stoplog.ledger.store.FolderId;
import org.stoplog.ledger.store.Verification;
import org.stoplog.ledger.store.Work;
import org.stoplog.ledger.table.DuckDb;
import org.stoplog.ledger.table.Stores;
import org.stoplog.ledger.table.TableCatalog;
import org.stoplog.ledger.traffic.Traffic;

/** An open data folder: the one door for the command line and, later, the server. */
public final class Ledger implements AutoCloseable {
  private static final String KEY_CHECK = "keyset.check";

  private final Stores stores;
  private final FileReader reader;
  private final Traffic traffic;
  private @Nullable Database publicDatabase;

  private Ledger(Stores stores) {
    this.stores = stores;
    this.traffic = Traffic.of(stores);
    this.reader = new FileReader(stores.folder().work());
  }

  /**
   * Where a ledger is and what it may use.
   *
   * @param data the data folder; made when missing
   * @param keys the folder of its keyset; made together with a new data folder
   * @param passphrase of the keyset, null for none
   * @param memoryMegabytes memory of DuckDB
   */
  public record Options(
      Path data,
      Path keys,
      char @Nullable [] passphrase,
      int memoryMegabytes,
      InstantSource clock) {}

  /**
   * Opens a data folder, or makes it with a keyset of its own.
   *
   * @throws StoplogException what stands in the way: the folder is in use, the keyset is missing,
   *     another one, locked or readable by others, the database does not start
   */
  public static Ledger open(Options options) {
    DataFolder folder = DataFolder.open(options.data());
    try {
      // The keyset is made before the cluster, so a cluster means that there was a keyset.
      boolean isNew = !java.nio.file.Files.exists(folder.postgres().resolve("cluster"));
      Keyset keys =
          isNew
              ? Keyset.openOrCreate(options.keys(), options.passphrase())
              : Keyset.open(options.keys(), options.passphrase());
      Database database = Database.start(folder, keys.databasePassword());
      try {
        TableCatalog catalog = new TableCatalog(folder.warehouse());
        database.transaction(
            connection -> {
              checkKeyset(connection, keys);
              FolderId.of(connection);
              catalog.createMissing(connection);
              return true;
            });
        DuckDb duck =
            new DuckDb(
                folder.temp(),
                options.memoryMegabytes(),
                Runtime.getRuntime().availableProcessors());
        Stores stores = new Stores(folder, keys, database, catalog, duck, options.clock(), null);
        stores.sweep();
        ExposureFiles.sweep(stores);
        return new Ledger(stores);
      } catch (RuntimeException e) {
        database.close();
        throw e;
      }
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /**
   * With another keyset every subject would be another one, and everybody would look unaffected.
   */
  private static void checkKeyset(Connection connection, Keyset keys) throws SQLException {
    String ours = HexFormat.of().formatHex(keys.checkValue());
    try (PreparedStatement add =
        connection.prepareStatement(
            "insert into setting (name, value) values (?, ?) on conflict (name) do nothing")) {
      add.setString(1, KEY_CHECK);
      add.setString(2, ours);
      add.executeUpdate();
    }
    try (PreparedStatement find =
        connection.prepareStatement("select value from setting where name = ?")) {
      find.setString(1, KEY_CHECK);
      try (ResultSet row = find.executeQuery()) {
        row.next();
        if (!row.getString(1).equals(ours)) {
          throw new StoplogException(
              Problem.KEYSET_WRONG,
              "the keyset is not the one that this data folder was made with");
        }
      }
    }
  }

  /** Imports one file as one batch; the same file again replaces it. */
  public ImportReport importFile(ImportRequest request, Progress progress) {
    return importFile(null, request, progress);
  }

  /**
   * Imports one file as above.
   *
   * @param by the account that asked for it, null at the command line
   */
  public ImportReport importFile(@Nullable UUID by, ImportRequest request, Progress progress) {
    return request.purpose() == Purpose.PEOPLE
        ? new PeopleImport(stores.by(by), reader).run(request, progress)
        : new RecordImport(stores.by(by), reader).run(request, progress);
  }

  /**
   * Brings the register to what checked rows say, and enters that.
   *
   * @throws StoplogException REGISTER_INVALID when rows contradict each other
   */
  public ImportResult importSuppliers(List<Row> rows) {
    return stores
        .database()
        .transaction(
            connection -> {
              ImportResult result = new Register(connection).importRows(rows);
              AuditLog.append(
                  connection,
                  stores.clock(),
                  "suppliers.imported",
                  Map.of(
                      "rows",
                      result.rows(),
                      "suppliers",
                      result.suppliers(),
                      "connections",
                      result.connections(),
                      "grants",
                      result.grants(),
                      "removed_grants",
                      result.removedGrants()));
              return result;
            });
  }

  public List<Batch> batches() {
    return stores.database().transaction(Batches::all);
  }

  /** Takes a live batch back. */
  public Batch undo(long batch, Progress progress) {
    return undo(null, batch, progress);
  }

  /**
   * Takes a live batch back.
   *
   * @param by the account that asked for it, null at the command line
   */
  public Batch undo(@Nullable UUID by, long batch, Progress progress) {
    return new Undo(stores.by(by)).run(batch, progress);
  }

  /** Puts the small files of earlier imports together. @return files written anew */
  public int compact(Progress progress) {
    return new Compaction(stores).run(progress);
  }

  public Exposure expose(Question question, Progress progress) {
    return new ExposureRun(stores, reader).run(question, progress);
  }

  /**
   * Says what exposures without limits would say of one supplier after the other; nothing is
   * frozen.
   */
  public OutlookRun outlooks() {
    return new OutlookRun(stores, reader);
  }

  /** Which elements each connection was seen to carry. */
  public List<Observed> observed(Progress progress) {
    return Observed.read(stores, progress);
  }

  /**
   * Answers the claims on an incident.
   *
   * @param scenario whose claims to work with, null for the base
   */
  public ScopeAnswer expose(
      Claims claims, @Nullable String scenario, ClaimQuestion.With with, Progress progress) {
    return new ScopeRun(stores, reader, with).run(claims, scenario, progress);
  }

  /**
   * Reads a supplier's file to its end without asking who is in it.
   *
   * @param password of an encrypted ZIP, null for none
   */
  public FileTrial.Report tryFile(
      Path file, Mapping mapping, char @Nullable [] password, Progress progress) {
    return FileTrial.read(stores, reader, file, mapping, password, progress);
  }

  /** What the record covers of each supplier that an answer's claims are about, by its name. */
  public Map<String, Coverage> coverages(ScopeAnswer answer) {
    return stores
        .database()
        .transaction(
            connection -> {
              Map<String, Coverage> coverages = new LinkedHashMap<>();
              for (ClaimResult result : answer.claims()) {
                Supplier supplier = result.question().reached().getFirst().supplier();
                if (!coverages.containsKey(supplier.name())) {
                  coverages.put(
                      supplier.name(), Coverages.ofReached(connection, supplier, today()));
                }
              }
              return coverages;
            });
  }

  /** Sums over the people of a frozen exposure. */
  public ExposureTallies tallies(Exposure exposure, Progress progress) {
    return ExposureTallies.of(stores, exposure.file(), progress);
  }

  /** People of a frozen exposure of claims by country and elements together. */
  public List<ExposureGroups.Group> groups(Exposure exposure, Progress progress) {
    return ExposureGroups.of(stores, exposure.file(), progress);
  }

  /** What a frozen exposure of claims says of everybody in it. */
  public ExposureProof proof(Exposure exposure, Progress progress) {
    return ExposureProof.of(stores, exposure.file(), progress);
  }

  /** Writes who is newly in, newly out or has more elements; it names them. @return how many */
  public long exportDelta(Path earlier, Path later, Path folder, Progress progress) {
    return new DeltaExport(stores).write(earlier, later, folder, progress);
  }

  /** What changed from one exposure to the next. */
  public Delta delta(Path earlier, Path later, Progress progress) {
    return Delta.between(stores, earlier, later, progress);
  }

  /** Writes an exposure for people to use; it names them. */
  public void export(Exposure exposure, Path folder, Progress progress) {
    new ExposureExport(stores).write(exposure, folder, progress);
  }

  /** All that the ledger knows of one person. */
  public PersonStory person(Scheme scheme, String value, int supplier, Progress progress) {
    return PersonStory.find(stores, scheme, value, supplier, progress);
  }

  /** Addresses of people, where imports were asked to keep them. */
  public Contacts contacts() {
    return new Contacts(stores);
  }

  /** Erases a person at once; the files of the tables are written again without them. */
  public Forget.Report forget(Scheme scheme, String value, Progress progress) {
    return new Forget(stores).run(scheme, value, progress);
  }

  /**
   * Erases somebody who was looked up before, as above.
   *
   * @param people ids of one person, of all their accounts
   * @param detail more words for the entry of the log, no personal value
   */
  public Forget.Report forget(
      UUID by, List<Long> people, Map<String, String> detail, Progress progress) {
    return new Forget(stores.by(by)).run(people, detail, progress);
  }

  /**
   * Looks whether the audit log is whole, and as it was signed.
   *
   * @param against checkpoints of this log that were kept elsewhere
   * @throws StoplogException CHECKPOINT_INVALID when one is of another keyset or data folder
   */
  public Verification verifyAudit(List<Checkpoint> against, Progress progress) {
    return new AuditRoom(stores).verify(against, progress);
  }

  /** Signs the end of the audit log as it is now, and enters that; it does not check the log. */
  public Checkpoint checkpoint() {
    return new AuditRoom(stores).checkpoint();
  }

  /** With it everybody can check our checkpoints. */
  public CheckpointKey checkpointKey() {
    return CheckpointKey.of(stores.keys().checkpointPublicKey());
  }

  /** Runs work of the register of suppliers in one transaction. */
  public <T extends @Nullable Object> T inTransaction(Work<T> work) {
    return stores.database().transaction(work);
  }

  /**
   * Runs work for strangers in one transaction, as a role that can use only what is granted to it;
   * see {@link org.stoplog.ledger.store.PublicRole}.
   */
  public <T extends @Nullable Object> T inPublicTransaction(Work<T> work) {
    return publicDatabase().transaction(work);
  }

  private synchronized Database publicDatabase() {
    if (publicDatabase == null) {
      publicDatabase = stores.database().forPublic(stores.keys().databasePassword());
    }
    return publicDatabase;
  }

  private synchronized void closePublicDatabase() {
    if (publicDatabase != null) {
      publicDatabase.close();
    }
  }

  /** Today in UTC, by the product's clock. */
  public LocalDate today() {
    return LocalDate.ofInstant(stores.clock().instant(), ZoneOffset.UTC);
  }

  /** What gateways recorded: segments that they sent, and the batches made of them. */
  public Traffic traffic() {
    return traffic;
  }

  public FileReader reader() {
    return reader;
  }

  public Stores stores() {
    return stores;
  }

  @Override
  public void close() {
    stores.duck().close();
    closePublicDatabase();
    stores.database().close();
    stores.keys().close();
    stores.folder().close();
  }
}
