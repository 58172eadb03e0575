package org.stoplog.server.suppliers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.register.Register;
import org.stoplog.ledger.register.RegisterFormat;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;

/** The register as a file, out and in, for programs. */
@Controller
final class RegisterApi {
  static final String PATH = ApiAnswers.ROOT + "/register";

  private static final String LOOK = "look";
  private static final String TAKE = "take";

  private final Transactions transactions;
  private final Ledger ledger;

  RegisterApi(Transactions transactions, Ledger ledger) {
    this.transactions = transactions;
    this.ledger = ledger;
  }

  /**
   * What a file brought, or would bring.
   *
   * @param taken false when it was only looked at
   * @param title numbers, for people
   * @param lines rows that come and go, for people
   */
  record Imported(boolean taken, String title, List<String> lines) {
    Imported {
      lines = List.copyOf(lines);
    }
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("All of the register as a suppliers file in CSV.")
  @GetMapping(PATH + ".csv")
  ResponseEntity<byte[]> csv() {
    return file(RegisterFormat.CSV);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("All of the register as a suppliers file, a workbook (XLSX).")
  @GetMapping(PATH + ".xlsx")
  ResponseEntity<byte[]> workbook() {
    return file(RegisterFormat.XLSX);
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("All of the register as a suppliers file in JSON.")
  @GetMapping(PATH + ".json")
  ResponseEntity<byte[]> json() {
    return file(RegisterFormat.JSON);
  }

  private ResponseEntity<byte[]> file(RegisterFormat format) {
    return Downloads.register(format, transactions.inTurn(db -> new Register(db).export()));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary(
      "Takes a suppliers file (CSV, XLSX or JSON), as multipart/form-data; with mode=look it only"
          + " says what would change. Takes no Idempotency-Key: the same file again changes"
          + " nothing.")
  @PostMapping(PATH)
  ResponseEntity<Imported> take(
      @RequestParam(name = "file", required = false) @Nullable MultipartFile file,
      @RequestParam(name = "mode", defaultValue = TAKE) String mode) {
    if (file == null || file.isEmpty()) {
      throw new InvalidBody("/file", "Send a file that is not empty, as multipart/form-data.");
    }
    if (!mode.equals(LOOK) && !mode.equals(TAKE)) {
      throw new InvalidBody("/mode", "Say " + LOOK + " or " + TAKE + ".");
    }
    UUID caller = Caller.signedIn().account();
    SupplierImport read = read(file);
    if (mode.equals(LOOK)) {
      return answer(false, transactions.inTurn(read::trial));
    }
    return answer(
        true,
        Edits.actIf(
            transactions,
            act -> {
              SupplierImport.Done done = read.take(act.connection());
              act.record(caller, done.act(), done.detail());
              return done;
            }));
  }

  private SupplierImport read(MultipartFile file) {
    try {
      Uploads.Part part = new Uploads.Part("the file", file.getBytes());
      return SupplierImport.read(
          new Uploads.Upload(SupplierImport.FILE, List.of(part)), ledger.stores().folder().temp());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (StoplogException e) {
      throw SupplierImport.isOfFile(e) && e.problem().status() >= 500
          ? new StoplogException(Problem.REGISTER_INVALID, String.valueOf(e.getMessage()), e)
          : e;
    }
  }

  private static ResponseEntity<Imported> answer(boolean taken, SupplierImport.Done done) {
    return ApiAnswers.ok(new Imported(taken, done.title(), done.lines()));
  }
}
