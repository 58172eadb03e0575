package org.stoplog.server.incidents;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.ClaimQuestion;
import org.stoplog.ledger.exposure.Delta;
import org.stoplog.ledger.exposure.ExposureGroups;
import org.stoplog.ledger.exposure.ExposureProof;
import org.stoplog.ledger.exposure.ExposureRun;
import org.stoplog.ledger.exposure.ExposureTallies;
import org.stoplog.ledger.exposure.ScopeAnswer;
import org.stoplog.ledger.exposure.ScopeWords;
import org.stoplog.server.platform.LongWork;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** Computes who is affected by the claims of a scope, and freezes that. */
final class ExposureWork implements LongWork {
  static final String KIND = "incident-exposure";
  static final String INCIDENT = "incident";
  static final String SCOPE = "scope";

  private final Transactions transactions;
  private final Ledger ledger;
  private final Facts facts;
  private final ServerClock clock;
  private final ObjectProvider<ExposureNews> news;

  ExposureWork(
      Transactions transactions,
      Ledger ledger,
      Facts facts,
      ServerClock clock,
      ObjectProvider<ExposureNews> news) {
    this.news = news;
    this.transactions = transactions;
    this.ledger = ledger;
    this.facts = facts;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** What is asked, read in one transaction. */
  private record Asked(
      Incident incident,
      List<String> documents,
      Facts.Named files,
      Set<String> claims,
      @Nullable Path earlier,
      @Nullable Path first) {}

  @Override
  public String run(Task task, Progress progress) {
    UUID id = UUID.fromString(String.valueOf(task.arguments().get(INCIDENT)));
    int scope = Integer.parseInt(String.valueOf(task.arguments().get(SCOPE)));
    Asked asked = transactions.run(jdbc -> asked(jdbc, id, scope));
    // The claims' files are read within; the answer is frozen before they are gone.
    ScopeAnswer answer =
        facts.answering(
            asked.incident().exposureTitle(),
            asked.documents(),
            asked.files(),
            (claims, passwords) ->
                ledger.expose(
                    Scopes.toAsk(asked.incident().exposureTitle(), claims, asked.claims()),
                    null,
                    new ClaimQuestion.With(null, null, List.of(), false, passwords),
                    progress));
    progress.step("Counting", Progress.UNKNOWN, "rows");
    ExposureTallies tallies = ledger.tallies(answer.exposure(), progress);
    ExposureProof proof = ledger.proof(answer.exposure(), progress);
    List<ExposureGroups.Group> groups = ledger.groups(answer.exposure(), progress);
    Delta delta =
        asked.earlier() == null
            ? null
            : ledger.delta(asked.earlier(), answer.exposure().file(), progress);
    Delta sinceFirst =
        asked.first() == null || asked.first().equals(asked.earlier())
            ? null
            : ledger.delta(asked.first(), answer.exposure().file(), progress);
    ScopeNumbers numbers =
        ScopeNumbers.of(
            answer,
            tallies,
            new ScopeWords(answer, ledger.coverages(answer)),
            proof,
            delta,
            sinceFirst);
    return transactions.act(
        act -> {
          new IncidentRows(act.jdbc()).lock(id);
          Incidents.Inside inside =
              new Incidents.Inside(
                  act.jdbc(),
                  ledger.stores().keys(),
                  asked.incident(),
                  new Member(task.by(), true, false));
          long seq =
              new Incidents.Change(inside, act, task.by(), clock)
                  .record(
                      new Timeline.News("exposure.frozen", Long.toString(answer.exposure().id())),
                      Map.of(
                          "exposure",
                          answer.exposure().id(),
                          "scope",
                          scope,
                          "people",
                          answer.exposure().summary().people()));
          new Exposures(act.jdbc(), ledger.stores().keys())
              .add(id, answer.exposure().id(), seq, scope, numbers);
          new ExposureGroupRows(act.jdbc()).add(answer.exposure().id(), groups);
          news.stream().forEach(one -> one.frozen(act, id, answer.exposure().id()));
          return asked.incident().path();
        });
  }

  private Asked asked(org.springframework.jdbc.core.simple.JdbcClient jdbc, UUID id, int scope) {
    Exposures exposures = new Exposures(jdbc, ledger.stores().keys());
    Path earlier =
        exposures.latest(id).map(Exposures.Frozen::sha256).map(this::fileOf).orElse(null);
    Path first = exposures.firstFile(id).map(this::fileOf).orElse(null);
    return new Asked(
        new IncidentRows(jdbc).find(id).orElseThrow(Incidents::unknown),
        new ClaimRows(jdbc, ledger.stores().keys())
            .all(id).stream().map(ClaimRows.Row::document).toList(),
        Facts.files(jdbc, ledger.stores().keys(), id),
        new Scopes(jdbc, ledger.stores().keys()).claims(id, scope),
        earlier,
        first);
  }

  private Path fileOf(String sha256) {
    return ExposureRun.fileOf(ledger.stores().folder(), sha256);
  }
}
