package org.stoplog.ledger.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HybridConfig2026;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Both halves of a recipient's key, in a file of theirs. They need neither server nor keyset. */
public final class RecipientPair {
  private static final int LONGEST_HEAD = 1 << 14;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final byte[] pair;

  private RecipientPair(byte[] pair) {
    this.pair = pair;
  }

  /**
   * Makes a pair, in a new file that only its owner reads.
   *
   * @param passphrase null for none
   * @throws StoplogException KEYSET_EXISTS when there is a file
   */
  public static RecipientPair create(Path file, char @Nullable [] passphrase) {
    byte[] pair = SealingKey.generate();
    if (!KeysetFile.create(file.toAbsolutePath(), KeysetText.write(pair, passphrase))) {
      throw new StoplogException(Problem.KEYSET_EXISTS, "There is a file at " + file + " already.");
    }
    return new RecipientPair(pair);
  }

  /**
   * @throws StoplogException FILE_NOT_FOUND, KEYSET_LOCKED, KEYSET_DAMAGED
   */
  public static RecipientPair read(Path file, char @Nullable [] passphrase) {
    if (!Files.isRegularFile(file)) {
      throw new StoplogException(Problem.FILE_NOT_FOUND, file + " does not exist");
    }
    byte[] pair = KeysetText.read(KeysetFile.readAnyMode(file), passphrase, file.toString());
    SealingKey.publicOf(pair);
    return new RecipientPair(pair);
  }

  public RecipientKey publicHalf() {
    return RecipientKey.of(SealingKey.publicOf(pair));
  }

  /**
   * A sealed file, open.
   *
   * @param about what stands readable before it, and is as it was sealed once the content is read
   * @param content fails with IOException where it was altered or breaks off
   */
  public record Opened(Map<String, String> about, InputStream content) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      content.close();
    }
  }

  /**
   * Opens what {@link RecipientKey#sealing} gave.
   *
   * @param in is closed with the content
   * @param name of the file, for messages
   * @throws StoplogException PACK_SEALED when it was sealed to another key, or altered
   */
  public Opened open(InputStream in, String name) throws IOException {
    BufferedInputStream from = new BufferedInputStream(in);
    String format = line(from, name);
    String head = line(from, name);
    try {
      JsonNode root = JSON.readTree(head);
      String recipient = root.path("recipient").asString("");
      if (!format.equals(RecipientKey.FORMAT)) {
        throw sealed(name, "it is no sealed file of this kind", null);
      }
      if (!recipient.equals(publicHalf().id())) {
        throw sealed(name, "it was sealed to another key than this one", null);
      }
      Map<String, String> about = new LinkedHashMap<>();
      root.path("about")
          .properties()
          .forEach(one -> about.put(one.getKey(), one.getValue().asString("")));
      byte[] once =
          TinkProtoKeysetFormat.parseKeyset(
                  pair, InsecureSecretKeyAccess.get(), HybridConfig2026.get())
              .getPrimitive(HybridConfig2026.get(), HybridDecrypt.class)
              .decrypt(
                  Base64.getDecoder().decode(root.path("key").asString("")),
                  RecipientKey.context(about, recipient));
      byte[] lines = (format + "\n" + head + "\n").getBytes(US_ASCII);
      return new Opened(
          Map.copyOf(about), RecipientKey.streaming(once).newDecryptingStream(from, lines));
    } catch (JacksonException | GeneralSecurityException | IllegalArgumentException e) {
      throw sealed(name, "it was altered, or sealed to another key", e);
    }
  }

  private static String line(InputStream in, String name) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.size() > LONGEST_HEAD) {
        throw sealed(name, "it is no sealed file of this kind", null);
      }
      line.write(c);
    }
    return line.toString(US_ASCII);
  }

  private static StoplogException sealed(String name, String why, @Nullable Exception cause) {
    return new StoplogException(Problem.PACK_SEALED, name + " cannot be opened: " + why, cause);
  }

  /** Nothing of it is shown. */
  @Override
  public String toString() {
    return "RecipientPair[…]";
  }
}
