package org.stoplog.server.statements;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Ledger;
import org.stoplog.server.accounts.Approvable;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.accounts.ContentHash;
import org.stoplog.server.incidents.FrozenFigures;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.notices.Holds;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;

/** Publishing a revision: what is approved is this text with these numbers of this exposure. */
final class Publishing implements Approvable {
  static final String ACT = "statement.publish";

  private static final int MOST_WARNINGS = 30;

  private final IncidentDoor door;
  private final Ledger ledger;
  private final PublicSite site;
  private final ServerClock clock;

  Publishing(IncidentDoor door, Ledger ledger, PublicSite site, ServerClock clock) {
    this.door = door;
    this.ledger = ledger;
    this.site = site;
    this.clock = clock;
  }

  /** All that is bound, held until the transaction ends. */
  private record Bound(
      Statement statement,
      Content draft,
      Statement.@Nullable Revision last,
      List<Content.Text> texts,
      ContentHash hash) {}

  private Optional<Bound> bound(JdbcClient jdbc, UUID incident) {
    door.lock(jdbc, incident);
    StatementRows rows = new StatementRows(jdbc, door);
    Statement statement = rows.lock(incident).orElse(null);
    Content draft = statement == null ? null : statement.draft();
    if (statement == null || draft == null || contradiction(jdbc, incident, draft) != null) {
      return Optional.empty();
    }
    Statement.Revision last = rows.last(statement).orElse(null);
    List<Content.Text> texts = draft.filled(last == null ? null : last.content().figures());
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("act", ACT);
    content.put("statement", statement.id().toString());
    content.put("after", last == null ? "" : last.sha256());
    content.put("draft", draft.hash().hex());
    content.put("texts", texts.stream().map(Content.Text::map).toList());
    return Optional.of(new Bound(statement, draft, last, texts, ContentHash.of(content)));
  }

  /**
   * What stands against publishing it now: its own text, or the newest exposure. Null for nothing.
   */
  @Nullable String contradiction(JdbcClient jdbc, UUID incident, Content draft) {
    List<String> open = Lint.leftOpen(draft);
    if (!open.isEmpty()) {
      return String.join(" ", open);
    }
    FrozenFigures newest = door.latestFigures(jdbc, incident).orElse(null);
    if (newest == null) {
      return "There is no exposure any more.";
    }
    List<String> wrong = draft.contradictions(newest);
    return wrong.isEmpty() ? null : String.join(" ", wrong);
  }

  /** What to ask for. Empty when there is no draft, or something stands against it. */
  Optional<Approvals.Request> request(JdbcClient jdbc, UUID incident, UUID asker) {
    return bound(jdbc, incident).map(bound -> request(jdbc, bound, asker));
  }

  private Approvals.Request request(JdbcClient jdbc, Bound bound, UUID asker) {
    Content draft = bound.draft();
    Statement statement = bound.statement();
    Statement.Revision last = bound.last();
    List<Approval.Fact> facts = new ArrayList<>();
    facts.add(new Approval.Fact("Statement", statement.slug(), statement.path()));
    facts.add(Approval.Fact.of("Numbers", numbers(draft)));
    Instant next = draft.nextUpdate();
    facts.add(Approval.Fact.of("Promises more by", next == null ? "never" : Times.second(next)));
    List<String> links =
        draft.texts().stream().flatMap(one -> Markdown.links(one.body()).stream()).toList();
    facts.add(
        Approval.Fact.of(
            "Addresses shown as text", links.isEmpty() ? "none" : String.join(" ", links)));
    List<String> warnings = new ArrayList<>(Lint.timing(clock.now()));
    outdated(jdbc, statement.incident(), draft).ifPresent(warnings::add);
    warnings.addAll(Lint.of(draft, last == null));
    warnings.stream()
        .limit(MOST_WARNINGS)
        .forEach(warning -> facts.add(Approval.Fact.of("Look at", warning)));
    if (warnings.size() > MOST_WARNINGS) {
      facts.add(
          Approval.Fact.of(
              "And", (warnings.size() - MOST_WARNINGS) + " more, on the page of the statement"));
    }
    facts.add(
        Approval.Fact.of(
            "To undo it", "a revision stays readable for good; a later one can correct it"));
    return new Approvals.Request(
        asker,
        ACT,
        statement.incident().toString(),
        (draft.withdraws() ? "Withdraw the statement " : "Publish a revision of the statement ")
            + statement.slug(),
        facts,
        lines(bound),
        new StatementRows(jdbc, door).editors(statement.id()));
  }

