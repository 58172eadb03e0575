package org.stoplog.ledger.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.store.AuditChain;
import org.stoplog.ledger.store.Checkpoint;
import tools.jackson.databind.JsonNode;

/** Follows the extract of the audit log from its first entry to the checkpoint of the pack. */
final class PackLog {
  private final PackArchive archive;
  private final PackManifest manifest;
  private final List<Checkpoint> elsewhere;
  private final Consumer<String> wrong;
  private final List<String> said = new ArrayList<>();

  PackLog(
      PackArchive archive,
      PackManifest manifest,
      List<Checkpoint> elsewhere,
      Consumer<String> wrong) {
    this.archive = archive;
    this.manifest = manifest;
    this.elsewhere = elsewhere;
    this.wrong = wrong;
  }

  List<String> said() {
    return List.copyOf(said);
  }

  void check(PackTexts texts, Progress progress, List<String> unchecked) {
    Checkpoint end = checkpoint();
    if (end == null) {
      return;
    }
    AuditChain chain = new AuditChain(texts::hear);
    List<Checkpoint> met = new ArrayList<>();
    progress.step("Following the audit log", Progress.UNKNOWN, "entries");
    try {
      PackRows.lines(
          archive,
          PackFormat.AUDIT,
          "\n",
          line -> {
            chain.line(line);
            for (Checkpoint one : elsewhere) {
              if (one.entry() == chain.last()) {
                meet(one, chain, met);
              }
            }
          });
    } catch (IllegalArgumentException e) {
      wrong.accept("In " + PackFormat.AUDIT + ", " + e.getMessage() + ".");
      return;
    }
    if (!chain.isAt(end)) {
      wrong.accept("The extract of the log does not lead to the entry that was signed.");
      return;
    }
    if (!isCounted(chain)) {
      wrong.accept("The extract of the log has other entries than the manifest counts.");
      return;
    }
    said.add(
        "The log's extract: %s shown, %s as hashes alone, linked from entry %d to the signed entry %d of %s."
            .formatted(
                Numbers.of(Numbers.grouped(chain.shownCount()), "entry", "entries"),
                Numbers.grouped(chain.hiddenCount()),
                Math.max(chain.first(), chain.unlinkedBefore()),
                end.entry(),
                end.at()));
    if (chain.unlinkedBefore() > 0) {
      unchecked.add(
          "That entries before %d are linked to the signed one: they are from a version whose entries show nothing without what they say."
              .formatted(chain.unlinkedBefore()));
    }
    for (Checkpoint one : elsewhere) {
      if (!met.contains(one)) {
        unchecked.add(
            "The checkpoint of %s, of entry %d: the extract goes from %d to %d."
                .formatted(one.at(), one.entry(), chain.first(), end.entry()));
      }
    }
  }

  private boolean isCounted(AuditChain chain) {
    JsonNode counts = manifest.root().path("audit");
    return counts.path("from").asLong(-1) == chain.first()
        && counts.path("shown").asLong(-1) == chain.shownCount()
        && counts.path("hidden").asLong(-1) == chain.hiddenCount();
  }

  private void meet(Checkpoint one, AuditChain chain, List<Checkpoint> met) {
    met.add(one);
    if (chain.isAt(one)) {
      said.add("The checkpoint of %s that was given is in the chain.".formatted(one.at()));
    } else {
      wrong.accept(
          "Entry %d is not the one that was signed at %s.".formatted(one.entry(), one.at()));
    }
  }

  /** The checkpoint of the pack; null, and told, when it is not one of its own log. */
  @Nullable Checkpoint checkpoint() {
    try {
      Checkpoint end =
          Checkpoint.parse(
              archive.bytes(PackFormat.CHECKPOINT, PackFormat.LARGEST_SMALL),
              PackFormat.CHECKPOINT);
      boolean isOurs =
          end.key().equals(manifest.key())
              && elsewhere.stream().allMatch(one -> one.folder().equals(end.folder()))
              && manifest.root().path("record").path("entry").asLong(Long.MAX_VALUE) <= end.entry();
      if (!isOurs) {
        wrong.accept("The checkpoint in the pack is not of its own log, or is older than it.");
        return null;
      }
      return end;
    } catch (StoplogException e) {
      wrong.accept("The checkpoint in the pack is none: " + e.getMessage() + ".");
      return null;
    }
  }
}
