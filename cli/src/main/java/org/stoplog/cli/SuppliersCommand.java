package org.stoplog.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.KnownSupplier;
import org.stoplog.catalog.KnownSupplierRow;
import org.stoplog.catalog.KnownSuppliers;
import org.stoplog.catalog.KnownSuppliersCsv;
import org.stoplog.catalog.SupplierFact;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.apps.ReviewItem;
import org.stoplog.ledger.apps.ReviewQueue;
import org.stoplog.ledger.register.OwnSuppliers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is known of the suppliers that many companies have, and the apps that wait for a look. */
@Command(
    name = "suppliers",
    description =
        "Look up common suppliers; review the apps of identity providers; export the register.")
final class SuppliersCommand implements Callable<Integer> {
  private static final int LARGEST = 16 << 20;

  private final Session session;

  SuppliersCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    throw new StoplogException(
        Problem.USAGE, "say what to do: suppliers known, own, review or export");
  }

  @Command(
      name = "known",
      description = "List common suppliers, or tell all that is known of one and how sure it is.")
  int known(
      @Parameters(
              arity = "0..1",
              paramLabel = "QUERY",
              description = "A name, host, SDK package, or part of a name or kind.")
          @Nullable String query) {
    KnownSuppliers all = all();
    List<KnownSupplier> found = query == null ? all.all() : all.search(query);
    if (session.json()) {
      session.printJson(found.stream().map(SuppliersCommand::json).toList());
      return 0;
    }
    if (found.isEmpty()) {
      session.note("stoplog: none is known by that; it may still be one of your suppliers");
    } else if (found.size() == 1) {
      print(found.getFirst());
    } else {
      Table table = new Table("SUPPLIER", "NAME", "KIND", "DOMAINS", "CHECKED");
      for (KnownSupplier one : found) {
        List<String> domains = one.list(SupplierFact.DOMAINS);
        table.row(
            one.id(),
            one.name(),
            one.kind(),
            (domains.isEmpty() ? SupplierFact.UNKNOWN : domains.getFirst())
                + (domains.size() > 1 ? " +" + (domains.size() - 1) : ""),
            one.checked());
      }
      session.print(table);
    }
    return 0;
  }

  @Command(
      name = "own",
      description = "Say what your company knows better: a file replaces all that it said before.")
  int own(
      @Parameters(
              arity = "0..1",
              paramLabel = "FILE",
              description = "CSV with the columns that this prints without a FILE.")
          @Nullable Path file) {
    List<KnownSupplierRow> rows =
        file == null ? List.of() : KnownSuppliersCsv.read(text(file), name(file));
    try (Ledger ledger = Ledgers.open(session)) {
      if (file == null) {
        List<KnownSupplierRow> there = ledger.inTransaction(db -> new OwnSuppliers(db).rows());
        if (session.json()) {
          session.printJson(there.stream().map(KnownSupplierRow::cells).toList());
        } else {
          session.out().print(KnownSuppliersCsv.write(there));
        }
        return 0;
      }
      ledger
          .stores()
          .commit(
              "suppliers.own",
              List.of(),
              db -> {
                new OwnSuppliers(db).replace(rows);
                return Map.of("rows", rows.size());
              });
    }
    if (session.json()) {
      session.printJson(Map.of("rows", rows.size()));
    } else {
      session.println(name(file) + ": " + rows.size() + " suppliers of your own");
    }
    return 0;
  }

  @Command(
      name = "review",
      description =
          "List the apps that wait, and decide: only what is accepted enters the register.")
  int review(
      @Option(
              names = "--accept",
              arity = "1..*",
              paramLabel = "ID",
              description = "Put these into the register.")
          @Nullable List<Integer> accept,
      @Option(
              names = "--accept-all",
              description = "Put all into the register but those with a warning.")
          boolean acceptAll,
      @Option(
              names = "--dismiss",
              arity = "1..*",
              paramLabel = "ID",
              description = "Take these out of the queue for good.")
          @Nullable List<Integer> dismiss) {
    Set<Integer> accepted = accept == null ? Set.of() : new TreeSet<>(accept);
    Set<Integer> dismissed = dismiss == null ? Set.of() : new TreeSet<>(dismiss);
    if (acceptAll && !accepted.isEmpty()) {
      throw new StoplogException(Problem.USAGE, "give --accept or --accept-all, not both");
    }
    try (Ledger ledger = Ledgers.open(session)) {
      if (acceptAll || !accepted.isEmpty() || !dismissed.isEmpty()) {
        decide(ledger, accepted, acceptAll, dismissed);
      }
      printWaiting(ledger.inTransaction(db -> new ReviewQueue(db).pending()));
    }
    return 0;
  }

  @Command(
      name = "export",
      description = "Write all of the register: a file that stoplog import suppliers takes.")
  int export(@Mixin SupplierFiles.Out out) {
    return new SupplierFiles(session).export(out);
  }

  private void decide(
      Ledger ledger, Set<Integer> accepted, boolean acceptAll, Set<Integer> dismissed) {
    try (CommandProgress progress = session.progress()) {
      ledger
          .stores()
          .commit(
              "suppliers.reviewed",
              List.of(),
              db -> {
                ReviewQueue queue = new ReviewQueue(db);
                int out = dismissed.isEmpty() ? 0 : queue.dismiss(dismissed);
                int in = acceptAll ? queue.acceptAll(progress) : queue.accept(accepted, progress);
                return Map.of("accepted", in, "dismissed", out);
              });
    }
  }

  private void printWaiting(List<ReviewItem> waiting) {
    if (session.json()) {
      session.printJson(waiting);
      return;
    }
    if (waiting.isEmpty()) {
      session.println("No app waits.");
      return;
    }
    Table table =
        new Table("ID", "FROM", "APP", "KIND", "SUPPLIER", "DOMAIN", "BY", "SCOPES", "WARNING");
    for (ReviewItem item : waiting) {
      String domain = item.domain();
      String warning = item.warning();
      table.row(
          item.id(),
          item.source(),
          item.app(),
          item.kind(),
          item.supplier(),
          domain == null ? "" : domain,
          item.evidence(),
          item.scopes().size(),
          warning == null ? "" : warning);
    }
    session.print(table);
  }

  /** Without a data folder there is nothing of the company's own. */
  private KnownSuppliers all() {
    if (!Files.exists(session.dataFolder().resolve("postgres"))) {
      return KnownSuppliers.seed();
    }
    try (Ledger ledger = Ledgers.open(session)) {
      return ledger.inTransaction(db -> new OwnSuppliers(db).known());
    }
  }

  private void print(KnownSupplier one) {
    session.println(one.name() + " (" + one.id() + "), " + one.kind());
    Table table = new Table("FACT", "HOW SURE", "WHAT");
    for (SupplierFact fact : SupplierFact.values()) {
      table.row(fact.label(), one.certainty(fact).words(), one.text(fact));
    }
    session.print(table);
    session.println(
        one.sources().isEmpty()
            ? "No source was read: look before you rely on it."
            : "Sources, read on " + one.checked() + ": " + String.join(" ", one.sources()));
  }

  private static Map<String, Object> json(KnownSupplier one) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", one.id());
    json.put("name", one.name());
    json.put("kind", one.kind());
    for (SupplierFact fact : SupplierFact.values()) {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("text", one.text(fact));
      told.put("list", one.list(fact));
      told.put("certainty", one.certainty(fact).words());
      json.put(fact.column(), told);
    }
    json.put("sources", one.sources());
    json.put("checked", one.checked());
    return json;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String text(Path file) {
    Ledgers.mustExist(List.of(file));
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new StoplogException(Problem.REGISTER_INVALID, name(file) + " is larger than 16 MB");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new StoplogException(Problem.ENCODING_UNREADABLE, name(file) + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, file + " could not be read", e);
    }
  }
}
