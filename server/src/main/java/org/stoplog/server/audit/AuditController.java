package org.stoplog.server.audit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.store.AuditCheck;
import org.stoplog.ledger.store.Verification;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** The log as a page. */
@Controller
final class AuditController {
  static final int PAGE = 50;
  private static final String NOBODY = "program";

  private final Pages pages;
  private final Transactions transactions;
  private final ActorNames names;

  AuditController(Pages pages, Transactions transactions, ActorNames names) {
    this.pages = pages;
    this.transactions = transactions;
    this.names = names;
  }

  @Access(value = Permission.READ_AUDIT, listener = Listener.INTERNAL)
  @GetMapping("/audit")
  View list(
      @RequestParam(name = "act", defaultValue = "") String act,
      @RequestParam(name = "actor", defaultValue = "") String actor,
      @RequestParam(name = "from", defaultValue = "") String from,
      @RequestParam(name = "to", defaultValue = "") String to,
      @RequestParam(name = "before", defaultValue = "9223372036854775807") long before) {
    return page(new AuditPage.Filter(act, actor, from, to), before, null);
  }

  /** By POST, since it reads the whole log. */
  @Access(value = Permission.READ_AUDIT, listener = Listener.INTERNAL)
  @PostMapping("/audit/check")
  View check() {
    AuditPage.Check check =
        switch (transactions.inTurn(
            connection -> AuditCheck.run(connection, List.of(), Progress.NONE))) {
          case Verification.Intact intact ->
              new AuditPage.Check(
                  true,
                  "All %,d entries follow one another. Head: %s"
                      .formatted(intact.entries(), intact.head())
                      .replace(',', '\u2009'));
          case Verification.Broken broken ->
              new AuditPage.Check(false, "The log is not whole: " + broken.what() + ".");
        };
    return page(new AuditPage.Filter("", "", "", ""), Long.MAX_VALUE, check);
  }

  private View page(AuditPage.Filter filter, long before, AuditPage.@Nullable Check check) {
    Map<UUID, String> known = names.names();
    String error = null;
    AuditEntries.Query query;
    try {
      query = query(filter, before);
    } catch (DateTimeParseException | IllegalArgumentException e) {
      error = "The filter is not understood. Write a time as 2026-11-25 or 2026-11-25T14:00.";
      query = new AuditEntries.Query(null, null, false, null, null, before);
    }
    AuditEntries.Query asked = query;
    List<AuditEntries.Entry> found =
        transactions.run(jdbc -> new AuditEntries(jdbc).page(asked, PAGE + 1));
    List<String> acts = transactions.run(jdbc -> new AuditEntries(jdbc).acts());
    List<AuditEntries.Entry> shown = found.subList(0, Math.min(PAGE, found.size()));
    AuditPage page =
        new AuditPage(
            filter,
            acts,
            known.entrySet().stream()
                .map(one -> new AuditPage.Actor(one.getKey().toString(), one.getValue()))
                .sorted(java.util.Comparator.comparing(AuditPage.Actor::name))
                .toList(),
            shown.stream().map(entry -> line(entry, known)).toList(),
            before == Long.MAX_VALUE,
            found.size() > PAGE ? older(filter, shown.getLast().seq()) : null,
            error,
            check);
    return pages.view("audit", page, error == null ? 200 : 422);
  }

  private static AuditPage.Line line(AuditEntries.Entry entry, Map<UUID, String> known) {
    UUID actor = entry.actor();
    String who = actor == null ? NOBODY : known.getOrDefault(actor, "unknown");
    return new AuditPage.Line(
        entry.seq(), Times.second(entry.at()), entry.act(), who, entry.detail());
  }

  static AuditEntries.Query query(AuditPage.Filter filter, long before) {
    boolean isByNobody = filter.actor().equals(NOBODY);
    return new AuditEntries.Query(
        filter.act().isEmpty() ? null : filter.act(),
        filter.actor().isEmpty() || isByNobody ? null : UUID.fromString(filter.actor()),
        isByNobody,
        time(filter.from(), 0),
        time(filter.to(), 1),
        before);
  }

  /** A day, or a day and time, in UTC. */
  private static @Nullable Instant time(String text, int days) {
    String plain = text.strip();
    if (plain.isEmpty()) {
      return null;
    }
    if (plain.length() == "2026-11-25".length()) {
      return LocalDate.parse(plain).plusDays(days).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    return plain.endsWith("Z")
        ? Instant.parse(plain)
        : LocalDateTime.parse(plain.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
  }

  private static String older(AuditPage.Filter filter, long before) {
    return "/audit?act=%s&actor=%s&from=%s&to=%s&before=%d"
        .formatted(
            encoded(filter.act()),
            encoded(filter.actor()),
            encoded(filter.from()),
            encoded(filter.to()),
            before);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
