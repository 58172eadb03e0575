package org.stoplog.ledger.traffic;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.stoplog.ledger.store.DataFolder;

/** Segments as files in the data folder: a folder for each gateway, named by number. */
final class SegmentFiles {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final Pattern NAME = Pattern.compile("(\\d{10,18})\\.seg");

  private final Path root;
  private final Path incoming;

  SegmentFiles(DataFolder folder) {
    root = folder.segments();
    incoming = folder.work();
  }

  /** A file by what its place says. */
  record Found(UUID gateway, long number, Path file) {}

  /** What came, on the disk, beside the place where it is to be. */
  record Incoming(Path file, long bytes, String sha256) {}

  Path file(UUID gateway, long number) {
    return folder(gateway).resolve(String.format(Locale.ROOT, "%010d.seg", number));
  }

  private Path folder(UUID gateway) {
    return root.resolve(gateway.toString());
  }

  /**
   * Takes a stream to its end.
   *
   * @return empty when it is longer than this
   */
  Optional<Incoming> receive(InputStream content, long most) throws IOException {
    Path file = incoming.resolve("segment-" + UUID.randomUUID());
    MessageDigest digest = sha256();
    long bytes = 0;
    boolean done = false;
    try (FileChannel channel =
            FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_FILE);
        OutputStream out = Channels.newOutputStream(channel)) {
      byte[] buffer = new byte[1 << 16];
      for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
        bytes += count;
        if (bytes > most) {
          return Optional.empty();
        }
        digest.update(buffer, 0, count);
        out.write(buffer, 0, count);
      }
      channel.force(true);
      done = true;
    } finally {
      if (!done) {
        Files.deleteIfExists(file);
      }
    }
    return Optional.of(new Incoming(file, bytes, HexFormat.of().formatHex(digest.digest())));
  }

  /** Puts what came where it belongs, so that a power cut does not take it away again. */
  void place(Incoming came, UUID gateway, long number) throws IOException {
    Path folder = folder(gateway);
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, OWNER_FOLDER);
      force(root);
    }
    Files.move(came.file(), file(gateway, number), StandardCopyOption.ATOMIC_MOVE);
    force(folder);
  }

  void discard(Incoming came) throws IOException {
    Files.deleteIfExists(came.file());
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder)) {
      channel.force(true);
    }
  }

  /** All that lie here, however they came here. */
  List<Found> all() throws IOException {
    List<Found> found = new ArrayList<>();
    try (Stream<Path> folders = Files.list(root)) {
      for (Path folder : folders.sorted().toList()) {
        Optional<UUID> gateway = uuid(folder.getFileName().toString());
        if (gateway.isPresent() && Files.isDirectory(folder)) {
          add(folder, gateway.get(), found);
        }
      }
    }
    return found;
  }

  private static void add(Path folder, UUID gateway, List<Found> found) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          found.add(new Found(gateway, Long.parseLong(name.group(1)), file));
        }
      }
    }
  }

  private static Optional<UUID> uuid(String name) {
    try {
      UUID uuid = UUID.fromString(name);
      return uuid.toString().equals(name) ? Optional.of(uuid) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static String sha256(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
