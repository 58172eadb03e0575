package org.stoplog.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/**
 * An authenticator and the browser before it, written from the WebAuthn recommendation and apart
 * from the server's own code. Its fields are what a liar changes.
 */
final class SoftKey {
  private static final int PRESENT = 0x01;
  private static final int VERIFIED = 0x04;
  private static final int ATTESTED = 0x40;

  private final KeyPair pair;
  final byte[] id = new byte[16];
  String origin;
  String site = "localhost";
  String type = "";
  boolean isVerified = true;
  int count;
  byte[] handle = new byte[0];

  SoftKey(String origin, int number) {
    this.origin = origin;
    ByteBuffer.wrap(id).putInt(number);
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      pair = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] client(String usual, String challenge) {
    return """
    {"type":"%s","challenge":"%s","origin":"%s","crossOrigin":false}"""
        .formatted(type.isEmpty() ? usual : type, challenge, origin)
        .getBytes(UTF_8);
  }

  private void head(ByteArrayOutputStream data, int more) {
    data.writeBytes(sha256(site.getBytes(UTF_8)));
    data.write(PRESENT | (isVerified ? VERIFIED : 0) | more);
    data.writeBytes(ByteBuffer.allocate(4).putInt(count).array());
  }

  private static byte[] coordinate(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[32];
    int length = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
    return fixed;
  }

  /** What the browser says of a new passkey. */
  String make(String challenge) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    head(data, ATTESTED);
    data.writeBytes(new byte[16]);
    data.writeBytes(ByteBuffer.allocate(2).putShort((short) id.length).array());
    data.writeBytes(id);
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    // COSE: {1: 2, 3: -7, -1: 1, -2: x, -3: y}
    data.writeBytes(new byte[] {(byte) 0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32});
    data.writeBytes(coordinate(key.getW().getAffineX()));
    data.writeBytes(new byte[] {0x22, 0x58, 32});
    data.writeBytes(coordinate(key.getW().getAffineY()));
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    object.write(0xa3);
    object.writeBytes(new byte[] {0x63, 'f', 'm', 't', 0x64, 'n', 'o', 'n', 'e'});
    object.writeBytes(new byte[] {0x67, 'a', 't', 't', 'S', 't', 'm', 't', (byte) 0xa0});
    object.writeBytes(new byte[] {0x68, 'a', 'u', 't', 'h', 'D', 'a', 't', 'a', 0x58});
    object.write(data.size());
    object.writeBytes(data.toByteArray());
    return """
    {"id":"%s","rawId":"%s","type":"public-key","clientExtensionResults":{},"response":{\
    "clientDataJSON":"%s","attestationObject":"%s","transports":[]}}"""
        .formatted(
            text(id),
            text(id),
            text(client("webauthn.create", challenge)),
            text(object.toByteArray()));
  }

  /** What the browser says when the passkey is used. */
  String use(String challenge) {
    count++;
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    head(data, 0);
    byte[] client = client("webauthn.get", challenge);
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    signed.writeBytes(data.toByteArray());
    signed.writeBytes(sha256(client));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(pair.getPrivate());
      signature.update(signed.toByteArray());
      return """
      {"id":"%s","rawId":"%s","type":"public-key","clientExtensionResults":{},"response":{\
      "clientDataJSON":"%s","authenticatorData":"%s","signature":"%s","userHandle":%s}}"""
          .formatted(
              text(id),
              text(id),
              text(client),
              text(data.toByteArray()),
              text(signature.sign()),
              handle.length == 0 ? "null" : '"' + text(handle) + '"');
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
