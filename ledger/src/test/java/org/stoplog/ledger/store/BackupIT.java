package org.stoplog.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.stoplog.ledger.store.DatabaseIT.get;
import static org.stoplog.ledger.store.DatabaseIT.problem;
import static org.stoplog.ledger.store.DatabaseIT.put;
import static org.stoplog.ledger.store.DatabaseIT.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;

class BackupIT {
  private static final String SECRET = "the first password";

  @TempDir static Path temp;
  private static Path archive;
  private static Verification log;
  private static byte[] parquet;

  @BeforeAll
  static void backUp() throws IOException {
    archive = temp.resolve("record.stoplog");
    parquet = new byte[3_000_000];
    new Random(1).nextBytes(parquet);
    try (DataFolder folder = DataFolder.open(temp.resolve("data"));
        Database database = Database.start(folder, SECRET)) {
      put(database, "odd \\ \t \n \\N value", "é漢😀");
      database.transaction(
          c ->
              run(
                  c,
                  "insert into setting select 'n' || n, repeat(md5(n::text), 8)"
                      + " from generate_series(1, 60000) n"));
      database.transaction(
          c -> run(c, "insert into element_set (low, high) values (1, 0), (2, 0), (3, 0)"));
      for (int i = 0; i < 5; i++) {
        database.transaction(
            c -> {
              AuditLog.append(c, InstantSource.system(), "act", Map.of("n", 1));
              return true;
            });
      }
      write(folder.warehouse().resolve("disclosures/data/supplier=1/" + "x".repeat(120)), parquet);
      write(folder.warehouse().resolve("disclosures/metadata/empty"), new byte[0]);
      write(folder.evidence().resolve("ab/abcdef"), new byte[] {1, 2, 3});
      write(folder.temp().resolve("spill"), new byte[] {1, 2, 3});
      Backup.write(folder, database, archive, Progress.NONE);
      log = checked(database);
      put(database, "later", "not in the backup");
    }
  }

