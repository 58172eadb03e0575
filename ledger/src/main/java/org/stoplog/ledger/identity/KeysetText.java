package org.stoplog.ledger.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * The four lines of a keyset file: what it is, how it is locked, the secrets, a checksum.
 *
 * <pre>
 * stoplog keyset 1
 * plain                                    or: pbkdf2-sha256 600000 SALT
 * BASE64
 * sha256 HEX
 * </pre>
 *
 * <p>The checksum tells a damaged file from a wrong passphrase, and stops a damaged key from being
 * used as another one.
 */
final class KeysetText {
  private static final String TITLE = "stoplog keyset ";
  private static final String VERSION = "1";
  private static final String PLAIN = "plain";
  private static final String LOCKED = "pbkdf2-sha256";
  // OWASP's figure for PBKDF2 with HMAC-SHA256 (Password Storage Cheat Sheet, 2023).
  private static final int ITERATIONS = 600_000;
  private static final int MOST_ITERATIONS = 100_000_000;
  private static final int NONCE = 12;
  private static final SecureRandom RANDOM = new SecureRandom();

  private KeysetText() {}

  static String write(byte[] secrets, char @Nullable [] passphrase) {
    String head = TITLE + VERSION + "\n";
    byte[] body;
    if (passphrase == null) {
      head += PLAIN + "\n";
      body = secrets;
    } else {
      byte[] salt = random(16);
      head += LOCKED + " " + ITERATIONS + " " + Base64.getEncoder().encodeToString(salt) + "\n";
      byte[] nonce = random(NONCE);
      byte[] sealed;
      try {
        sealed =
            cipher(Cipher.ENCRYPT_MODE, passphrase, salt, ITERATIONS, nonce, head).doFinal(secrets);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK seals with AES-GCM", e);
      }
      body = Arrays.copyOf(nonce, NONCE + sealed.length);
      System.arraycopy(sealed, 0, body, NONCE, sealed.length);
    }
    String text = head + Base64.getEncoder().encodeToString(body) + "\n";
    return text + "sha256 " + checksum(text) + "\n";
  }

  static boolean isLocked(String text) {
    return text.startsWith(TITLE + VERSION + "\n" + LOCKED);
  }

  /**
   * The secrets.
   *
   * @param name of the file, for messages
   * @throws StoplogException KEYSET_DAMAGED, DATA_FOLDER_NEWER, KEYSET_LOCKED
   */
  static byte[] read(String text, char @Nullable [] passphrase, String name) {
    String[] lines = text.split("\n", -1);
    if (lines.length > 1 && lines[0].matches(TITLE + "\\d+") && !lines[0].equals(TITLE + VERSION)) {
      throw new StoplogException(
          Problem.DATA_FOLDER_NEWER, "The keyset " + name + " is of a newer format.");
    }
    if (lines.length != 5 || !lines[0].equals(TITLE + VERSION) || !lines[4].isEmpty()) {
      throw damaged(name, "it is incomplete or no keyset");
    }
    String head = lines[0] + "\n" + lines[1] + "\n";
    if (!lines[3].equals("sha256 " + checksum(head + lines[2] + "\n"))) {
      throw damaged(name, "its checksum does not fit");
    }
    try {
      byte[] body = Base64.getDecoder().decode(lines[2]);
      return lines[1].equals(PLAIN) ? body : unlock(body, lines[1], head, passphrase, name);
    } catch (IllegalArgumentException e) {
      throw damaged(name, "it cannot be read"); // the cause could quote what it could not read
    }
  }

  private static byte[] unlock(
      byte[] body, String lock, String head, char @Nullable [] passphrase, String name) {
    String[] words = lock.split(" ", -1);
    if (words.length != 3 || !words[0].equals(LOCKED) || body.length < NONCE) {
      throw damaged(name, "its second line is unknown");
    }
    int iterations = Integer.parseInt(words[1]);
    byte[] salt = Base64.getDecoder().decode(words[2]);
    if (iterations < 1 || iterations > MOST_ITERATIONS || salt.length == 0) {
      throw damaged(name, "its second line is unknown");
    }
    if (passphrase == null || passphrase.length == 0) {
      throw new StoplogException(
          Problem.KEYSET_LOCKED, "The keyset " + name + " is locked by a passphrase.");
    }
    try {
      byte[] nonce = Arrays.copyOf(body, NONCE);
      return cipher(Cipher.DECRYPT_MODE, passphrase, salt, iterations, nonce, head)
          .doFinal(body, NONCE, body.length - NONCE);
    } catch (GeneralSecurityException e) {
      throw new StoplogException(
          Problem.KEYSET_LOCKED, "The passphrase does not open the keyset " + name + ".", e);
    }
  }

  private static Cipher cipher(
      int mode, char[] passphrase, byte[] salt, int iterations, byte[] nonce, String head)
      throws GeneralSecurityException {
    PBEKeySpec spec = new PBEKeySpec(passphrase, salt, iterations, 256);
    byte[] key =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    spec.clearPassword();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    cipher.updateAAD(head.getBytes(StandardCharsets.US_ASCII));
    Arrays.fill(key, (byte) 0);
    return cipher;
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static String checksum(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(text.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static StoplogException damaged(String name, String why) {
    return new StoplogException(
        Problem.KEYSET_DAMAGED, "The keyset " + name + " is not usable: " + why + ".");
  }
}
