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
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * The policy on a gateway's disk, obeyed while the server is away. The one before is kept, and
 * counts when the newest cannot be read; that is said in {@link #trouble}. Thread-safe.
 */
public final class PolicyStore {
  private static final String CURRENT = "policy";
  private static final String PREVIOUS = "policy.previous";
  private static final String NEXT = "policy.next";
  private static final int HASH_LENGTH = 64;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path folder;
  private @Nullable Policy current;
  private @Nullable String trouble;

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
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, folder.toString(), e);
    }
    PolicyStore store = new PolicyStore(folder);
    store.load();
    return store;
  }

  /** The policy that holds, empty before the first. */
  public synchronized Optional<Policy> current() {
    return Optional.ofNullable(current);
  }

  /** What is wrong with the files, in words for whoever runs the gateway. */
  public synchronized Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /**
   * Keeps a policy for good before it returns.
   *
   * @return false when it is the one that holds already
   * @throws StoplogException {@link Problem#POLICY_INVALID} when its version is lower, or the same
   *     with another content; {@link Problem#FILE_UNREADABLE} when it cannot be written: the one
   *     before then still holds
   */
  public synchronized boolean put(Policy policy) {
    Policy known = current;
    if (known != null && policy.equals(known) && trouble == null) {
      return false;
    }
    if (known != null && policy.version() <= known.version() && !policy.equals(known)) {
      throw new StoplogException(
          Problem.POLICY_INVALID,
          "version "
              + policy.version()
              + " of the policy was offered, and version "
              + known.version()
              + " holds");
    }
    try {
      write(policy, known != null && trouble == null);
    } catch (IOException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, folder.resolve(CURRENT).toString(), e);
    }
    current = policy;
    trouble = null;
    return true;
  }

  private void write(Policy policy, boolean keepsCurrent) throws IOException {
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
    if (keepsCurrent) {
      Files.move(folder.resolve(CURRENT), folder.resolve(PREVIOUS), StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(next, folder.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private void load() {
    Path newest = folder.resolve(CURRENT);
    Path before = folder.resolve(PREVIOUS);
    try {
      if (Files.exists(newest)) {
        current = read(newest);
        return;
      }
      if (!Files.exists(before)) {
        return;
      }
      trouble = newest + " is missing";
    } catch (StoplogException e) {
      trouble = String.valueOf(e.getMessage());
    }
    try {
      if (Files.exists(before)) {
        current = read(before);
        trouble += "; the policy before it holds";
        return;
      }
    } catch (StoplogException e) {
      trouble += "; " + e.getMessage();
    }
    trouble += "; no policy holds";
  }

  private static Policy read(Path file) {
    byte[] bytes;
    try {
      if (Files.size(file) > PolicyFile.MOST_BYTES) {
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
