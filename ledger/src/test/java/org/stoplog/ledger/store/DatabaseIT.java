package org.stoplog.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.ResultSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseIT {
  @TempDir Path temp;

  @Test
  void keepsWhatWasCommittedOverAStop() {
    long t0 = System.nanoTime();
    try (DataFolder folder = DataFolder.open(temp.resolve("data"));
        Database database = Database.start(folder, "secret")) {
      System.out.println("first start ms " + (System.nanoTime() - t0) / 1_000_000);
      database.transaction(
          connection -> {
            connection.createStatement().execute("insert into setting values ('a', 'b')");
            return true;
          });
      t0 = System.nanoTime();
    }
    System.out.println("stop ms " + (System.nanoTime() - t0) / 1_000_000);
    t0 = System.nanoTime();
    try (DataFolder folder = DataFolder.open(temp.resolve("data"));
        Database database = Database.start(folder, "secret")) {
      System.out.println("second start ms " + (System.nanoTime() - t0) / 1_000_000);
      String value =
          database.transaction(
              connection -> {
                try (ResultSet row =
                    connection.createStatement().executeQuery("select value from setting")) {
                  row.next();
                  return row.getString(1);
                }
              });
      assertThat(value).isEqualTo("b");
    }
  }
}
