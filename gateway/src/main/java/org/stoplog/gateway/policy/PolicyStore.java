package org.stoplog.gateway.policy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * The policy on a gateway's disk, obeyed while the server is away.
 *
 * <p>Only the newest counts, and its version stands in its file's name. When that file is damaged
 * there is no policy until the server gives one, and what connections do is refused: an older one,
 * or another of a lower version, may say open where the newest said cut, and what was sent to a
 * supplier cannot be called back. Thread-safe.
 */
public final class PolicyStore {
  private static final Pattern NAME = Pattern.compile("policy-([1-9][0-9]{0,17})");
  private static final String NEXT = "policy.next";
  private static final int HASH_LENGTH = 64;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path folder;
  private @Nullable Policy current;
  private @Nullable String trouble;

  /** Versions below it are refused, also when what held cannot be read any more. */
  private long lowest = 1;

  private boolean isKept = true;

  private PolicyStore(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads what is there.
   *
   * @param folder is made when it is not there
   * @throws StoplogException {@link Problem#FILE_UNREADABLE} when the folder cannot be used
   */
  public static PolicyStore open(Path folder) {
    PolicyStore store = new PolicyStore(folder);
    try {
      Files.createDirectories(folder);
      store.load();
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, folder.toString(), e);
    }
    return store;
  }

  /** The policy that holds, empty before the first, and when the newest was damaged. */
  public synchronized Optional<Policy> current() {
    return Optional.ofNullable(current);
  }

  /** What is wrong with the files, in words for whoever runs the gateway. */
  public synchronized Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /**
   * Lets a policy hold from now on; {@link #keep} writes it down. So a cut does not wait for a
   * disk, nor for one that is full.
   *
   * @return false when it is the one that holds already
   * @throws StoplogException {@link Problem#POLICY_INVALID} when its version is lower, or the same
   *     with another content: the one before then still holds
   */
  public synchronized boolean take(Policy policy) {
    Policy known = current;
    if (policy.equals(known)) {
      return false;
    }
    if (policy.version() < lowest || (known != null && policy.version() == lowest)) {
      throw new StoplogException(
          Problem.POLICY_INVALID,
          "version "
              + policy.version()
              + " of the policy was offered, and version "
              + lowest
              + (known == null ? " was there before" : " holds"));
    }
    current = policy;
    lowest = policy.version();
    isKept = false;
    return true;
  }

  /**
   * Writes down the policy that holds, for good before it returns; does nothing when that is done.
   * When it fails, what is on the disk is outdated, and is removed: a start without the server then
   * has no policy rather than one that may open what was cut.
   *
   * @return whether it is on the disk; else {@link #trouble} says why, and it can be tried again
   */
  public synchronized boolean keep() {
    Policy policy = current;
    if (policy == null || isKept) {
      return isKept;
    }
    try {
      write(policy);
      isKept = true;
      trouble = null;
    } catch (IOException e) {
      trouble =
          "version "
              + policy.version()
              + " of the policy holds, and cannot be written to "
              + folder
              + outdated(policy.version());
    }
    return isKept;
  }

  private String outdated(long version) {
    try {
      deleteBelow(version);
      return "; after a start there is none until the server answers";
    } catch (IOException e) {
      return "; after a start AN OLDER ONE HOLDS until the server answers";
    }
  }

  private void write(Policy policy) throws IOException {
    byte[] json = PolicyFile.write(policy);
    byte[] hash = hash(json, 0);
    byte[] file = Arrays.copyOf(hash, HASH_LENGTH + 1 + json.length);
    file[HASH_LENGTH] = '\n';
    System.arraycopy(json, 0, file, HASH_LENGTH + 1, json.length);
    Path next = folder.resolve(NEXT);
    Files.deleteIfExists(next);
    Files.createFile(next, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(file);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, folder.resolve("policy-" + policy.version()), StandardCopyOption.ATOMIC_MOVE);
    synchronise();
    deleteBelow(policy.version());
  }

  private void deleteBelow(long version) throws IOException {
    for (long old : versions()) {
      if (old < version) {
        Files.deleteIfExists(folder.resolve("policy-" + old));
      }
    }
    synchronise();
  }

  private void synchronise() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private List<Long> versions() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> NAME.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(name -> Long.valueOf(name.group(1)))
          .sorted()
          .toList();
    }
  }

  private void load() throws IOException {
    List<Long> versions = versions();
    if (versions.isEmpty()) {
      return;
    }
    lowest = versions.getLast();
    Path newest = folder.resolve("policy-" + lowest);
    try {
      Policy read = read(newest);
      if (read.version() != lowest) {
        throw new StoplogException(Problem.POLICY_INVALID, newest + " has another one's name");
      }
      current = read;
    } catch (StoplogException e) {
      trouble =
          e.getMessage()
              + "; no policy holds until the server gives one, and all requests are refused";
    }
    // An end between writing and deleting left them; if the newest went, one of them would count.
    deleteBelow(lowest);
  }

  private static Policy read(Path file) {
    byte[] bytes;
    try {
      if (Files.size(file) > PolicyFile.MOST_BYTES + HASH_LENGTH + 1) {
        throw new StoplogException(Problem.POLICY_INVALID, file + " is damaged: it is too long");
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, file + " cannot be read", e);
    }
    if (bytes.length <= HASH_LENGTH
        || bytes[HASH_LENGTH] != '\n'
        || !Arrays.equals(bytes, 0, HASH_LENGTH, hash(bytes, HASH_LENGTH + 1), 0, HASH_LENGTH)) {
      throw new StoplogException(Problem.POLICY_INVALID, file + " is damaged");
    }
    return PolicyFile.parse(Arrays.copyOfRange(bytes, HASH_LENGTH + 1, bytes.length));
  }

  private static byte[] hash(byte[] bytes, int from) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(bytes, from, bytes.length - from);
      return HexFormat.of().formatHex(sha256.digest()).getBytes(StandardCharsets.US_ASCII);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
