package org.stoplog.ledger.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.streamingaead.PredefinedStreamingAeadParameters;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig2026;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.store.CanonicalJson;

/**
 * The public half of a key of somebody outside, to whom a file is sealed. No secret; whoever seals
 * compares its {@link #id} with them on another way.
 */
public final class RecipientKey {
  static final String FORMAT = "stoplog sealed file 1";
  private static final String PREFIX = "stoplog-recipient-1:";
  private static final int BYTES = 32;
  private static final int ID_BYTES = 16;

  private final byte[] bytes;
  private final SealingKey key;

  private RecipientKey(byte[] bytes) {
    this.bytes = bytes;
    this.key = SealingKey.of(bytes);
  }

  static RecipientKey of(byte[] publicKey) {
    return new RecipientKey(publicKey.clone());
  }

  /**
   * From what {@link #text} gave, with anything blank around it.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static RecipientKey of(String text) {
    String plain = text.strip();
    if (!plain.matches(PREFIX + "[A-Za-z0-9+/]{43}=")) {
      throw new IllegalArgumentException("not the public key of a recipient");
    }
    byte[] bytes = Base64.getDecoder().decode(plain.substring(PREFIX.length()));
    if (bytes.length != BYTES || !new RecipientKey(bytes).text().equals(plain)) {
      throw new IllegalArgumentException("not the public key of a recipient");
    }
    return new RecipientKey(bytes);
  }

  /** One line, to be mailed or pasted. */
  public String text() {
    return PREFIX + Base64.getEncoder().encodeToString(bytes);
  }

  /** The first 16 bytes of its SHA-256 in hex: short enough to be read out on the telephone. */
  public String id() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(Arrays.copyOf(hash, ID_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Seals a file of any length, which only the private half opens; closing the result completes it
   * and closes {@code out}.
   *
   * @param about stands readable before it, and cannot be altered
   */
  public OutputStream sealing(OutputStream out, Map<String, String> about) throws IOException {
    try {
      byte[] once =
          KeysetSecrets.generate(
              PredefinedStreamingAeadParameters.AES256_GCM_HKDF_1MB, StreamingAeadConfig2026.get());
      Map<String, Object> head = new TreeMap<>();
      head.put("about", about);
      head.put("recipient", id());
      head.put("key", Base64.getEncoder().encodeToString(key.seal(once, context(about, id()))));
      byte[] lines = (FORMAT + "\n" + CanonicalJson.write(head) + "\n").getBytes(US_ASCII);
      out.write(lines);
      return streaming(once).newEncryptingStream(out, lines);
    } catch (GeneralSecurityException e) {
      throw new IOException("the file cannot be sealed", e);
    }
  }

  static byte[] context(Map<String, String> about, String id) {
    return (FORMAT + "\n" + id + "\n" + CanonicalJson.write(about)).getBytes(UTF_8);
  }

  static StreamingAead streaming(byte[] keyset) throws GeneralSecurityException {
    return TinkProtoKeysetFormat.parseKeyset(
            keyset, InsecureSecretKeyAccess.get(), StreamingAeadConfig2026.get())
        .getPrimitive(StreamingAeadConfig2026.get(), StreamingAead.class);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RecipientKey that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return id();
  }
}
