package org.stoplog.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.identity.RecipientKey;
import org.stoplog.ledger.identity.RecipientPair;
import org.stoplog.ledger.pack.PackCheck;
import org.stoplog.ledger.pack.PackLine;
import org.stoplog.ledger.pack.PackReport;
import org.stoplog.ledger.store.Checkpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/**
 * Evidence packs, as whoever gets one meets them: with no server and no data folder. Only {@code
 * make} asks a server.
 */
@Command(
    name = "pack",
    description =
        "Make and check evidence packs, and open the files that say who their pseudonyms are.")
final class PackCommand implements Callable<Integer> {
  private final Session session;

  PackCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    throw new StoplogException(
        Problem.USAGE, "say what to do: pack verify, line, key, open or make");
  }

  @Command(
      name = "verify",
      description = "Check a pack: every hash, its signature, its numbers, the log's extract.")
  int verify(
      @Parameters(paramLabel = "FILE", description = "The pack.") Path file,
      @Option(
              names = "--key",
              paramLabel = "FILE",
              description = "The public key that must have signed it, of: stoplog audit key.")
          @Nullable Path key,
      @Option(
              names = "--checkpoint",
              paramLabel = "FILE",
              arity = "1..*",
              description = "Checkpoints of the same log that were kept elsewhere.")
          @Nullable List<Path> checkpoints) {
    PackCheck.Known known =
        new PackCheck.Known(
            key == null ? null : AuditCommand.publicKey(key),
            checkpoints == null ? List.of() : checkpoints.stream().map(Checkpoint::read).toList());
    PackReport report;
    try (CommandProgress progress = session.progress()) {
      report = PackCheck.run(file, known, progress);
    }
    if (session.json()) {
      session.printJson(report);
    } else {
      print(report);
    }
    if (!report.isGood()) {
      throw new StoplogException(
          Problem.PACK_INVALID,
          file
              + " cannot be relied on: "
              + Numbers.of(report.wrong().size(), "thing")
              + " in it is not as it must be. The first: "
              + report.wrong().getFirst());
    }
    return 0;
  }

  private void print(PackReport report) {
    Table table = new Table("FACT", "VALUE");
    table.row("incident", report.incident());
    table.row("edition", report.edition());
    table.row("made", report.madeAt());
    table.row("pack", report.pack());
    table.row("signed by", report.key());
    table.row("SHA-256", report.sha256());
    table.row("files", report.files());
    table.row("bytes", report.bytes());
    session.print(table);
    part("Checked, and right:", report.checked());
    part("WRONG:", report.wrong());
    part("Not checked here:", report.unchecked());
    if (report.isGood()) {
      session.println("");
      session.println(
          report.keyCompared()
              ? "The pack is whole, and signed by the key you gave."
              : "The pack is whole. Whether its key is theirs, only they can tell you.");
    }
  }

  private void part(String title, List<String> lines) {
    if (!lines.isEmpty()) {
      session.println("");
      session.println(title);
      // What stands in a stranger's pack could move the cursor.
      lines.forEach(
          line -> session.println("  - " + line.replaceAll("[\\p{Cntrl}\\p{Cf}]", "\ufffd")));
    }
  }

  @Command(
      name = "make",
      description = "Have a running server make a pack; a person takes it on its page.")
  int make(
      @Mixin ServerOptions where,
      @Parameters(paramLabel = "INCIDENT", description = "INC-3, or its number.") String incident,
      @Option(
              names = "--edition",
              paramLabel = "WORD",
              defaultValue = "authority",
              description = "authority or public (default: ${DEFAULT-VALUE}).")
          String edition) {
    try (ServerApi api = where.open(session)) {
      String packs = IncidentCommand.path(api, incident) + "/packs";
      JsonNode started = api.post(packs, Map.of("edition", edition)).body();
      new ServerWork(session, api).await(started.path("work").asString(""));
      JsonNode pack = api.get(packs + "/" + started.path("pack").asString("")).body();
      if (session.json()) {
        session.printJson(pack);
      } else {
        session.println(
            "Made: pack "
                + pack.path("number").asInt(0)
                + ", SHA-256 "
                + SupplierCommand.text(pack, "sha256", "unknown"));
      }
    }
    return 0;
  }

  @Command(
      name = "line",
      description = "Give one person's proofs alone, with what shows that they were signed.")
  int line(
      @Parameters(paramLabel = "FILE", description = "The pack.") Path file,
      @Parameters(paramLabel = "PERSON", description = "The pseudonym.") String person) {
    List<PackLine> lines = PackLine.of(file, person);
    if (lines.isEmpty()) {
      throw new StoplogException(
          Problem.PERSON_UNKNOWN, "no list of " + file + " has a person of this pseudonym");
    }
    session.printJson(lines);
    return 0;
  }

  @Command(
      name = "key",
      description =
          "Make the key that a key file is sealed to (new), or show its public half (show).")
  int key(
      @Parameters(paramLabel = "new|show", description = "What to do.") String what,
      @Parameters(paramLabel = "FILE", description = "The private half; keep it.") Path file,
      @Option(
              names = "--new-passphrase-file",
              paramLabel = "FILE",
              description = "Lock the new key by the first line of this file.")
          @Nullable Path passphrase) {
    RecipientPair pair =
        switch (what) {
          case "new" -> RecipientPair.create(file, Secrets.fromFile(passphrase));
          case "show" -> read(file);
          default -> throw new StoplogException(Problem.USAGE, "pack key new, or pack key show");
        };
    RecipientKey key = pair.publicHalf();
    if (session.json()) {
      session.printJson(Map.of("id", key.id(), "publicKey", key.text()));
    } else {
      session.println(key.text());
      session.note(
          "stoplog: give this line to whoever sends you a key file, and read them its id on another"
              + " way: "
              + key.id());
    }
    return 0;
  }

  private RecipientPair read(Path file) {
    return Secrets.withPassphrase(session, passphrase -> RecipientPair.read(file, passphrase));
  }

  @Command(
      name = "open",
      description = "Open a key file: a list that says who the pseudonyms of a pack are.")
  int open(
      @Parameters(paramLabel = "KEYFILE", description = "The sealed file.") Path file,
      @Option(
              names = "--private",
              required = true,
              paramLabel = "FILE",
              description = "Your half of the key, of: stoplog pack key new.")
          Path key,
      @Option(
              names = "--out",
              required = true,
              paramLabel = "FILE",
              description = "Write the list to a new file, which only you can read.")
          Path out) {
    Ledgers.mustExist(List.of(file));
    if (Files.exists(out)) {
      throw new StoplogException(Problem.USAGE, out + " exists already: name a new file");
    }
    RecipientPair pair = read(key);
    Map<String, String> about;
    boolean isDone = false;
    try {
      try (RecipientPair.Opened opened = pair.open(Files.newInputStream(file), file.toString());
          OutputStream to = fresh(out)) {
        opened.content().transferTo(to);
        about = opened.about();
        isDone = true;
      } finally {
        if (!isDone) {
          // What was not read to its end is not what was sealed.
          Files.deleteIfExists(out);
        }
      }
    } catch (IOException e) {
      throw new StoplogException(
          Problem.PACK_SEALED, file + " cannot be opened to its end: it was altered", e);
    }
    KeepingCommands.told(
        session,
        out,
        "It names people of pack "
            + about.getOrDefault("pack", "unknown")
            + ", SHA-256 "
            + about.getOrDefault("sha256", "unknown")
            + ".");
    return 0;
  }

  private static OutputStream fresh(Path out) throws IOException {
    Files.createFile(
        out, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.newOutputStream(out, StandardOpenOption.WRITE);
  }
}
