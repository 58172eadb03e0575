package org.stoplog.ledger.pack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Numbers;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.reader.FileReader;
import org.stoplog.ledger.store.Checkpoint;
import org.stoplog.ledger.store.CheckpointKey;

/**
 * Checks a pack with nothing but itself, and with what was kept elsewhere. Its signature comes
 * first: nothing else of it is read before.
 */
public final class PackCheck {
  private static final int MOST_WRONG = 20;

  private final Path file;
  private final Known known;
  private final Progress progress;
  private final List<String> checked = new ArrayList<>();
  private final List<String> unchecked = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();

  private PackCheck(Path file, Known known, Progress progress) {
    this.file = file;
    this.known = known;
    this.progress = progress;
  }

  /**
   * What was kept elsewhere.
   *
   * @param key that must have signed it; null to believe that which is in it
   * @param checkpoints of the same log, from before or after
   */
  public record Known(@Nullable CheckpointKey key, List<Checkpoint> checkpoints) {
    public Known {
      checkpoints = List.copyOf(checkpoints);
    }
  }

  /**
   * Checks all that can be.
   *
   * @throws StoplogException FILE_NOT_FOUND, FILE_UNREADABLE; PACK_INVALID when it is no pack, or
   *     was not signed so, and nothing in it can be believed
   */
  public static PackReport run(Path file, Known known, Progress progress) {
    try (PackArchive archive = PackArchive.open(file)) {
      return new PackCheck(file, known, progress).run(archive);
    }
  }

  private PackReport run(PackArchive archive) {
    PackManifest manifest = PackManifest.read(archive);
    compareKey(manifest);
    checked.add("The manifest is signed by the key " + manifest.key().id() + ".");
    long bytes = hashes(archive, manifest);
    if (wrong.isEmpty()) {
      if (manifest.isPublic()) {
        PackLog log = new PackLog(archive, manifest, known.checkpoints(), this::isWrong);
        if (log.checkpoint() != null) {
          checked.add("The checkpoint of the log is signed by the same key.");
        }
        unchecked.add(
            "Rows, approvals and the log's extract are not in the public edition: there is nothing"
                + " to count its numbers against.");
      } else {
        inside(archive, manifest);
      }
    }
    unchecked.add(
        "That files named by a hash have the content that is said of them: compare each with its"
            + " SHA-256.");
    unchecked.add(
        "That " + PackFormat.PAPER + " says what " + PackFormat.SUMMARY + " says: read both.");
    unchecked.add("What happened after the pack was made: ask for a newer one.");
    return new PackReport(
        PackManifest.text(manifest.root(), "pack"),
        PackManifest.text(manifest.root(), "edition"),
        PackManifest.text(manifest.root().path("incident"), "name"),
        PackManifest.text(manifest.root(), "madeAt"),
        manifest.key().id(),
        isCompared(),
        FileReader.sha256(file),
        manifest.files().size(),
        bytes,
        checked,
        unchecked,
        wrong);
  }

  private boolean isCompared() {
    return known.key() != null || !known.checkpoints().isEmpty();
  }

  private void compareKey(PackManifest manifest) {
    List<CheckpointKey> keys =
        new ArrayList<>(known.checkpoints().stream().map(Checkpoint::key).toList());
    if (known.key() != null) {
      keys.add(known.key());
    }
    for (CheckpointKey key : keys) {
      if (!key.equals(manifest.key())) {
        throw PackArchive.invalid(
            file,
            "it was signed by the key "
                + manifest.key().id()
                + ", not by "
                + key.id()
                + ", which was given");
      }
    }
    if (keys.isEmpty()) {
      unchecked.add(
          "Whose key "
              + manifest.key().id()
              + " is: compare it on another way, or give the key with --key.");
    }
  }

  /** Every file against its size and hash, and not a byte more than its size. */
  private long hashes(PackArchive archive, PackManifest manifest) {
    progress.step("Checking files", manifest.files().size(), "files");
    long all = 0;
    int done = 0;
    for (PackManifest.Listed listed : manifest.files()) {
      if (progress.stopped()) {
        throw new StoplogException(Problem.INTERRUPTED, "stopped while a pack was being checked");
      }
      if (!isAsListed(archive, listed)) {
        isWrong(listed.name() + " is not what was signed: its size or its hash differs.");
      }
      all += listed.bytes();
      progress.at(++done);
    }
    if (wrong.isEmpty()) {
      checked.add(
          Numbers.of(done, "file")
              + " have the size and SHA-256 that the manifest lists, and there is no other.");
    }
    return all;
  }

  private static boolean isAsListed(PackArchive archive, PackManifest.Listed listed) {
    try (InputStream in = archive.stream(listed.name())) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      long left = listed.bytes();
      int count;
      while ((count = in.read(buffer)) >= 0) {
        left -= count;
        if (left < 0) {
          return false;
        }
        digest.update(buffer, 0, count);
      }
      return left == 0 && HexFormat.of().formatHex(digest.digest()).equals(listed.sha256());
    } catch (IOException e) {
      return false; // what cannot be unpacked is not what was packed
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private void isWrong(String what) {
    if (wrong.size() < MOST_WRONG) {
      wrong.add(what);
    }
  }

  private void inside(PackArchive archive, PackManifest manifest) {
    try {
      Map<String, PackRows.Found> rows = new PackNumbers(archive, manifest, this::isWrong).check();
      if (wrong.isEmpty()) {
        checked.add(
            Numbers.of(manifest.trees().size(), "list")
                + " of persons' proofs have the root that the manifest lists.");
        checked.add("The numbers of " + PackFormat.SUMMARY + " are those of the rows.");
      }
      PackTexts texts = new PackTexts(archive, manifest, rows, this::isWrong);
      int before = wrong.size();
      PackLog log = new PackLog(archive, manifest, known.checkpoints(), this::isWrong);
      log.check(texts, progress, unchecked);
      if (wrong.size() == before) {
        checked.addAll(log.said());
      }
      before = wrong.size();
      texts.check(unchecked);
      if (wrong.size() == before) {
        checked.addAll(texts.said());
      }
      unchecked.add(
          "Who the pseudonyms are, and that the hash of a wave's audience and of its end is of"
              + " these people: that takes the sealed key file and the server.");
    } catch (UncheckedIOException e) {
      isWrong(Objects.toString(e.getMessage(), "it cannot be read to its end"));
    }
  }
}
