package org.stoplog.server.suppliers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.apps.AppSource;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Imports suppliers from a file: tried first and shown, then done. */
@Controller
final class ImportController {
  private static final int MOST_FILES = 5;
  private static final int MOST_LINES = 100;
  private static final int LONGEST_NAME = 80;

  private final Pages pages;
  private final Transactions transactions;
  private final ServerClock clock;
  private final Path temp;

  ImportController(Pages pages, Transactions transactions, ServerClock clock, Ledger ledger) {
    this.pages = pages;
    this.transactions = transactions;
    this.clock = clock;
    this.temp = ledger.stores().folder().temp();
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/suppliers/import")
  View ask() {
    return page(SupplierImport.FILE, List.of(), null, 200);
  }

  /** Tries it: all that it would do is done, looked at, and taken back. */
  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping("/suppliers/import")
  View look(
      @RequestParam(name = "source", defaultValue = SupplierImport.FILE) String source,
      @RequestParam(name = "file", required = false) @Nullable List<MultipartFile> files) {
    UUID caller = Caller.signedIn().account();
    try {
      Uploads.Upload upload = new Uploads.Upload(source, parts(files));
      SupplierImport read = SupplierImport.read(upload, temp);
      SupplierImport.Done done = transactions.inTurn(read::trial);
      UUID id = transactions.run(jdbc -> new Uploads(jdbc).keep(caller, upload, clock.realNow()));
      return page(source, List.of(), preview(id, source, done), 200);
    } catch (StoplogException e) {
      if (!SupplierImport.isOfFile(e)) {
        throw e;
      }
      return page(source, String.valueOf(e.getMessage()).lines().toList(), null, 422);
    }
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping("/suppliers/import/{id}")
  View take(@PathVariable("id") UUID id) {
    UUID caller = Caller.signedIn().account();
    return Edits.actIf(transactions, act -> take(act, caller, id));
  }

  private View take(Act act, UUID caller, UUID id) throws SQLException {
    Uploads.Upload upload = new Uploads(act.jdbc()).take(id, caller, clock.realNow()).orElse(null);
    if (upload == null) {
      String gone = "The file is no longer here: it waits for an hour. Choose it again.";
      return page(SupplierImport.FILE, List.of(gone), null, 422);
    }
    SupplierImport.Done done = SupplierImport.read(upload, temp).take(act.connection());
    act.record(caller, done.act(), done.detail());
    boolean isRegister = upload.source().equals(SupplierImport.FILE);
    return Redirects.see(isRegister ? "/suppliers/register" : "/suppliers/review");
  }

  private static List<Uploads.Part> parts(@Nullable List<MultipartFile> files) {
    List<Uploads.Part> parts = new ArrayList<>();
    for (MultipartFile file : files == null ? List.<MultipartFile>of() : files) {
      if (file.isEmpty()) {
        continue;
      }
      try {
        parts.add(new Uploads.Part(name(file.getOriginalFilename()), file.getBytes()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    if (parts.isEmpty() || parts.size() > MOST_FILES) {
      throw new StoplogException(
          Problem.REQUEST_INVALID,
          parts.isEmpty() ? "Choose a file first." : "At most " + MOST_FILES + " files at once.");
    }
    return parts;
  }

  /** The end of it, without what could be a folder or turn the text around. */
  private static String name(@Nullable String given) {
    String end = given == null ? "" : given.replaceAll(".*[/\\\\]", "");
    String clean = end.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}]", "");
    return clean.isEmpty() ? "file" : clean.substring(Math.max(0, clean.length() - LONGEST_NAME));
  }

  private static ImportPage.Preview preview(UUID id, String source, SupplierImport.Done done) {
    boolean isRegister = source.equals(SupplierImport.FILE);
    int shown = Math.min(MOST_LINES, done.lines().size());
    return new ImportPage.Preview(
        "/suppliers/import/" + id,
        done.title(),
        isRegister ? "Import these suppliers" : "Put these apps into the queue",
        done.lines().subList(0, shown),
        done.lines().size() - shown,
        done.lines().isEmpty());
  }

  private View page(
      String source, List<String> errors, ImportPage.@Nullable Preview preview, int status) {
    List<TonightPage.Choice> sources =
        Stream.concat(
                Stream.of(
                    new TonightPage.Choice(
                        SupplierImport.FILE, "a suppliers file (CSV, XLSX or JSON)")),
                Arrays.stream(AppSource.values())
                    .map(
                        one ->
                            new TonightPage.Choice(
                                one.slug(), "the list of apps of " + one.label())))
            .toList();
    return pages.view("supplier-import", new ImportPage(source, sources, errors, preview), status);
  }
}
