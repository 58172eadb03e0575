package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.testing.Prepared;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A user's desk: a folder with small files, a data folder and a keyset, and the commands. */
final class Desk {
  private static final Prepared NEW = new Prepared(home -> new Desk(home).done("batches"));

  private static final Prepared WITH_A_SUPPLIER =
      new Prepared(home -> new Desk(home).importASupplier());

  private static final Prepared WITH_A_RECORD =
      new Prepared(home -> new Desk(home).importARecord());

  private final CommandRun run = new CommandRun();
  private final Path home;

  Desk(Path home) throws IOException {
    this.home = home;
    // Under root the database runs as another user, who has to get through the folder.
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
  }

  Path path(String name) {
    return home.resolve(name);
  }

  /** Writes a file. @return its path as text */
  String file(String name, String... lines) throws IOException {
    Files.createDirectories(path(name).getParent());
    return Files.write(path(name), List.of(lines)).toString();
  }

  /** Ten people, u0 to u9, with e-mail addresses p0@example.org to p9@example.org. */
  String people() throws IOException {
    List<String> lines = new ArrayList<>(List.of("user_id,email,plan,country"));
    for (int i = 0; i < 10; i++) {
      lines.add("u" + i + ",p" + i + "@example.org," + (i < 5 ? "pro" : "free") + ",DE");
    }
    return file("people.csv", lines.toArray(String[]::new));
  }

  /** A list of the e-mail addresses of people from one number to before another. */
  String emails(String name, int from, int to) throws IOException {
    List<String> lines = new ArrayList<>(List.of("email"));
    for (int i = from; i < to; i++) {
      lines.add("p" + i + "@example.org");
    }
    return file(name, lines.toArray(String[]::new));
  }

  /** A data folder and its keyset, as the first command made them. */
  void makeAFolder() throws IOException {
    NEW.into(home);
  }

  /** A data folder into which the supplier Acme was imported, with a connection. */
  void register() throws IOException {
    WITH_A_SUPPLIER.into(home);
  }

  private void importASupplier() throws IOException {
    done("import", "suppliers", file("suppliers.csv", "supplier,connection", "Acme,web"));
  }

  /**
   * A data folder into which the people were imported, the supplier Acme, and what it was sent
   * about u0 to u3.
   */
  void keepARecord() throws IOException {
    WITH_A_RECORD.into(home);
  }

  private void importARecord() throws IOException {
    done("import", "people", people());
    importASupplier();
    done("import", "disclosures", sent(), "--supplier", "Acme", "--connection", "web");
  }

  String sent() throws IOException {
    return file(
        "sent.csv",
        "user_id,email,sent_at",
        "u0,p0@example.org,2025-03-01T10:00:00Z",
        "u1,p1@example.org,2025-03-02T10:00:00Z",
        "u2,p2@example.org,2025-03-03T10:00:00Z",
        "u3,p3@example.org,2025-03-04T10:00:00Z");
  }

  /** Runs a command on the data folder and keyset of the desk. @return its exit code */
  int run(String... args) {
    return runOn("data", "keys", args);
  }

  int runOn(String data, String keys, String... args) {
    return run.of(arguments(data, keys, args).toArray(String[]::new));
  }

  List<String> arguments(String data, String keys, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--json", "--quiet", "--data", path(data).toString()));
    all.addAll(List.of("--keys", path(keys).toString()));
    return all;
  }

  /** Runs a command that must succeed. @return what it printed */
  JsonNode done(String... args) {
    assertThat(run(args)).as(run.err()).isZero();
    return out();
  }

  JsonNode out() {
    return new JsonMapper().readTree(run.out());
  }

  String printed() {
    return run.out();
  }

  JsonNode error() {
    return new JsonMapper().readTree(run.err());
  }

  /** Runs a command that must fail so. @return its message */
  String refused(Problem problem, String... args) {
    assertThat(run(args)).as(run.err()).isEqualTo(problem.exitCode());
    assertThat(error().get("problem").asString()).isEqualTo(problem.slug());
    return error().get("message").asString();
  }

  /** Files under a folder of the data folder. */
  List<Path> under(String folder) throws IOException {
    Path root = path("data").resolve(folder);
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
