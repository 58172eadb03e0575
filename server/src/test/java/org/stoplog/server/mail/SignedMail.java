package org.stoplog.server.mail;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Signs mails (RFC 6376), apart from the code that checks them. */
public final class SignedMail {
  private SignedMail() {}

  public static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String record(KeyPair keys) {
    return "v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
  }

  /**
   * @param tags that are added, or put in the place of others
   * @param signed names of the headers that are signed, as in h=
   * @param headers with one blank between words, as they are signed
   */
  public static String of(
      KeyPair keys,
      String domain,
      Map<String, String> tags,
      String signed,
      String headers,
      String body) {
    try {
      Map<String, String> all = new LinkedHashMap<>();
      all.put("v", "1");
      all.put("a", "rsa-sha256");
      all.put("c", "relaxed/relaxed");
      all.put("d", domain);
      all.put("s", "sel");
      all.put("h", signed);
      all.put(
          "bh",
          Base64.getEncoder()
              .encodeToString(
                  MessageDigest.getInstance("SHA-256")
                      .digest(bytes(body.stripTrailing() + "\r\n"))));
      all.putAll(tags);
      String own =
          all.entrySet().stream()
              .map(tag -> tag.getKey() + "=" + tag.getValue())
              .collect(Collectors.joining("; "));
      StringBuilder toSign = new StringBuilder();
      String[] lines = headers.strip().split("\r\n");
      Map<String, Integer> below = new LinkedHashMap<>();
      for (String name : signed.split(":")) {
        int skip = below.merge(name, 1, Integer::sum) - 1;
        Arrays.asList(lines).reversed().stream()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
            .skip(skip)
            .findFirst()
            .ifPresent(line -> toSign.append(canonical(line)).append("\r\n"));
      }
      toSign.append(canonical("DKIM-Signature: " + own + "; b="));
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(bytes(toSign.toString()));
      return "DKIM-Signature: "
          + own
          + "; b="
          + Base64.getEncoder().encodeToString(signature.sign())
          + "\r\n"
          + headers.strip()
          + "\r\n\r\n"
          + body;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String canonical(String line) {
    int colon = line.indexOf(':');
    return line.substring(0, colon).toLowerCase(Locale.ROOT)
        + ":"
        + line.substring(colon + 1).strip();
  }
}
