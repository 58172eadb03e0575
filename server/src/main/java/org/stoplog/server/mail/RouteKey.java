package org.stoplog.server.mail;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * A key by which messages of a route are signed. Its secret is sealed, and not here.
 *
 * @param domain of the sender's address, in ASCII
 * @param signs whether it signs now; before that its record can be put into the DNS
 * @param publicKey X.509 SubjectPublicKeyInfo
 */
record RouteKey(
    int id,
    int route,
    String domain,
    String selector,
    DkimSigner.Algorithm algorithm,
    boolean signs,
    byte[] publicKey) {
  /** RFC 8301, 3.2; a longer one does not fit one string of the DNS with all that publish it. */
  private static final int RSA_BITS = 2_048;

  private static final int ED25519_BYTES = 32;

  @Override
  public String toString() {
    return "RouteKey[" + name() + "]";
  }

  /** Where its record stands in the DNS. */
  String name() {
    return selector + "._domainkey." + domain;
  }

  /** What stands there (RFC 6376, 3.6.1; RFC 8463, 4). */
  String record() {
    byte[] bytes =
        algorithm == DkimSigner.Algorithm.RSA
            ? publicKey
            : Arrays.copyOfRange(publicKey, publicKey.length - ED25519_BYTES, publicKey.length);
    return "v=DKIM1; k=" + algorithm.word() + "; p=" + Base64.getEncoder().encodeToString(bytes);
  }

  /** Whether a record of the DNS has this key, however it is written. */
  boolean isIn(String text) {
    String wanted = record().substring(record().indexOf("p=") + 2);
    return text.replaceAll("\\s", "").contains("p=" + wanted);
  }

  static KeyPair make(DkimSigner.Algorithm algorithm) {
    try {
      KeyPairGenerator generator =
          KeyPairGenerator.getInstance(algorithm == DkimSigner.Algorithm.RSA ? "RSA" : "Ed25519");
      if (algorithm == DkimSigner.Algorithm.RSA) {
        generator.initialize(RSA_BITS);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK makes such keys", e);
    }
  }

  static PrivateKey secret(DkimSigner.Algorithm algorithm, byte[] pkcs8) {
    try {
      return KeyFactory.getInstance(algorithm == DkimSigner.Algorithm.RSA ? "RSA" : "Ed25519")
          .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that was kept is none", e);
    }
  }
}
