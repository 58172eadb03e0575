package org.stoplog.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.register.ImportResult;
import org.stoplog.ledger.register.Offer;
import org.stoplog.ledger.register.OwnSuppliers;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterDiff;
import org.stoplog.ledger.register.RegisterFile;
import org.stoplog.ledger.register.RegisterFormat;
import org.stoplog.ledger.register.Row;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Suppliers files of any format: into a register and out of it. */
final class SupplierFiles {
  private final Session session;

  SupplierFiles(Session session) {
    this.session = session;
  }

  /** Where an export goes and how it is written. */
  static final class Out {
    @Parameters(
        arity = "0..1",
        paramLabel = "FILE",
        description = "A new file: .csv, .xlsx or .json; without one it is printed.")
    @Nullable Path file;

    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        description = "csv, xlsx or json; else the end of FILE's name says it.")
    @Nullable String format;

    /**
     * @throws StoplogException USAGE when nothing says it, or the file is there
     */
    RegisterFormat format(boolean json) {
      Path to = file;
      if (to != null && Files.exists(to)) {
        throw taken(to);
      }
      String said = format;
      if (said != null) {
        return RegisterFormat.ofName("." + said).orElseThrow(() -> unclear("--format " + said));
      }
      if (to == null) {
        return json ? RegisterFormat.JSON : RegisterFormat.CSV;
      }
      return RegisterFormat.ofName(to.toString()).orElseThrow(() -> unclear(to.toString()));
    }

    private static StoplogException unclear(String what) {
      return new StoplogException(
          Problem.USAGE, what + " names no format: it is csv, xlsx or json");
    }

    private static StoplogException taken(Path file) {
      return new StoplogException(Problem.USAGE, file + " exists already: name a new file");
    }
  }

  /** Writes it where it was asked for; a new file can be read by its owner alone. */
  void write(Out out, byte[] content) {
    Path file = out.file;
    if (file == null) {
      session.out().writeBytes(content);
      session.out().flush();
      return;
    }
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try (OutputStream to = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
        to.write(content);
      }
    } catch (FileAlreadyExistsException e) {
      throw Out.taken(file);
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, file + " cannot be written", e);
    }
    KeepingCommands.told(session, file, "It names suppliers' contacts; only you can read it.");
  }

  /** All of the register of a data folder. */
  int export(Out out) {
    RegisterFormat format = out.format(session.json());
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (Ledger ledger = Ledgers.open(session)) {
      List<Row> rows = ledger.inTransaction(db -> new Register(db).export());
      RegisterFile.write(format, content, rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    write(out, content.toByteArray());
    return 0;
  }

  /** What an import did. For JSON, too: what is known of those of whom the register says little. */
  private record Imported(@JsonUnwrapped ImportResult changed, List<Offer> offers) {}

  /** What an import would do, for JSON. */
  private record Looked(
      @JsonUnwrapped ImportResult changed,
      List<Map<String, String>> goes,
      List<Map<String, String>> comes) {}

  /** Brings a file in. @return what changed, for JSON */
  Object take(Ledger ledger, Path file) {
    List<Row> rows = read(ledger, file);
    ImportResult result = ledger.importSuppliers(rows);
    List<Offer> offers =
        ledger.inTransaction(
            db -> Offer.of(rows, new Register(db).all(), new OwnSuppliers(db).known()));
    if (!session.json()) {
      session.println(file.getFileName() + ": " + rows.size() + " rows, suppliers imported");
      print(offers);
    }
    return new Imported(result, offers);
  }

  /** Says what a file would change, and changes nothing. @return the same, for JSON */
  Object look(Ledger ledger, Path file) {
    List<Row> rows = read(ledger, file);
    RegisterDiff diff = ledger.inTransaction(db -> RegisterDiff.tried(db, rows));
    if (!session.json()) {
      diff.goes().forEach(row -> session.println("goes: " + plain(RegisterDiff.words(row))));
      diff.comes().forEach(row -> session.println("comes: " + plain(RegisterDiff.words(row))));
      boolean isThere = diff.goes().isEmpty() && diff.comes().isEmpty();
      session.println(
          file.getFileName()
              + ": "
              + rows.size()
              + (isThere ? " rows, all of it is there already" : " rows, looked at only"));
    }
    return new Looked(diff.result(), cells(diff.goes()), cells(diff.comes()));
  }

  private static List<Row> read(Ledger ledger, Path file) {
    return new RegisterFile(ledger.stores().folder().temp()).read(file);
  }

  private static List<Map<String, String>> cells(List<Row> rows) {
    List<Map<String, String>> all = new ArrayList<>();
    for (Row row : rows) {
      Map<String, String> cells = new LinkedHashMap<>();
      row.cells()
          .forEach(
              (column, text) -> {
                if (!text.isEmpty()) {
                  cells.put(column.header(), text);
                }
              });
      all.add(cells);
    }
    return all;
  }

  private void print(List<Offer> offers) {
    for (Offer offer : offers) {
      session.println(
          "  "
              + offer.supplier()
              + " may be "
              + offer.known()
              + " ("
              + offer.kind()
              + ")"
              + (offer.domains().isEmpty()
                  ? ""
                  : ", domains "
                      + String.join(" ", offer.domains())
                      + " ("
                      + offer.domainsCertainty()
                      + ")"));
    }
    if (!offers.isEmpty()) {
      session.println(
          "  Nothing of this was taken over. stoplog suppliers known NAME tells the rest.");
    }
  }

  /** The same from a running server. */
  int export(ServerApi api, Out out) {
    RegisterFormat format = out.format(session.json());
    write(
        out,
        api.content("/register." + format.ending(), format.mediaType().replaceFirst(";.*", "")));
    return 0;
  }

  /**
   * Gives a file to a running server.
   *
   * @param isLook whether it only says what would change
   */
  int take(ServerApi api, Path file, boolean isLook) {
    Ledgers.mustExist(List.of(file));
    JsonNode answer =
        api.upload("/register", file, Map.of("mode", isLook ? "look" : "take")).body();
    if (session.json()) {
      session.printJson(answer);
      return 0;
    }
    answer.get("lines").forEach(line -> session.println(plain(line.asString(""))));
    session.println(SupplierCommand.text(answer, "title", ""));
    return 0;
  }

  private static String plain(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ");
  }
}
