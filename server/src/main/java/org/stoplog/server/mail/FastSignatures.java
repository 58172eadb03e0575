package org.stoplog.server.mail;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signatures by AWS-LC where the machine can load it, else by Java's own code. Both give the same
 * bytes; Java's takes twice as long for RSA and fifty times for Ed25519, and signing is most of
 * what a wave costs.
 */
final class FastSignatures {
  /** Null where the machine is not one that it was built for. */
  private static final @Nullable Provider NATIVE = load();

  private FastSignatures() {}

  private static @Nullable Provider load() {
    AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
    return provider.getLoadingError() == null ? provider : null;
  }

  /**
   * A key in the form that signs without being read anew each time, which for RSA takes longer than
   * to sign.
   */
  static PrivateKey key(PrivateKey key) {
    if (NATIVE == null || !(key instanceof RSAPrivateKey)) {
      return key;
    }
    try {
      return KeyFactory.getInstance(key.getAlgorithm(), NATIVE)
          .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that Java made is none", e);
    }
  }

  static Signature of(String algorithm) throws GeneralSecurityException {
    return NATIVE == null
        ? Signature.getInstance(algorithm)
        : Signature.getInstance(algorithm, NATIVE);
  }

  static boolean isNative() {
    return NATIVE != null;
  }
}
