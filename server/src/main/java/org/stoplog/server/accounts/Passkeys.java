package org.stoplog.server.accounts;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Origin;
import org.stoplog.server.platform.SameBrowser;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/**
 * Passkeys (WebAuthn): made and looked at by webauthn4j. Each asks its owner for a finger, a face
 * or a PIN, so that one is both factors. Who made the authenticator is not asked (attestation
 * "none").
 */
final class Passkeys {
  /** Longest answer of a browser that is looked at, in characters. */
  private static final int LONGEST = 16_384;

  private static final List<COSEAlgorithmIdentifier> ALGORITHMS =
      List.of(
          COSEAlgorithmIdentifier.ES256,
          COSEAlgorithmIdentifier.EdDSA,
          COSEAlgorithmIdentifier.RS256);

  private final Transactions transactions;
  private final ServerClock clock;
  private final Origin origin;
  private final SameBrowser sameBrowser;
  private final Challenges challenges;
  private final WebAuthnManager webAuthn;
  private final AttestedCredentialDataConverter attested;

  Passkeys(
      Transactions transactions,
      ServerClock clock,
      Origin origin,
      SameBrowser sameBrowser,
      Challenges challenges) {
    this.transactions = transactions;
    this.clock = clock;
    this.origin = origin;
    this.sameBrowser = sameBrowser;
    this.challenges = challenges;
    ObjectConverter converter = new ObjectConverter();
    this.webAuthn = WebAuthnManager.createNonStrictWebAuthnManager(converter);
    this.attested = new AttestedCredentialDataConverter(converter);
  }

  static List<Long> algorithms() {
    return ALGORITHMS.stream().map(COSEAlgorithmIdentifier::getValue).toList();
  }

  /** The name of this server for passkeys; empty where they cannot be. */
  Optional<String> site() {
    return origin.name();
  }

  /** What the browser's owner signs; empty for a browser that has not seen a page of ours. */
  Optional<byte[]> challenge(Challenges.Purpose purpose, String about, HttpServletRequest request) {
    byte[] browser = sameBrowser.key(request);
    return browser == null
        ? Optional.empty()
        : Optional.of(challenges.make(new Challenges.Use(purpose, browser, about)));
  }

  private boolean take(
      byte[] challenge, Challenges.Purpose purpose, String about, HttpServletRequest request) {
    byte[] browser = sameBrowser.key(request);
    return browser != null
        && challenges.take(challenge, new Challenges.Use(purpose, browser, about));
  }

  List<PasskeyRows.Passkey> of(UUID account) {
    return transactions.run(jdbc -> new PasskeyRows(jdbc).of(account));
  }

  /** The answer of a browser that uses a passkey; nothing of it is proven yet. */
  Optional<AuthenticationData> read(String json) {
    if (json.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      return Optional.of(webAuthn.parseAuthenticationResponseJSON(json));
    } catch (RuntimeException e) {
      // Of whatever kind: the parser is the library's, and what it read is a stranger's.
      return Optional.empty();
    }
  }

  Optional<PasskeyRows.Passkey> find(AuthenticationData given) {
    return transactions.run(jdbc -> new PasskeyRows(jdbc).find(given.getCredentialId()));
  }

  /** Whether it is this passkey, for this purpose, now; uses the challenge up in any case. */
  boolean isUsed(
      PasskeyRows.Passkey passkey,
      AuthenticationData given,
      Challenges.Purpose purpose,
      String about,
      HttpServletRequest request) {
    ServerProperty server = server(given.getCollectedClientData(), purpose, about, request);
    byte[] handle = given.getUserHandle();
    boolean isNamed = handle != null || purpose != Challenges.Purpose.SIGN_IN;
    if (server == null
        || !isNamed
        || (handle != null && !ByteBuffer.wrap(handle).equals(handle(passkey.account())))) {
      return false;
    }
    try {
      webAuthn.verify(
          given, new AuthenticationParameters(server, record(passkey), null, true, true));
    } catch (MaliciousCounterValueException e) {
      noteCopy(passkey);
      return false;
    } catch (RuntimeException e) {
      return false; // as above
    }
    var data = given.getAuthenticatorData();
    long count = data == null ? passkey.signCount() : data.getSignCount();
    return transactions.run(jdbc -> new PasskeyRows(jdbc).used(passkey, count, clock.realNow()));
  }

  /** Null when the challenge is not good. */
  private @Nullable ServerProperty server(
      com.webauthn4j.data.client.@Nullable CollectedClientData client,
      Challenges.Purpose purpose,
      String about,
      HttpServletRequest request) {
    String name = origin.name().orElse(null);
    String base = origin.namedBase().orElse(null);
    byte[] challenge = client == null ? null : client.getChallenge().getValue();
    if (name == null
        || base == null
        || challenge == null
        || !take(challenge, purpose, about, request)) {
      return null;
    }
    return ServerProperty.builder()
        .origin(new com.webauthn4j.data.client.Origin(base))
        .rpId(name)
        .challenge(new DefaultChallenge(challenge))
        .build();
  }

  private CredentialRecordImpl record(PasskeyRows.Passkey passkey) {
    AttestedCredentialData data = attested.convert(passkey.attested());
    return new CredentialRecordImpl(
        null, true, null, null, passkey.signCount(), data, null, null, null, null);
  }

  /** Two hold its private key, or it forgets. It is not taken, and somebody should look. */
  private void noteCopy(PasskeyRows.Passkey passkey) {
    transactions.act(
        act -> {
          act.record(
              passkey.account(),
              "passkey.count-fell",
              Map.of("passkey", passkey.id().toString(), "last", passkey.signCount()));
          return true;
        });
  }

  /** What the authenticator keeps with the passkey: whose it is. */
  static ByteBuffer handle(UUID account) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(account.getMostSignificantBits())
        .putLong(account.getLeastSignificantBits())
        .flip();
  }

  /** A new passkey of an account, not kept yet; empty when the answer is not good. */
  Optional<PasskeyRows.Passkey> made(
      UUID account, String name, String json, HttpServletRequest request) {
    if (json.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      RegistrationData given = webAuthn.parseRegistrationResponseJSON(json);
      ServerProperty server =
          server(given.getCollectedClientData(), Challenges.Purpose.ADD, name, request);
      if (server == null) {
        return Optional.empty();
      }
      List<PublicKeyCredentialParameters> kinds =
          ALGORITHMS.stream()
              .map(
                  kind ->
                      new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, kind))
              .toList();
      webAuthn.verify(given, new RegistrationParameters(server, kinds, true, true));
      return Optional.ofNullable(given.getAttestationObject())
          .map(object -> object.getAuthenticatorData())
          .flatMap(
              data ->
                  Optional.ofNullable(data.getAttestedCredentialData())
                      .map(
                          made ->
                              new PasskeyRows.Passkey(
                                  UUID.randomUUID(),
                                  account,
                                  made.getCredentialId(),
                                  attested.convert(made),
                                  data.getSignCount(),
                                  name,
                                  clock.realNow(),
                                  null)));
    } catch (StoplogException e) {
      throw e;
    } catch (RuntimeException e) {
      // Of whatever kind: the parser is the library's, and what it read is a stranger's.
      return Optional.empty();
    }
  }
}
