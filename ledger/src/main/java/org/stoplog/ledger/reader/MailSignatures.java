package org.stoplog.ledger.reader;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the DKIM signatures of a mail claim (RFC 6376), and whether its body is the one they were
 * made for. The signature over the header needs the domain's key from the network and is not
 * checked.
 */
final class MailSignatures {
  private static final int MOST = 10;
  private static final int LONGEST = 20_000;
  private static final int LONGEST_NAME = 253;

  private MailSignatures() {}

  /**
   * @param headers values of all DKIM-Signature headers, parted by line ends; null for none
   */
  static List<MailOutline.Signature> of(Path mail, @Nullable String headers) throws IOException {
    List<MailOutline.Signature> signatures = new ArrayList<>();
    if (headers == null || headers.length() > LONGEST) {
      return signatures;
    }
    // A folded line begins with a space; the next header does not.
    for (String header : headers.split("\r?\n(?![ \t])", MOST + 1)) {
      Map<String, String> tags = tags(header);
      if (signatures.size() < MOST && tags.containsKey("d")) {
        signatures.add(
            new MailOutline.Signature(
                MailParts.cleaned(tags.get("d").toLowerCase(Locale.ROOT), LONGEST_NAME),
                MailParts.cleaned(tags.getOrDefault("s", ""), LONGEST_NAME),
                body(mail, tags)));
      }
    }
    return signatures;
  }

  private static Map<String, String> tags(String header) {
    Map<String, String> tags = new HashMap<>();
    for (String tag : header.split(";")) {
      String[] parts = tag.split("=", 2);
      if (parts.length == 2) {
        tags.put(parts[0].strip(), parts[1].replaceAll("\\s", ""));
      }
    }
    return tags;
  }

  private static MailOutline.BodyHash body(Path mail, Map<String, String> tags) throws IOException {
    String algorithm = tags.getOrDefault("a", "");
    String[] ways = tags.getOrDefault("c", "simple/simple").split("/", 2);
    String way = ways.length == 2 ? ways[1] : "simple";
    boolean isKnown =
        algorithm.endsWith("-sha256")
            && !tags.containsKey("l")
            && (way.equals("simple") || way.equals("relaxed"))
            && tags.containsKey("bh");
    if (!isKnown) {
      return MailOutline.BodyHash.UNKNOWN;
    }
    byte[] said;
    try {
      said = Base64.getDecoder().decode(tags.get("bh"));
    } catch (IllegalArgumentException e) {
      return MailOutline.BodyHash.UNKNOWN;
    }
    return MessageDigest.isEqual(said, hash(mail, way.equals("relaxed")))
        ? MailOutline.BodyHash.FITS
        : MailOutline.BodyHash.DIFFERS;
  }

  /** Of the body in its canonical form (RFC 6376, 3.4.3 and 3.4.4). */
  private static byte[] hash(Path mail, boolean isRelaxed) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(mail), 1 << 16)) {
      skipHeader(in);
      Canonical canonical = new Canonical(digest, isRelaxed);
      for (int c = in.read(); c >= 0; c = in.read()) {
        canonical.take(c);
      }
      canonical.end();
    }
    return digest.digest();
  }

  private static void skipHeader(InputStream in) throws IOException {
    boolean isLineEmpty = true;
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        if (isLineEmpty) {
          return;
        }
        isLineEmpty = true;
      } else if (c != '\r') {
        isLineEmpty = false;
      }
    }
  }

  /** Byte by byte: spaces and empty lines wait until it is known whether something follows. */
  private static final class Canonical {
    private final MessageDigest digest;
    private final boolean isRelaxed;
    private long emptyLines;
    private long spaces;
    private boolean isLineEmpty = true;
    private boolean hasReturn;
    private boolean hasContent;

    Canonical(MessageDigest digest, boolean isRelaxed) {
      this.digest = digest;
      this.isRelaxed = isRelaxed;
    }

    void take(int c) {
      if (hasReturn && c != '\n') {
        content('\r');
      }
      hasReturn = c == '\r';
      if (hasReturn) {
        return;
      }
      if (c == '\n') {
        line();
      } else if (isRelaxed && (c == ' ' || c == '\t')) {
        spaces++;
      } else {
        content(c);
      }
    }

    private void content(int c) {
      for (; emptyLines > 0; emptyLines--) {
        newLine();
      }
      if (spaces > 0) {
        digest.update((byte) ' ');
        spaces = 0;
      }
      digest.update((byte) c);
      isLineEmpty = false;
      hasContent = true;
    }

    private void line() {
      spaces = 0;
      if (isLineEmpty) {
        emptyLines++;
      } else {
        newLine();
      }
      isLineEmpty = true;
    }

    private void newLine() {
      digest.update((byte) '\r');
      digest.update((byte) '\n');
    }

    /** Empty lines at the end do not count; of nothing at all "simple" makes one line end. */
    void end() {
      if (hasReturn) {
        content('\r');
      }
      if (!isLineEmpty || (!hasContent && !isRelaxed)) {
        newLine();
      }
    }
  }
}
