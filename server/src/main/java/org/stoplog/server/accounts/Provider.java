package org.stoplog.server.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.platform.Tokens;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A provider of OpenID Connect: code flow with PKCE. Signatures are looked at by nimbus-jose-jwt;
 * what a token must say is looked at here.
 */
final class Provider {
  private static final Duration SKEW = Duration.ofSeconds(60);
  private static final Duration OLDEST = Duration.ofMinutes(10);
  private static final Duration DISCOVERED_FOR = Duration.ofHours(1);
  private static final Duration KEYS_EVERY = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final int RSA_BITS = 2048;
  private static final int LONGEST_TOKEN = 32_768;
  private static final int LONGEST_SUBJECT = 255;
  private static final JsonMapper JSON = new JsonMapper();

  private final ProviderSettings settings;
  private final ProviderHttp http;
  private @Nullable Metadata metadata;
  private @Nullable Keys keys;
  private @Nullable Instant failedAt;

  Provider(ProviderSettings settings, ProviderHttp http) {
    this.settings = settings;
    this.http = http;
  }

  private record Metadata(
      String authorization, String token, String keys, boolean saysIssuer, Instant at) {}

  private record Keys(JWKSet set, Instant at) {}

  /** What one flow is bound to. Nobody but the browser that began it has them together. */
  record Flow(String state, String nonce, String verifier, String back, boolean isFresh) {}

  /** Whom the provider says it is. */
  record Person(String subject, String name, Set<String> values) {}

