package org.stoplog.server.subprocessors;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;
import org.springframework.web.util.HtmlUtils;
import org.stoplog.ledger.store.CanonicalJson;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.PublicDoor;
import org.stoplog.server.platform.PublicPages;
import org.stoplog.server.platform.PublicTransactions;

/** The list of sub-processors for the world: to read, for programs, and as a feed of changes. */
@Controller
final class PublicSubProcessors {
  static final String PATH = "/sub-processors";
  private static final int MOST_CHANGES = 50;

  private final PublicPages pages;
  private final PublicTransactions transactions;
  private final PublicDoor door;

  PublicSubProcessors(PublicPages pages, PublicTransactions transactions, PublicDoor door) {
    this.pages = pages;
    this.transactions = transactions;
    this.door = door;
  }

  private List<SubProcessor> all() {
    return transactions.run(
        jdbc ->
            jdbc.sql("select * from public_sub_processors()")
                .query((row, number) -> SubProcessor.of(row))
                .list());
  }

  private static List<SubProcessor> shown(List<SubProcessor> all) {
    return all.stream()
        .filter(one -> one.gone() == null)
        .sorted(
            java.util.Comparator.comparing(one -> one.name().toLowerCase(java.util.Locale.ROOT)))
        .toList();
  }

  /** Something that changed, with an id that stays. */
  private record Change(String id, Instant at, String what, SubProcessor of) {}

  /** The newest first. */
  private static List<Change> changes(List<SubProcessor> all) {
    List<Change> changes = new ArrayList<>();
    for (SubProcessor one : all) {
      changes.add(new Change(one.id().toString(), one.shown(), "added", one));
      Instant gone = one.gone();
      if (gone != null) {
        String id = UUID.nameUUIDFromBytes(("gone " + one.id()).getBytes(UTF_8)).toString();
        changes.add(new Change(id, gone, "removed", one));
      }
    }
    changes.sort(java.util.Comparator.comparing(Change::at).reversed().thenComparing(Change::id));
    return changes.subList(0, Math.min(MOST_CHANGES, changes.size()));
  }

  private static String day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC).toString();
  }

  private static @Nullable Instant updated(List<SubProcessor> all) {
    return all.stream().map(SubProcessor::changed).max(Instant::compareTo).orElse(null);
  }

  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @GetMapping(PATH)
  View page() {
    List<SubProcessor> all = all();
    Instant updated = updated(all);
    return pages.view(
        "public-sub-processors",
        new PublicSubProcessorsPage(
            shown(all).stream()
                .map(
                    one ->
                        new PublicSubProcessorsPage.Line(
                            one.name(),
                            one.domain() == null ? "" : one.domain(),
                            one.purpose(),
                            one.data(),
                            one.place(),
                            one.since().toString()))
                .toList(),
            changes(all).stream()
                .map(
                    one ->
                        new PublicSubProcessorsPage.Change(
                            day(one.at()), one.of().name() + ": " + one.what()))
                .toList(),
            updated == null ? "" : day(updated)),
        "en");
  }

  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @GetMapping(PATH + ".json")
  ResponseEntity<byte[]> json() {
    List<SubProcessor> all = all();
    Instant updated = updated(all);
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("version", 1);
    list.put("updated", updated == null ? null : updated.toString());
    list.put("sub_processors", shown(all).stream().map(PublicSubProcessors::item).toList());
    list.put(
        "changes",
        changes(all).stream()
            .map(
                one ->
                    Map.of("at", one.at().toString(), "what", one.what(), "name", one.of().name()))
            .toList());
    return file("application/json", CanonicalJson.write(list));
  }

  private static Map<String, Object> item(SubProcessor one) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("name", one.name());
    item.put("domain", one.domain());
    item.put("purpose", one.purpose());
    item.put("data", one.data());
    item.put("place", one.place());
    item.put("since", one.since().toString());
    return item;
  }

  /** RFC 4287; an id for each change. */
  @Access(value = Permission.ANYONE, listener = Listener.PUBLIC)
  @GetMapping(PATH + ".atom")
  ResponseEntity<byte[]> atom() {
    List<SubProcessor> all = all();
    Instant updated = updated(all);
    String base = door.origin() == null ? "" : door.origin().base();
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    out.append("<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<id>")
        .append(escaped(base + PATH))
        .append("</id>\n<title>Sub-processors</title>\n<updated>")
        .append(updated == null ? Instant.EPOCH : updated)
        .append("</updated>\n<link rel=\"self\" href=\"")
        .append(escaped(base + PATH + ".atom"))
        .append("\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"")
        .append(escaped(base + PATH))
        .append("\"/>\n<author><name>Stoplog</name></author>\n");
    for (Change one : changes(all)) {
      out.append("<entry><id>urn:uuid:")
          .append(one.id())
          .append("</id><title>")
          .append(escaped(one.of().name() + ": " + one.what()))
          .append("</title><updated>")
          .append(one.at())
          .append("</updated><summary>")
          .append(escaped(one.of().purpose() + "; " + one.of().data() + "; " + one.of().place()))
          .append("</summary></entry>\n");
    }
    return file("application/atom+xml", out.append("</feed>\n").toString());
  }

  private static String escaped(String text) {
    return HtmlUtils.htmlEscapeDecimal(text, "UTF-8");
  }

  private static ResponseEntity<byte[]> file(String type, String text) {
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(type + ";charset=UTF-8"))
        .body(text.getBytes(UTF_8));
  }
}