  private static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  @AfterAll
  static void leavesNoPart() {
    assertThat(temp).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void comesBackWholeElsewhereWithAnotherPassword() throws IOException {
    Path root = temp.resolve("elsewhere");
    Backup.restore(archive, root, "another password");
    try (DataFolder folder = DataFolder.open(root);
        Database database = Database.start(folder, "another password")) {
      assertThat(get(database, "n60000")).hasSize(256);
      assertThat(get(database, "later")).isEqualTo("absent");
      assertThat(get(database, "restored")).startsWith("20");
      assertThat(
              count(
                  database,
                  "setting where value = 'é漢😀' and name like 'odd%' || chr(92) || 'N value'"))
          .isOne();
      assertThat(count(database, "setting")).isEqualTo(60_002);
      assertThat(checked(database)).isEqualTo(log);
      assertThat(count(database, "derived_copy")).isEqualTo(2);
      // Ids go on where they were: none is ever given twice.
      database.transaction(c -> run(c, "insert into element_set (low, high) values (4, 0)"));
      assertThat(count(database, "element_set where id = 4 and low = 4")).isOne();
      assertThat(folder.warehouse().resolve("disclosures/data/supplier=1/" + "x".repeat(120)))
          .hasBinaryContent(parquet);
      assertThat(folder.warehouse().resolve("disclosures/metadata/empty")).isEmptyFile();
      assertThat(folder.evidence().resolve("ab/abcdef")).hasBinaryContent(new byte[] {1, 2, 3});
      assertThat(folder.temp()).isEmptyDirectory();
      Path again = temp.resolve("again.stoplog");
      Backup.write(folder, database, again, Progress.NONE);
      assertThat(again).isNotEmptyFile();
    }
  }

  private static int count(Database database, String from) {
    return database.transaction(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery("select count(*) from " + from)) {
            row.next();
            return row.getInt(1);
          }
        });
  }

  @Test
  void findsAnyFlippedBitThatChangesSomething() throws IOException {
    byte[] good = Files.readAllBytes(archive);
    BackupManifest manifest = new BackupReader(archive).check();
    Random random = new Random(7);
    int found = 0;
    for (int i = 0; i < 60; i++) {
      byte[] bad = good.clone();
      int at = i == 0 ? good.length - 1 : random.nextInt(good.length);
      bad[at] ^= (byte) (1 << random.nextInt(8));
      Path file = Files.write(temp.resolve("flipped"), bad);
      try {
        // gzip has a few bits that mean nothing: then everything is there as it was.
        assertThat(new BackupReader(file).check()).isEqualTo(manifest);
      } catch (StoplogException e) {
        assertThat(e.problem()).as("byte %d", at).isEqualTo(Problem.BACKUP_INVALID);
        found++;
      }
    }
    assertThat(found).isGreaterThan(50);
  }

  @Test
  void usesNothingOfADamagedBackup() throws IOException {
    byte[] bad = Files.readAllBytes(archive);
    bad[bad.length / 2] ^= 1;
    Path file = Files.write(temp.resolve("damaged"), bad);
    Path root = temp.resolve("damaged-root");
    assertThat(problem(() -> Backup.restore(file, root, "x"))).isEqualTo(Problem.BACKUP_INVALID);
    assertThat(root).doesNotExist();
  }

  @Test
  void namesTheEntryThatWasAltered() throws IOException {
    byte[] tar = new GZIPInputStream(Files.newInputStream(archive)).readAllBytes();
    int at = indexOf(tar, Arrays.copyOfRange(parquet, 1_000_000, 1_000_100));
    tar[at] ^= 1;
    assertThatThrownBy(() -> Backup.restore(zipped(tar), temp.resolve("altered"), "x"))
        .hasMessageStartingWith("warehouse/disclosures/data/supplier=1/xxx")
        .hasMessageEndingWith("is not what was backed up");
  }

  private static int indexOf(byte[] text, byte[] part) {
    for (int i = 0; i <= text.length - part.length; i++) {
      if (Arrays.equals(text, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }

  private static Path zipped(byte[] tar) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(tar);
    }
    return Files.write(temp.resolve("zipped"), out.toByteArray());
  }

  @Test
  void refusesACutFileAndAFileThatIsNone() throws IOException {
    byte[] good = Files.readAllBytes(archive);
    for (int length : new int[] {0, 1, 9, 500, good.length / 2, good.length - 1}) {
      Path cut = Files.write(temp.resolve("cut"), Arrays.copyOf(good, length));
      assertThat(problem(() -> Backup.restore(cut, temp.resolve("cut-root"), "x")))
          .as("%d bytes", length)
          .isEqualTo(Problem.BACKUP_INVALID);
    }
    assertThat(problem(() -> Backup.restore(temp.resolve("none"), temp.resolve("x"), "x")))
        .isEqualTo(Problem.FILE_NOT_FOUND);
  }

  @Test
  void refusesNamesThatLeadOutOfTheFolder() throws IOException {
    for (String name :
        List.of(
            "../evil",
            "warehouse/../../evil",
            "warehouse/a/../../../evil",
            "/etc/evil",
            "warehouse//evil",
            "warehouse/./evil",
            "postgres/cluster/PG_VERSION",
            "version",
            "evidence/a\nb",
            "tables/setting; drop table person/000000")) {
      assertThatThrownBy(() -> Backup.restore(forged(name), temp.resolve("forged"), "x"))
          .as(name)
          .isInstanceOfSatisfying(
              StoplogException.class,
              e -> assertThat(e.problem()).isEqualTo(Problem.BACKUP_INVALID))
          .hasMessageEndingWith("has a name that no backup has");
    }
    assertThat(temp.resolve("evil")).doesNotExist();
    assertThat(temp.resolve("forged")).doesNotExist();
  }

  /** A backup in order but for the name of its one entry. */
  private static Path forged(String name) throws IOException {
    byte[] content = {1};
    Hashing hashing = new Hashing();
    hashing.update(content, 1);
    BackupManifest manifest = new BackupManifest(1, Map.of(), Map.of(name, hashing.hex()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      entry(tar, name, content);
      entry(tar, BackupManifest.NAME, manifest.toJson().getBytes(StandardCharsets.UTF_8));
    }
    return zipped(out.toByteArray());
  }

  private static void entry(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  @Test
  void leavesAnEmptyFolderWhenItsContentDoesNotFitTheSchema() throws IOException {
    Path root = Files.createDirectory(temp.resolve("misfit"));
    Path unknown = Files.copy(forged("tables/no_such/000000"), temp.resolve("unknown"));
    assertThat(problem(() -> Backup.restore(unknown, root, "x"))).isEqualTo(Problem.BACKUP_INVALID);
    Path malformed = Files.copy(forged("tables/setting/000000"), temp.resolve("malformed"));
    assertThat(problem(() -> Backup.restore(malformed, root, "x")))
        .isEqualTo(Problem.DATABASE_FAILED);
    assertThat(root).isEmptyDirectory();
    Backup.restore(archive, root, "x");
  }

  @Test
  void refusesATargetThatIsNotEmptyOrExists() throws IOException {
    Path full = Files.createDirectory(temp.resolve("full"));
    Files.writeString(full.resolve("mine"), "x");
    assertThat(problem(() -> Backup.restore(archive, full, "x")))
        .isEqualTo(Problem.DATA_FOLDER_UNUSABLE);
    assertThat(problem(() -> Backup.restore(archive, temp.resolve("data"), "x")))
        .isEqualTo(Problem.DATA_FOLDER_UNUSABLE);
    assertThat(full.resolve("mine")).hasContent("x");
    try (DataFolder folder = DataFolder.open(temp.resolve("data"));
        Database database = Database.start(folder, SECRET)) {
      assertThat(problem(() -> Backup.write(folder, database, archive, Progress.NONE)))
          .isEqualTo(Problem.USAGE);
      Path inside = folder.root().resolve("backup");
      assertThat(problem(() -> Backup.write(folder, database, inside, Progress.NONE)))
          .isEqualTo(Problem.USAGE);
      assertThat(get(database, "later")).isEqualTo("not in the backup");
    }
  }

  @Test
  @Timeout(60)
  void keepsSweepersAway() throws Exception {
    try (DataFolder folder = DataFolder.open(temp.resolve("swept"));
        Database database = Database.start(folder, "x")) {
      try (Connection copying = database.connect()) {
        WarehouseLock.holdForCopy(copying);
        assertThat(database.transaction(WarehouseLock::mayDelete)).isFalse();
      }
      while (!database.transaction(WarehouseLock::mayDelete)) {
        Thread.onSpinWait(); // until the server has seen that the copier's connection is closed
      }
    }
  }

  private static Verification checked(Database database) {
    return database.transaction(c -> AuditCheck.run(c, List.of(), Progress.NONE));
  }
}
