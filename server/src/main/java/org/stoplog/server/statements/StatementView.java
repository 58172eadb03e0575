package org.stoplog.server.statements;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.incidents.FrozenFigures;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;

/** Makes the pages on which statements are written. */
final class StatementView {
  private static final int MOST_EXPOSURES = 20;

  private final IncidentDoor door;
  private final PublicDoor publicDoor;
  private final Publishing publishing;
  private final Approvals approvals;
  private final ServerClock clock;

  StatementView(
      IncidentDoor door,
      PublicDoor publicDoor,
      Publishing publishing,
      Approvals approvals,
      ServerClock clock) {
    this.door = door;
    this.publicDoor = publicDoor;
    this.publishing = publishing;
    this.approvals = approvals;
    this.clock = clock;
  }

  /** What is refused, and what was typed for it. */
  record Refused(@Nullable String error, String typed) {
    static final Refused NOTHING = new Refused(null, "");
  }

  StatementPage page(IncidentDoor.Seen seen, Caller caller, Refused refused) {
    JdbcClient jdbc = seen.jdbc();
    StatementRows rows = new StatementRows(jdbc, door);
    Statement statement = rows.of(seen.id()).orElse(null);
    Content draft = statement == null ? null : statement.draft();
    Statement.Revision last = statement == null ? null : rows.last(statement).orElse(null);
    List<String> warnings =
        draft == null
            ? List.of()
            : Stream.concat(
                    Lint.of(draft, last == null).stream(), Lint.timing(clock.now()).stream())
                .toList();
    return new StatementPage(
        seen.path(),
        seen.name(),
        Statement.pathOf(seen.id()),
        statement == null ? "" : statement.slug(),
        statement == null || statement.published() == 0
            ? null
            : address(Places.Live.ROOT + "/" + statement.slug()),
        seen.works() && caller.may(Permission.WORK_ON_INCIDENTS),
        !door.exposures(jdbc, seen.id(), 1).isEmpty(),
        draft == null ? null : draft(draft, last),
        draft == null ? null : publishing.contradiction(jdbc, seen.id(), draft),
        statement == null
            ? null
            : approvals
                .waiting(jdbc, Publishing.ACT, seen.id().toString())
                .map(waiting -> "/approvals/" + waiting.id())
                .orElse(null),
        statement == null ? List.of() : flags(jdbc, statement, last),
        warnings,
        statement == null
            ? List.of()
            : rows.documents(statement.slug()).stream().map(this::line).toList(),
        refused.error(),
        refused.typed());
  }

  private @Nullable String address(String path) {
    Origin origin = publicDoor.origin();
    return origin == null ? null : origin.base() + path;
  }

  private StatementPage.Line line(Document document) {
    Instant next = document.nextUpdate();
    return new StatementPage.Line(
        document.number(),
        Times.second(document.published()),
        document.texts().getFirst().note(),
        next == null ? "none" : StatementForm.written(next) + " UTC",
        address(Places.Live.ROOT + "/" + document.slug() + "/" + document.number()));
  }

  private static StatementPage.Draft draft(Content draft, Statement.@Nullable Revision last) {
    Instant next = draft.nextUpdate();
    Document before = last == null ? null : last.document();
    return new StatementPage.Draft(
        draft.publisher(),
        "exposure "
            + draft.figures().exposure()
            + ", frozen "
            + Times.second(draft.figures().asOf()),
        next == null ? "none" : StatementForm.written(next) + " UTC",
        draft.withdraws(),
        draft.filled(last == null ? null : last.content().figures()).stream()
            .map(text -> PublicStatementPage.text(text, before))
            .toList(),
        before == null ? null : Times.second(before.published()));
  }

  /** What of the public text the newest exposure does not bear out. */
  private List<String> flags(
      JdbcClient jdbc, Statement statement, Statement.@Nullable Revision last) {
    List<String> flags = new ArrayList<>();
    FrozenFigures now = door.latestFigures(jdbc, statement.incident()).orElse(null);
    if (last == null || now == null || last.content().withdraws()) {
      return flags;
    }
    flags.addAll(last.content().contradictions(now));
    Figures figures = Figures.of(now, last.content().figures().supplier(), 0);
    List<String> changed = figures == null ? List.of() : last.content().outdated(figures);
    if (!changed.isEmpty()) {
      flags.add(
          "Exposure "
              + now.exposure()
              + " has other numbers than what is public: "
              + String.join(", ", changed)
              + ".");
    }
    Instant next = statement.nextUpdate();
    if (next != null && !clock.now().isBefore(next)) {
      flags.add(
          "The update that was promised by " + StatementForm.written(next) + " UTC is overdue.");
    }
    return flags;
  }

  StatementEditPage edit(
      IncidentDoor.Seen seen,
      Statement statement,
      StatementForm.Typed typed,
      Map<String, String> errors) {
    List<StatementEditPage.Text> texts = new ArrayList<>();
    for (Content.Text text : typed.texts()) {
      texts.add(
          new StatementEditPage.Text(
              texts.size(), text.language(), text.title(), text.body(), text.note()));
    }
    if (texts.size() < StatementForm.MOST_LANGUAGES) {
      texts.add(new StatementEditPage.Text(texts.size(), "", "", "", ""));
    }
    return new StatementEditPage(
        seen.path(),
        seen.name(),
        statement.path() + "/edit",
        statement.path(),
        statement.edits(),
        statement.published() == 0,
        typed.publisher(),
        typed.nextUpdate(),
        typed.isLast(),
        typed.withdraws(),
        exposures(seen, typed.exposure()),
        texts,
        errors,
        FieldText.FIELDS.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(field -> new StatementEditPage.Choice(field.getKey(), field.getValue(), false))
            .toList());
  }

  private List<StatementEditPage.Choice> exposures(IncidentDoor.Seen seen, String chosen) {
    return door.exposures(seen.jdbc(), seen.id(), MOST_EXPOSURES).stream()
        .map(
            one ->
                new StatementEditPage.Choice(
                    Long.toString(one.exposure()),
                    "Exposure "
                        + one.exposure()
                        + ", scope version "
                        + one.scope()
                        + ", frozen "
                        + Times.second(one.at()),
                    Long.toString(one.exposure()).equals(chosen)))
        .toList();
  }

  /** What a new draft begins with: what was said last, with the newest numbers. */
  StatementForm.Typed first(IncidentDoor.Seen seen, Statement statement) {
    Content draft = statement.draft();
    String newest =
        door.exposures(seen.jdbc(), seen.id(), 1).stream()
            .map(one -> Long.toString(one.exposure()))
            .findFirst()
            .orElse("");
    if (draft != null) {
      return StatementForm.Typed.of(draft);
    }
    Statement.Revision last = new StatementRows(seen.jdbc(), door).last(statement).orElse(null);
    if (last == null) {
      return Starter.form(newest);
    }
    Content said = last.content();
    return new StatementForm.Typed(
        said.publisher(),
        newest,
        "",
        false,
        false,
        said.texts().stream()
            .map(text -> new Content.Text(text.language(), text.title(), text.body(), ""))
            .toList());
  }
}
