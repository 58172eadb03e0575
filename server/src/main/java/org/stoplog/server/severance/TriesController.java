package org.stoplog.server.severance;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.CsvLines;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Transactions;

/** Who still tries to reach a supplier that is cut, to be taken away. */
@Controller
final class TriesController {
  private final Transactions transactions;

  TriesController(Transactions transactions) {
    this.transactions = transactions;
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL)
  @GetMapping("/suppliers/{id}/severance/attempts.csv")
  ResponseEntity<byte[]> csv(@PathVariable("id") int id) {
    CsvLines csv =
        new CsvLines(
            "connection", "host", "application", "requests", "some_before_cut", "first", "last");
    transactions
        .run(
            jdbc -> {
              Suppliers.name(jdbc, id);
              return Tries.of(jdbc, id, Tries.MOST);
            })
        .forEach(
            one ->
                csv.add(
                    one.connection(),
                    one.host(),
                    one.app(),
                    one.requests(),
                    one.isMixed() ? "yes" : "no",
                    one.first(),
                    one.last()));
    return csv.download("attempts.csv");
  }
}
