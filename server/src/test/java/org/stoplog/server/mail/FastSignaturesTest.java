package org.stoplog.server.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import org.junit.jupiter.api.Test;

/** What signs faster signs the same: a copy that is sent again is the same bytes on any machine. */
class FastSignaturesTest {
  @Test
  void givesTheBytesThatJavaGives() throws GeneralSecurityException {
    for (String[] kind : new String[][] {{"RSA", "SHA256withRSA"}, {"Ed25519", "Ed25519"}}) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind[0]);
      if (kind[0].equals("RSA")) {
        generator.initialize(2048);
      }
      KeyPair pair = generator.generateKeyPair();
      for (String text : new String[] {"", "a message", "ü".repeat(5_000)}) {
        byte[] fast =
            signed(
                FastSignatures.of(kind[1]),
                new KeyPair(pair.getPublic(), FastSignatures.key(pair.getPrivate())),
                text);
        assertThat(fast).as(kind[1]).isEqualTo(signed(Signature.getInstance(kind[1]), pair, text));
        Signature check = Signature.getInstance(kind[1]);
        check.initVerify(pair.getPublic());
        check.update(text.getBytes(UTF_8));
        assertThat(check.verify(fast)).isTrue();
      }
    }
    assertThat(FastSignatures.isNative()).as("on Linux for x86-64, which is tested").isTrue();
  }

  private static byte[] signed(Signature signature, KeyPair pair, String text)
      throws GeneralSecurityException {
    signature.initSign(pair.getPrivate());
    signature.update(text.getBytes(UTF_8));
    return signature.sign();
  }
}