  private static String numbers(Content draft) {
    return "exposure "
        + draft.figures().exposure()
        + ", frozen "
        + Times.second(draft.figures().asOf())
        + ", SHA-256 "
        + draft.figures().sha256();
  }

  /** A newer exposure that has other numbers. */
  private Optional<String> outdated(JdbcClient jdbc, UUID incident, Content draft) {
    return door.latestFigures(jdbc, incident)
        .map(frozen -> Figures.of(frozen, draft.figures().supplier(), 0))
        .filter(now -> now.exposure() != draft.figures().exposure())
        .map(
            now -> {
              List<String> changed = draft.outdated(now);
              return "Exposure "
                  + now.exposure()
                  + " is newer and has other numbers: "
                  + String.join(", ", changed);
            })
        .filter(words -> !words.endsWith(": "));
  }

  /** The whole text as the world would read it, beside what it reads now. */
  private static List<String> lines(Bound bound) {
    Statement.Revision last = bound.last();
    List<Content.Text> before = last == null ? List.of() : last.document().texts();
    List<String> lines = new ArrayList<>();
    lines.add("Said by: " + bound.draft().publisher());
    for (Content.Text text : bound.texts()) {
      Content.Text earlier =
          before.stream()
              .filter(one -> one.language().equals(text.language()))
              .findFirst()
              .orElse(new Content.Text(text.language(), "", "", ""));
      lines.add("");
      lines.add("Language " + text.language());
      lines.add("What changed: " + text.note());
      lines.addAll(
          TextDiff.signed(
              earlier.title() + "\n" + earlier.body(), text.title() + "\n" + text.body()));
    }
    return lines;
  }

  @Override
  public String act() {
    return ACT;
  }

  @Override
  public Permission approve() {
    return Permission.WORK_ON_INCIDENTS;
  }

  @Override
  public boolean mayDecide(JdbcClient jdbc, UUID account, String target) {
    return door.isWorking(jdbc, UUID.fromString(target), account);
  }

  @Override
  public Optional<ContentHash> current(JdbcClient jdbc, String target) {
    return bound(jdbc, UUID.fromString(target)).map(Bound::hash);
  }

  @Override
  public Done execute(Act act, Approval approval) {
    JdbcClient jdbc = act.jdbc();
    Bound bound = bound(jdbc, UUID.fromString(approval.target())).orElseThrow();
    Statement statement = bound.statement();
    new Holds(jdbc, door).require(statement.incident(), Holds.What.STATEMENTS, clock.realNow());
    Statement.Revision last = bound.last();
    StatementRows rows = new StatementRows(jdbc, door);
    UUID approver = Caller.signedIn().account();
    Instant now = clock.now();
    Document document =
        new Document(
            statement.slug(),
            rows.nextNumber(statement),
            now,
            last == null ? null : last.sha256(),
            bound.draft().publisher(),
            bound.draft().figures().sha256(),
            bound.draft().figures().asOf(),
            bound.draft().nextUpdate(),
            bound.draft().withdraws(),
            bound.texts());
    byte[] bytes = document.bytes();
    Published published =
        new Published(document, bytes, ledger.stores().keys().signStatement(bytes));
    rows.publish(
        statement,
        bound.draft(),
        published,
        new StatementRows.By(approval.askedBy(), approver, now, clock.realNow()));
    door.tell(
        jdbc,
        statement.incident(),
        approver,
        "statement.published",
        document.number() + " of " + statement.slug());
    act.afterwards(site::refresh);
    return new Done(
        "statement.published",
        Map.of(
            "incident", statement.incident().toString(),
            "statement", statement.id().toString(),
            "revision", document.number(),
            "exposure", bound.draft().figures().exposure(),
            "withdraws", document.withdraws(),
            "document", Document.sha256(bytes)),
        statement.path());
  }

  @Override
  public String pathOf(String target) {
    return Statement.pathOf(UUID.fromString(target));
  }
}