  /** Where the browser goes to sign in there. */
  String address(Flow flow, Instant now) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("response_type", "code");
    fields.put("scope", settings.scope());
    fields.put("client_id", settings.clientId());
    fields.put("redirect_uri", flow.back());
    fields.put("state", flow.state());
    fields.put("nonce", flow.nonce());
    fields.put("code_challenge", Tokens.text(Tokens.sha256(flow.verifier())));
    fields.put("code_challenge_method", "S256");
    if (flow.isFresh()) {
      fields.put("prompt", "login");
      fields.put("max_age", "0");
    }
    String to = metadata(now).authorization();
    return to + (to.contains("?") ? "&" : "?") + form(fields);
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  /**
   * Whom a code stands for.
   *
   * @param issuer what the answer says of itself (RFC 9207), or null
   * @param since when the flow began: a fresh proof is not older
   * @throws ProviderFailure when the provider is down, or anything is not as it must be
   */
  Person person(Flow flow, String code, @Nullable String issuer, Instant since, Instant now) {
    Metadata known = metadata(now);
    if (issuer == null ? known.saysIssuer() : !issuer.equals(settings.issuer())) {
      throw new ProviderFailure("the answer came from another provider");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("grant_type", "authorization_code");
    fields.put("code", code);
    fields.put("redirect_uri", flow.back());
    fields.put("code_verifier", flow.verifier());
    String pair = encoded(settings.clientId()) + ":" + encoded(settings.clientSecret());
    JsonNode answer =
        json(
            http.ask(
                HttpRequest.newBuilder(URI.create(known.token()))
                    .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form(fields)))));
    return person(text(answer, "id_token"), flow, since, now);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      throw new ProviderFailure("its answer is no JSON");
    }
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null || !value.isString()) {
      throw new ProviderFailure("its answer has no " + field);
    }
    return value.asString();
  }

  private synchronized Metadata metadata(Instant now) {
    Metadata known = metadata;
    if (known != null
        && now.isBefore(known.at().plus(DISCOVERED_FOR))
        && !now.isBefore(known.at().minus(SKEW))) {
      return known;
    }
    Instant failed = failedAt;
    if (failed != null && now.isBefore(failed.plus(PAUSE)) && !now.isBefore(failed)) {
      throw new ProviderFailure("it cannot be reached");
    }
    failedAt = now; // until it answered: many at once do not wait for it one after the other
    JsonNode found =
        json(
            http.ask(
                HttpRequest.newBuilder(
                    URI.create(
                        settings.issuer().replaceAll("/$", "")
                            + "/.well-known/openid-configuration"))));
    if (!text(found, "issuer").equals(settings.issuer())) {
      throw new ProviderFailure("it calls itself by another name than the settings");
    }
    Metadata fresh =
        new Metadata(
            safe(text(found, "authorization_endpoint")),
            safe(text(found, "token_endpoint")),
            safe(text(found, "jwks_uri")),
            found.path("authorization_response_iss_parameter_supported").asBoolean(false),
            now);
    metadata = fresh;
    failedAt = null;
    return fresh;
  }

  private static String safe(String address) {
    if (!ProviderSettings.isSafe(address)) {
      throw new ProviderFailure("it names an address without TLS");
    }
    return address;
  }

  private Person person(String token, Flow flow, Instant since, Instant now) {
    if (token.length() > LONGEST_TOKEN) {
      throw new ProviderFailure("its token is too long");
    }
    try {
      SignedJWT signed = SignedJWT.parse(token);
      if (!signed.verify(verifier(signed, now))) {
        throw new ProviderFailure("the signature of its token is wrong");
      }
      JWTClaimsSet claims = signed.getJWTClaimsSet();
      check(claims, flow, since, now);
      String name = claims.getClaim("preferred_username") instanceof String said ? said : "";
      return new Person(claims.getSubject(), name, values(claims.getClaim(settings.claim())));
    } catch (ParseException | JOSEException e) {
      throw new ProviderFailure("its token cannot be read");
    }
  }

  /** Of the kinds that are taken, and with a key of that very kind; never with a shared secret. */
  private JWSVerifier verifier(SignedJWT signed, Instant now) throws JOSEException {
    JWSAlgorithm kind = signed.getHeader().getAlgorithm();
    JWK key = key(signed.getHeader().getKeyID(), kind, now);
    if (kind.equals(JWSAlgorithm.RS256) && key instanceof RSAKey rsa && rsa.size() >= RSA_BITS) {
      return new RSASSAVerifier(rsa);
    }
    if (kind.equals(JWSAlgorithm.ES256) && key instanceof ECKey ec) {
      return new ECDSAVerifier(ec);
    }
    if (kind.equals(JWSAlgorithm.EdDSA) && key instanceof OctetKeyPair pair) {
      return new Ed25519Verifier(pair.toPublicJWK());
    }
    throw new ProviderFailure("its token is signed in a way that is not taken");
  }

  private synchronized JWK key(@Nullable String id, JWSAlgorithm kind, Instant now) {
    Keys known = keys;
    JWK found = known == null ? null : key(known.set(), id, kind);
    boolean isOld =
        known == null
            || !now.isBefore(known.at().plus(KEYS_EVERY))
            || now.isBefore(known.at().minus(SKEW));
    if (found == null && isOld) {
      Keys fresh = new Keys(fetch(now), now);
      keys = fresh;
      found = key(fresh.set(), id, kind);
    }
    if (found == null) {
      throw new ProviderFailure("it has no such key");
    }
    return found;
  }

  private JWKSet fetch(Instant now) {
    try {
      return JWKSet.parse(http.ask(HttpRequest.newBuilder(URI.create(metadata(now).keys()))));
    } catch (ParseException e) {
      throw new ProviderFailure("its keys cannot be read");
    }
  }

  private static @Nullable JWK key(JWKSet set, @Nullable String id, JWSAlgorithm kind) {
    List<JWK> fitting =
        set.getKeys().stream()
            .filter(key -> id == null || id.equals(key.getKeyID()))
            .filter(key -> key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
            .filter(key -> key.getAlgorithm() == null || key.getAlgorithm().equals(kind))
            .toList();
    return fitting.size() == 1 ? fitting.getFirst() : null;
  }

  private void check(JWTClaimsSet claims, Flow flow, Instant since, Instant now)
      throws ParseException {
    String subject = claims.getSubject();
    List<String> audience = claims.getAudience();
    String party = claims.getStringClaim("azp");
    must(settings.issuer().equals(claims.getIssuer()), "its token is of another issuer");
    must(
        audience.contains(settings.clientId())
            && (party == null ? audience.size() == 1 : party.equals(settings.clientId())),
        "its token is for another program");
    must(flow.nonce().equals(claims.getStringClaim("nonce")), "its token is of another sign-in");
    must(
        subject != null && !subject.isBlank() && subject.length() <= LONGEST_SUBJECT,
        "its token names nobody");
    must(
        isAfter(claims.getExpirationTime(), now.minus(SKEW))
            && isAfter(claims.getIssueTime(), now.minus(OLDEST))
            && !isAfter(claims.getIssueTime(), now.plus(SKEW)),
        "its token is too old, or its clock is wrong");
    if (flow.isFresh()) {
      must(
          isAfter(claims.getDateClaim("auth_time"), since.minus(SKEW))
              && !isAfter(claims.getDateClaim("auth_time"), now.plus(SKEW)),
          "it did not ask you anew");
    }
  }

  private static boolean isAfter(@Nullable Date date, Instant time) {
    return date != null && date.toInstant().isAfter(time);
  }

  private static void must(boolean is, String why) {
    if (!is) {
      throw new ProviderFailure(why);
    }
  }

  private static Set<String> values(@Nullable Object claim) {
    Set<String> values = new HashSet<>();
    if (claim instanceof String one) {
      values.add(one);
    } else if (claim instanceof List<?> many) {
      many.forEach(value -> values.add(String.valueOf(value)));
    }
    return values;
  }
}
