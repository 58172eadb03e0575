package org.stoplog.sample;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Twenty rows as a blackmailer shows them, all out of one month of the analytics supplier. */
final class Proof implements Table {
  static final int ROWS = 20;

  private final World world;

  Proof(World world) {
    this.world = world;
  }

  @Override
  public String file() {
    return SampleFiles.PROOF;
  }

  @Override
  public List<Column> columns() {
    return List.of(
        new Column("distinct_id", Datum.USER_ID),
        new Column("name", Datum.NAME),
        Column.of("last_seen"));
  }

  @Override
  public void rows(Consumer<Row> rows) {
    List<Row> chosen = new ArrayList<>();
    Set<Person> people = new HashSet<>();
    new Lumetrics(world)
        .month(
            Lumetrics.LINK_MONTH,
            event -> {
              if (chosen.size() < ROWS
                  && event.subject() instanceof Subject.Account account
                  && people.add(account.person())) {
                Person person = account.person();
                String day = Span.text(event.day());
                chosen.add(
                    new Row(account, event.day(), null, List.of(person.userId, person.name, day)));
              }
            });
    chosen.forEach(rows);
  }
}
