package org.stoplog.server.severance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.View;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.Uploads;

/** Imports what to know of connections from a file: looked at first, then done whole. */
@Controller
final class InventoryImportController {
  static final String PATH = SeverancesController.PATH + "/import";
  private static final String SOURCE = "connections";
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_LINES = 100;
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final Transactions transactions;
  private final ServerClock clock;

  InventoryImportController(Pages pages, Transactions transactions, ServerClock clock) {
    this.pages = pages;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View ask() {
    return pages.view(
        "severance-import", new InventoryImportPage(List.of(), null, "", List.of(), 0));
  }

  private View wrong(List<String> errors) {
    return pages.view(
        "severance-import", new InventoryImportPage(errors, null, "", List.of(), 0), UNPROCESSABLE);
  }

  /** Says what it would change, and changes nothing. */
  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View look(@RequestParam(name = "file", required = false) @Nullable MultipartFile file) {
    if (file == null || file.isEmpty() || file.getSize() > MOST_BYTES) {
      return wrong(List.of("Choose a CSV file of at most 1 MB that is not empty."));
    }
    UUID by = Caller.signedIn().account();
    byte[] content = bytes(file);
    String text = text(content);
    if (text == null) {
      return wrong(List.of("The file is not in UTF-8. Save it as CSV in UTF-8."));
    }
    InventoryCsv.Read read =
        transactions.inTurn(db -> InventoryCsv.read(text, known(db, SupplierView.client(db))));
    if (!read.errors().isEmpty()) {
      return wrong(read.errors());
    }
    Uploads.Upload upload =
        new Uploads.Upload(SOURCE, List.of(new Uploads.Part("connections.csv", content)));
    UUID id = transactions.run(jdbc -> new Uploads(jdbc).keep(by, upload, clock.realNow()));
    List<String> lines =
        read.changes().stream()
            .limit(MOST_LINES)
            .map(one -> one.line().name() + ": " + one.words())
            .toList();
    return pages.view(
        "severance-import",
        new InventoryImportPage(
            List.of(),
            id.toString(),
            read.changes().isEmpty()
                ? "All of it is there already."
                : "%s of %s would change."
                    .formatted(
                        Numbers.of(read.changes().size(), "connection"),
                        Numbers.of(read.rows(), "line")),
            lines,
            read.changes().size() - lines.size()));
  }

  @Access(value = Permission.EDIT_SUPPLIERS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{id}")
  View take(@PathVariable("id") UUID id) {
    UUID by = Caller.signedIn().account();
    return transactions.actIf(
        act -> {
          Uploads.Upload upload =
              new Uploads(act.jdbc())
                  .take(id, by, clock.realNow())
                  .filter(one -> one.source().equals(SOURCE))
                  .orElse(null);
          String text = upload == null ? null : text(upload.parts().getFirst().content());
          if (text == null) {
            return wrong(
                List.of("The file is no longer here: it waits for an hour. Choose it again."));
          }
          // What it would change is worked out anew: somebody may have changed it meanwhile.
          act.jdbc().sql("select id from connection order by id for update").query().listOfRows();
          InventoryCsv.Read read = InventoryCsv.read(text, known(act.connection(), act.jdbc()));
          if (!read.errors().isEmpty()) {
            return wrong(read.errors());
          }
          for (InventoryCsv.Change one : read.changes()) {
            if (!Inventory.save(act.jdbc(), one.line().id(), one.plan(), one.credentials())) {
              throw new IllegalStateException("a locked connection changed");
            }
          }
          act.record(
              by,
              "connections.plans-imported",
              Map.of("rows", read.rows(), "changed", read.changes().size()));
          return Redirects.see(SeverancesController.PATH);
        });
  }

  private static Map<String, List<Line>> known(Connection db, JdbcClient jdbc) {
    Map<String, Integer> suppliers = new LinkedHashMap<>();
    jdbc.sql("select id, name from supplier order by name")
        .query(
            row -> {
              suppliers.put(row.getString(2), row.getInt(1));
            });
    Map<String, List<Line>> known = new LinkedHashMap<>();
    suppliers.forEach((name, id) -> known.put(name, new Inventory(db, jdbc).of(id)));
    return known;
  }

  private static byte[] bytes(MultipartFile file) {
    try {
      return file.getBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String text(byte[] content) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
