package org.stoplog.server.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Signs messages of ours (RFC 6376 and 8463). Heads are canonicalised "relaxed", bodies "simple":
 * ours are quoted-printable, so nobody on their way has a reason to touch them. The same message
 * and keys give the same bytes. Safe for many threads.
 */
public final class DkimSigner {
  /** Signs nothing. */
  public static final DkimSigner NONE = new DkimSigner(List.of());

  /** In this order; named twice so that nobody can add a second one (RFC 6376, 8.15). */
  private static final String SIGNED =
      "from:to:subject:date:message-id:auto-submitted:mime-version:content-type:from:to:subject";

  private static final int LINE = 64;
  private static final byte[] BREAK = "\r\n".getBytes(US_ASCII);

  private final List<Key> keys;

  DkimSigner(List<Key> keys) {
    this.keys = List.copyOf(keys);
  }

  /** How a key signs. */
  enum Algorithm {
    RSA("rsa", "SHA256withRSA"),
    ED25519("ed25519", "Ed25519");

    private final String word;
    private final String java;

    Algorithm(String word, String java) {
      this.word = word;
      this.java = java;
    }

    /** In a record of the DNS, and in a signature before {@code -sha256}. */
    String word() {
      return word;
    }

    static Algorithm of(String word) {
      return word.equals(RSA.word) ? RSA : ED25519;
    }
  }

  /**
   * A key that signs.
   *
   * @param domain in ASCII; that of the sender's address
   */
  record Key(String domain, String selector, Algorithm algorithm, PrivateKey secret) {
    Key {
      secret = FastSignatures.key(secret);
    }

    /** Nothing of the secret. */
    @Override
    public String toString() {
      return "Key[" + selector + "._domainkey." + domain + "]";
    }
  }

  /**
   * The message with a signature of each key before it.
   *
   * @param message as {@link MimeText} makes it
   * @param at the time that signatures say; the same for a copy that is sent again
   */
  public byte[] signed(byte[] message, Instant at) {
    if (keys.isEmpty()) {
      return message;
    }
    int bodyAt = bodyOf(message);
    String head = canonicalHead(new String(message, 0, bodyAt, US_ASCII));
    String bodyHash = base64(bodyHash(message, bodyAt));
    StringBuilder signatures = new StringBuilder();
    for (Key key : keys) {
      signatures.append(signature(key, head, bodyHash, at));
    }
    byte[] before = signatures.toString().getBytes(US_ASCII);
    byte[] whole = new byte[before.length + message.length];
    System.arraycopy(before, 0, whole, 0, before.length);
    System.arraycopy(message, 0, whole, before.length, message.length);
    return whole;
  }

  private static String signature(Key key, String head, String bodyHash, Instant at) {
    String fields =
        "v=1; a="
            + key.algorithm().word()
            + "-sha256; c=relaxed/simple; d="
            + key.domain()
            + "; s="
            + key.selector()
            + ";\r\n t="
            + at.getEpochSecond()
            + "; h="
            + SIGNED
            + ";\r\n bh="
            + bodyHash
            + ";\r\n b=";
    byte[] text = (head + "dkim-signature:" + relaxed(fields)).getBytes(US_ASCII);
    String signed = base64(sign(key, text));
    StringBuilder header = new StringBuilder("DKIM-Signature: ").append(fields);
    for (int i = 0; i < signed.length(); i += LINE) {
      header.append(i == 0 ? "" : "\r\n ");
      header.append(signed, i, Math.min(signed.length(), i + LINE));
    }
    return header.append("\r\n").toString();
  }

  /** RSA hashes what it signs itself; Ed25519 signs the hash (RFC 8463, 3). */
  private static byte[] sign(Key key, byte[] text) {
    try {
      Signature signature = FastSignatures.of(key.algorithm().java);
      signature.initSign(key.secret());
      signature.update(key.algorithm() == Algorithm.RSA ? text : digest().digest(text));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key " + key + " does not sign", e);
    }
  }

  private static int bodyOf(byte[] message) {
    for (int i = 0; i + 3 < message.length; i++) {
      if (message[i] == '\r'
          && message[i + 1] == '\n'
          && message[i + 2] == '\r'
          && message[i + 3] == '\n') {
        return i + 4;
      }
    }
    throw new IllegalArgumentException("a message without a body");
  }

  /** "Simple": what is empty at the end does not count (RFC 6376, 3.4.3). */
  private static byte[] bodyHash(byte[] message, int from) {
    int end = message.length;
    while (end - 2 >= from && message[end - 2] == '\r' && message[end - 1] == '\n') {
      end -= 2;
    }
    MessageDigest digest = digest();
    digest.update(message, from, end - from);
    digest.update(BREAK);
    return digest.digest();
  }

  /** The signed headers, each with its end; one that is named again and is not there is nothing. */
  private static String canonicalHead(String head) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String field : head.split("\r\n(?![ \t])")) {
      int colon = field.indexOf(':');
      if (colon > 0) {
        values.putIfAbsent(
            field.substring(0, colon).strip().toLowerCase(Locale.ROOT), field.substring(colon + 1));
      }
    }
    StringBuilder canonical = new StringBuilder();
    List<String> done = new ArrayList<>();
    for (String name : SIGNED.split(":")) {
      String value = done.contains(name) ? null : values.get(name);
      if (value != null) {
        canonical.append(name).append(':').append(relaxed(value)).append("\r\n");
        done.add(name);
      }
    }
    return canonical.toString();
  }

  /** On one line, with single blanks, and none at its ends (RFC 6376, 3.4.2). */
  private static String relaxed(String value) {
    StringBuilder out = new StringBuilder(value.length());
    boolean blank = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        blank = !out.isEmpty();
      } else {
        if (blank) {
          out.append(' ');
          blank = false;
        }
        out.append(c);
      }
    }
    return out.toString();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
