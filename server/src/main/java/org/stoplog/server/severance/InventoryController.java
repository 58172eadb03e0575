package org.stoplog.server.severance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.CsvLines;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Transactions;

/** What to know of all connections, to be printed: it is needed when nothing else works. */
@Controller
final class InventoryController {
  private final Transactions transactions;

  InventoryController(Transactions transactions) {
    this.transactions = transactions;
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping(SeverancesController.PATH + "/connections.csv")
  ResponseEntity<byte[]> csv() {
    CsvLines csv = new CsvLines(InventoryCsv.HEADER);
    transactions.inTurn(
        db -> {
          JdbcClient jdbc = SupplierView.client(db);
          Map<Integer, String> suppliers = new TreeMap<>();
          jdbc.sql("select id, name from supplier")
              .query(
                  row -> {
                    suppliers.put(row.getInt(1), row.getString(2));
                  });
          List<Map.Entry<Integer, String>> byName = new ArrayList<>(suppliers.entrySet());
          byName.sort(Map.Entry.comparingByValue(String.CASE_INSENSITIVE_ORDER));
          for (Map.Entry<Integer, String> supplier : byName) {
            List<Severance> holding =
                new SeveranceRows(jdbc)
                    .of(supplier.getKey()).stream().filter(Severance::holds).toList();
            for (Line line : new Inventory(db, jdbc).of(supplier.getKey())) {
              add(csv, supplier.getValue(), line, holding);
            }
          }
          return true;
        });
    return csv.download("connections.csv");
  }

  private static void add(CsvLines csv, String supplier, Line line, List<Severance> holding) {
    csv.add(
        supplier,
        line.name(),
        line.kind(),
        line.engagementName(),
        line.owner(),
        SeveranceWords.standing(line, holding),
        SupplierView.how(line),
        line.plan().link(),
        line.plan().effect(),
        line.plan().dependency(),
        line.plan().fallback(),
        InventoryCsv.text(line.credentials()));
  }
}
