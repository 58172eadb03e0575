package org.stoplog.server.statements;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.incidents.ExposureNews;
import org.stoplog.server.incidents.FrozenFigures;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Act;

/** Holds each new exposure against what was published, in the transaction that freezes it. */
final class Contradictions implements ExposureNews {
  private final IncidentDoor door;

  Contradictions(IncidentDoor door) {
    this.door = door;
  }

  @Override
  public void frozen(Act act, UUID incident, long exposure) {
    JdbcClient jdbc = act.jdbc();
    StatementRows rows = new StatementRows(jdbc, door);
    Statement statement = rows.lock(incident).orElse(null);
    FrozenFigures now = door.figures(jdbc, incident, exposure).orElse(null);
    if (statement == null || statement.published() == 0 || now == null) {
      return;
    }
    Content said = rows.last(statement).orElseThrow().content();
    if (said.withdraws()) {
      return;
    }
    boolean isContradicted = !said.contradictions(now).isEmpty();
    Figures figures = Figures.of(now, said.figures().supplier(), 0);
    boolean isOutdated = figures != null && !said.outdated(figures).isEmpty();
    rows.flag(statement.id(), isContradicted ? exposure : null, isOutdated ? exposure : null);
    if (isContradicted || isOutdated) {
      door.tell(
          jdbc,
          incident,
          null,
          isContradicted ? "statement.contradicted" : "statement.outdated",
          Long.toString(exposure));
    }
  }
}
