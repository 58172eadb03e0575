package org.stoplog.server.intake;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.reader.FileReader;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.ReadRequest;
import org.stoplog.server.platform.Ids;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/**
 * Uploaded files: personal data that lies in the plain in the data folder, readable by its owner
 * only, until it is imported, given up, or a day old.
 */
final class Uploads {
  static final Duration LIFE = Duration.ofHours(24);

  /** A guess looks at a thousand rows. */
  private static final ReadRequest.Limits GUESSING =
      new ReadRequest.Limits(512, 1024, Duration.ofMinutes(2), 16 << 20, 4L << 40, 200);

  private final Ledger ledger;
  private final Transactions transactions;
  private final ServerClock clock;

  /** Folders that have no row yet. */
  private final Set<String> writing = ConcurrentHashMap.newKeySet();

  Uploads(Ledger ledger, Transactions transactions, ServerClock clock) {
    this.ledger = ledger;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Puts a file where it is told to. */
  interface Content {
    void moveTo(File file) throws IOException;
  }

  /**
   * Keeps a file and looks how it could be read.
   *
   * @param given name as the browser said it
   * @throws StoplogException what is wrong with the file; then nothing of it is kept
   */
  Upload keep(
      UUID account,
      Upload.Place place,
      @Nullable String given,
      char @Nullable [] password,
      Content content) {
    sweep();
    UUID id = Ids.next(clock.realNow());
    String name = UploadName.of(given);
    Path file = root().resolve(id.toString()).resolve(name);
    writing.add(id.toString());
    try {
      Files.createDirectory(
          root().resolve(id.toString()),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      content.moveTo(file.toFile());
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      String sha256 = FileReader.sha256(file);
      Mapping mapping =
          ledger
              .reader()
              .guess(
                  new ReadRequest(file, place.purpose(), null, place.region(), password, GUESSING));
      Upload upload =
          new Upload(
              id,
              account,
              clock.realNow(),
              name,
              Files.size(file),
              sha256,
              place,
              password != null,
              mapping,
              Upload.State.WAITING,
              null,
              null,
              null);
      byte[] sealed = password == null ? null : seal(id, password);
      transactions.act(
          act -> {
            new UploadRows(act.jdbc()).add(upload, sealed);
            act.record(
                account,
                "upload.kept",
                Map.of("upload", id.toString(), "kind", place.kind(), "bytes", upload.bytes()));
            return true;
          });
      return upload;
    } catch (StoplogException e) {
      remove(id);
      throw new StoplogException(e.problem(), Upload.told(file, String.valueOf(e.getMessage())), e);
    } catch (IOException e) {
      remove(id);
      throw new StoplogException(Problem.DATA_FOLDER_UNUSABLE, "the file cannot be kept", e);
    } catch (RuntimeException e) {
      remove(id);
      throw e;
    } finally {
      writing.remove(id.toString());
    }
  }

  /** One of this account's. */
  Optional<Upload> find(UUID id, UUID account) {
    return find(id).filter(upload -> upload.account().equals(account));
  }

  Optional<Upload> find(UUID id) {
    return transactions.run(jdbc -> new UploadRows(jdbc).find(id));
  }

  /** What this account has not imported yet, the oldest first. */
  List<Upload> openOf(UUID account) {
    sweep();
    return transactions.run(jdbc -> new UploadRows(jdbc).openOf(account));
  }

  Path file(Upload upload) {
    return root().resolve(upload.id().toString()).resolve(upload.name());
  }

  /** The password of the ZIP, null for none. */
  char @Nullable [] password(Upload upload) {
    byte[] sealed = transactions.run(jdbc -> new UploadRows(jdbc).password(upload.id()));
    if (sealed == null) {
      return null;
    }
    byte[] plain = ledger.stores().keys().unseal(sealed, context(upload.id()));
    return new String(plain, StandardCharsets.UTF_8).toCharArray();
  }

  private byte[] seal(UUID id, char[] password) {
    byte[] plain = new String(password).getBytes(StandardCharsets.UTF_8);
    return ledger.stores().keys().seal(plain, context(id));
  }

  private static byte[] context(UUID id) {
    return ("upload " + id).getBytes(StandardCharsets.UTF_8);
  }

  /** The import of it runs, or came to nothing. */
  void state(UUID id, Upload.State state, @Nullable String failure) {
    transactions.run(
        jdbc -> {
          new UploadRows(jdbc).state(id, state, failure);
          return true;
        });
  }

  /** It became a batch; the file goes, the row stays for a day so that it is not imported again. */
  void done(UUID id, long batch) {
    transactions.run(
        jdbc -> {
          new UploadRows(jdbc).done(id, batch);
          return true;
        });
    remove(id);
  }

  /** Gives it up. */
  void discard(Upload upload, UUID account) {
    transactions.act(
        act -> {
          new UploadRows(act.jdbc()).delete(upload.id());
          act.record(account, "upload.discarded", Map.of("upload", upload.id().toString()));
          return true;
        });
    remove(upload.id());
  }

  /** Takes away what is a day old, and what no row names. */
  void sweep() {
    Instant before = clock.realNow().minus(LIFE);
    Set<String> kept = new HashSet<>();
    transactions.run(
        jdbc -> {
          UploadRows rows = new UploadRows(jdbc);
          rows.deleteOlderThan(before);
          rows.ids().forEach(id -> kept.add(id.toString()));
          return true;
        });
    try (Stream<Path> folders = Files.list(root())) {
      for (Path folder : folders.toList()) {
        String name = String.valueOf(folder.getFileName());
        if (!kept.contains(name) && !writing.contains(name)) {
          remove(folder);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For the thread that sweeps: what fails now is tried again. */
  void sweepQuietly() {
    try {
      sweep();
    } catch (RuntimeException e) {
      // The next request or the next round says it again, to somebody.
      return;
    }
  }

  private void remove(UUID id) {
    try {
      remove(root().resolve(id.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.isDirectory(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      Files.deleteIfExists(folder);
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }

  private Path root() {
    return ledger.stores().folder().uploads();
  }
}
