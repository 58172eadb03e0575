package org.stoplog.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

class DataFolderTest {
  @TempDir Path temp;

  @Test
  void refusesAPathThatAQueryWouldTakeForAPattern() {
    assertThatThrownBy(() -> DataFolder.open(temp.resolve("data[1]")))
        .isInstanceOf(StoplogException.class)
        .hasMessageContaining("choose another place");
    assertThat(temp.resolve("data[1]")).doesNotExist();
  }

  @Test
  void makesItsFoldersForItsOwnerOnly() throws IOException {
    try (DataFolder folder = DataFolder.open(temp.resolve("a/b"))) {
      String mode = ServerAccount.isRoot() ? "rwx--x--x" : "rwx------";
      assertThat(mode(folder.root())).isEqualTo(mode);
      assertThat(mode(folder.postgres())).isEqualTo(mode);
      assertThat(mode(folder.warehouse())).isEqualTo("rwx------");
      assertThat(mode(folder.evidence())).isEqualTo("rwx------");
      assertThat(mode(folder.temp())).isEqualTo("rwx------");
      assertThat(mode(folder.work())).isEqualTo("rwx------");
      assertThat(mode(folder.root().resolve("lock"))).isEqualTo("rw-------");
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void opensAgainAfterItWasClosed() {
    DataFolder.open(temp.resolve("data")).close();
    DataFolder.open(temp.resolve("data")).close();
    assertThat(temp.resolve("data/version")).hasContent("1");
  }

  @Test
  void refusesToBeOpenTwiceInOneProcessAndKeepsItsLock() throws Exception {
    Path root = temp.resolve("data");
    try (DataFolder folder = DataFolder.open(root)) {
      assertThat(refusal(root))
          .hasMessage(folder.root() + " is held by process " + ProcessHandle.current().pid());
      // The refused attempt must not have dropped the lock that other processes see.
      assertThat(openElsewhere(root)).contains("DATA_FOLDER_IN_USE");
    }
  }

  @Test
  void isTheSameFolderThroughALink() throws IOException {
    Path root = temp.resolve("data");
    Path link = Files.createSymbolicLink(temp.resolve("link"), root);
    try (DataFolder folder = DataFolder.open(root)) {
      assertThat(refusal(link).problem()).isEqualTo(Problem.DATA_FOLDER_IN_USE);
      assertThat(folder.root()).isEqualTo(root.toRealPath());
    }
  }

  @Test
  void namesTheOtherProcessThatHoldsIt() throws Exception {
    Path root = temp.resolve("data");
    Holder.Started holder = Holder.start(root, "folder");
    StoplogException refusal = refusal(root);
    assertThat(refusal.problem()).isEqualTo(Problem.DATA_FOLDER_IN_USE);
    assertThat(refusal).hasMessageEndingWith("is held by process " + holder.process().pid());
    holder.kill();
    DataFolder.open(root).close();
  }

  @Test
  void emptiesWhatIsTemporaryButNotWhatALinkPointsAt() throws IOException {
    Path root = temp.resolve("data");
    DataFolder.open(root).close();
    Path precious = Files.writeString(temp.resolve("precious"), "x");
    Files.createDirectories(root.resolve("temp/deep/er"));
    Files.writeString(root.resolve("temp/deep/er/spill"), "x");
    Files.writeString(root.resolve("work/half"), "x");
    Files.writeString(root.resolve("warehouse/kept"), "x");
    Files.createSymbolicLink(root.resolve("work/link"), precious);
    Files.createSymbolicLink(root.resolve("work/up"), temp);
    try (DataFolder folder = DataFolder.open(root)) {
      assertThat(folder.temp()).isEmptyDirectory();
      assertThat(folder.work()).isEmptyDirectory();
      assertThat(folder.warehouse().resolve("kept")).exists();
      assertThat(precious).hasContent("x");
    }
  }

  @Test
  void refusesANewerLayout() throws IOException {
    Path root = temp.resolve("data");
    DataFolder.open(root).close();
    Files.writeString(root.resolve("version"), "2\n");
    assertThat(refusal(root).problem()).isEqualTo(Problem.DATA_FOLDER_NEWER);
    Files.writeString(root.resolve("version"), "two");
    assertThat(refusal(root).problem()).isEqualTo(Problem.DATA_FOLDER_UNUSABLE);
    Files.writeString(root.resolve("version"), "1\n");
    DataFolder.open(root).close();
  }

  @Test
  void refusesAFolderOfSomethingElseAndLeavesItAlone() throws IOException {
    Path home = Files.createDirectory(temp.resolve("home"));
    Files.writeString(home.resolve("letter.txt"), "x");
    assertThat(refusal(home)).hasMessage(home + " is not empty and was not made by stoplog");
    assertThat(home.toFile().list()).containsExactly("letter.txt");
  }

  @Test
  void takesAFolderThatWasLeftBeforeItWasMade() throws IOException {
    Path root = Files.createDirectory(temp.resolve("data"));
    Files.writeString(root.resolve("lock"), "1\n");
    Files.writeString(root.resolve("version.new"), "");
    DataFolder.open(root).close();
  }

  @Test
  void refusesAFileAndAFolderThatItCannotMake() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "");
    assertThat(refusal(file)).hasMessage(file + " is a file, not a folder");
    StoplogException refusal = refusal(Path.of("/proc/stoplog"));
    assertThat(refusal.problem()).isEqualTo(Problem.DATA_FOLDER_UNUSABLE);
    assertThat(refusal).hasMessageStartingWith("/proc/stoplog cannot be made or read: ");
  }

  @Test
  void refusesAnUnfinishedRestore() throws IOException {
    Path root = temp.resolve("data");
    DataFolder.openForRestore(root).close();
    assertThat(refusal(root)).hasMessageContaining("a restore that did not finish");
  }

  private StoplogException refusal(Path root) {
    try {
      DataFolder.open(root).close();
    } catch (StoplogException e) {
      return e;
    }
    throw new AssertionError(root + " was opened");
  }

  /** What another process is told. */
  private static String openElsewhere(Path root) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                Opener.class.getName(),
                root.toString())
            .start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  static final class Opener {
    private Opener() {}

    public static void main(String[] arguments) {
      try {
        DataFolder.open(Path.of(arguments[0])).close();
        System.out.println("opened");
      } catch (StoplogException e) {
        System.out.println(e.problem());
      }
    }
  }
}
