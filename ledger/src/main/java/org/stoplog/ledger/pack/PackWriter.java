package org.stoplog.ledger.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.store.CanonicalJson;
import org.stoplog.ledger.store.CheckpointKey;

/**
 * Writes a pack from its first file to its manifest, holding none of them. The same files give the
 * same bytes.
 */
public final class PackWriter implements Closeable {
  /** Of every entry: when a pack was made stands in its manifest, once. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private final ZipOutputStream zip;
  private final List<Map<String, Object>> files = new ArrayList<>();
  private final List<Map<String, Object>> trees = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private @Nullable Entry open;

  public PackWriter(OutputStream out) {
    zip = new ZipOutputStream(out, UTF_8);
    zip.setLevel(Deflater.DEFAULT_COMPRESSION);
  }

  /** A file of the pack while it is written; one at a time. */
  public final class Entry extends OutputStream {
    private final String name;
    private final MessageDigest digest;
    private final @Nullable Merkle tree;
    private long bytes;

    private Entry(String name, boolean hasTree) {
      this.name = name;
      this.tree = hasTree ? new Merkle() : null;
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int from, int length) throws IOException {
      zip.write(buffer, from, length);
      digest.update(buffer, from, length);
      bytes += length;
    }

    /** Writes a line that can be shown alone. @param line without its end */
    public void leaf(String line) throws IOException {
      java.util.Objects.requireNonNull(tree).add(line);
      write((line + "\r\n").getBytes(UTF_8));
    }

    @Override
    public void close() throws IOException {
      if (open != this) {
        return;
      }
      zip.closeEntry();
      open = null;
      files.add(
          Map.of(
              "name", name, "bytes", bytes, "sha256", HexFormat.of().formatHex(digest.digest())));
      if (tree != null) {
        trees.add(Map.of("file", name, "rows", tree.count(), "root", tree.root()));
      }
    }
  }

  public Entry file(String name) throws IOException {
    return begin(name, false);
  }

  /** A file whose rows can be shown alone: see {@link Entry#leaf}. */
  public Entry tree(String name) throws IOException {
    return begin(name, true);
  }

  public void file(String name, byte[] content) throws IOException {
    try (Entry entry = file(name)) {
      entry.write(content);
    }
  }

  private Entry begin(String name, boolean hasTree) throws IOException {
    if (open != null || !PackFormat.NAME.matcher(name).matches() || !names.add(name)) {
      throw new IllegalStateException("one file after the other, each with a name of its own");
    }
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    zip.putNextEntry(entry);
    open = new Entry(name, hasTree);
    return open;
  }

  public int count() {
    return files.size();
  }

  /**
   * Ends the pack with its manifest and its signature.
   *
   * @param head what the manifest says beside its files
   * @param signer gives the Ed25519 signature of bytes under {@code key}
   */
  public void finish(Map<String, ?> head, CheckpointKey key, UnaryOperator<byte[]> signer)
      throws IOException {
    Map<String, Object> all = new TreeMap<>(head);
    all.put("format", PackFormat.FORMAT);
    all.put("files", List.copyOf(files));
    all.put("trees", List.copyOf(trees));
    byte[] manifest = CanonicalJson.write(all).getBytes(UTF_8);
    file(PackFormat.MANIFEST, manifest);
    String signature =
        CanonicalJson.write(
            Map.of(
                "format",
                PackFormat.FORMAT,
                "key",
                key.id(),
                "signature",
                Base64.getEncoder().encodeToString(signer.apply(PackFormat.signed(manifest)))));
    file(PackFormat.SIGNATURE, signature.getBytes(UTF_8));
    zip.finish();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
