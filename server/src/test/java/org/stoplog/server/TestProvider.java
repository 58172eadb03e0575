package org.stoplog.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A provider of OpenID Connect that answers over HTTP, and lies when it is told to. */
final class TestProvider implements AutoCloseable {
  /** This machine, and for a browser another site than ours. */
  static final String HOST = "127.0.0.2";

  static final String CLIENT = "stoplog";
  static final String SECRET = "a secret: of/the client";

  /** What a code stands for. */
  private record Granted(Map<String, String> asked, String subject, List<String> groups) {}

  private final HttpServer server;
  private final Supplier<Instant> clock;
  private final Map<String, Granted> codes = new HashMap<>();
  private RSAKey key;
  UnaryOperator<JWTClaimsSet.Builder> lie = claims -> claims;
  Function sign = this::signed;
  boolean isDown;
  int padding;
  int keysAsked;

  /** How a token is made of its claims. */
  interface Function {
    String of(JWTClaimsSet claims) throws JOSEException;
  }

  TestProvider(Supplier<Instant> clock) throws IOException, JOSEException {
    this.clock = clock;
    turn();
    server = HttpServer.create(new InetSocketAddress(HOST, 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String issuer() {
    return "http://" + HOST + ":" + server.getAddress().getPort();
  }

  /** Takes a new key, as providers do. */
  void turn() throws JOSEException {
    key = new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
  }

  RSAKey key() {
    return key;
  }

  void honest() {
    lie = claims -> claims;
    sign = this::signed;
    isDown = false;
    padding = 0;
  }

  private String signed(JWTClaimsSet claims) throws JOSEException {
    return signed(
        claims,
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
        new RSASSASigner(key));
  }

  String signed(JWTClaimsSet claims, JWSHeader header, JWSSigner signer) throws JOSEException {
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(signer);
    return token.serialize();
  }

  /** Signs with the public key as if it were a shared secret. */
  String confused(JWTClaimsSet claims) throws JOSEException {
    return signed(
        claims,
        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(),
        new MACSigner(key.toRSAPublicKey().getEncoded()));
  }

  String unsigned(JWTClaimsSet claims) {
    return text("{\"alg\":\"none\"}") + "." + text(claims.toString()) + ".";
  }

  private static String text(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }

  /** Somebody signs in at the page that a browser was sent to. @return where it goes back to */
  String back(String address, String subject, String... groups) {
    Map<String, String> asked = fields(URI.create(address).getRawQuery());
    String code = UUID.randomUUID().toString();
    codes.put(code, new Granted(asked, subject, List.of(groups)));
    return URI.create(asked.get("redirect_uri")).getPath()
        + "?state="
        + asked.get("state")
        + "&code="
        + code;
  }

  static Map<String, String> fields(String query) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : query.split("&")) {
      String[] parts = pair.split("=", 2);
      fields.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
    }
    return fields;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String answer;
    try {
      answer =
          switch (exchange.getRequestURI().getPath()) {
            case "/.well-known/openid-configuration" -> discovery();
            case "/keys" -> keys();
            case "/token" -> token(exchange, fields(body));
            case "/favicon.ico" -> "{}";
            case "/authorize" -> page(exchange.getRequestURI().getRawQuery());
            default -> "";
          };
    } catch (Exception e) {
      answer = "";
    }
    byte[] bytes = (answer + " ".repeat(padding)).getBytes(UTF_8);
    exchange
        .getResponseHeaders()
        .set("Content-Type", answer.startsWith("<") ? "text/html" : "application/json");
    exchange.sendResponseHeaders(isDown || answer.isEmpty() ? 500 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String discovery() {
    return """
    {"issuer":"%s","authorization_endpoint":"%s/authorize","token_endpoint":"%s/token",\
    "jwks_uri":"%s/keys"}"""
        .formatted(issuer(), issuer(), issuer(), issuer());
  }

  /** What a browser is shown, at another site than ours. */
  private String page(String query) {
    String here = issuer() + "/authorize?" + query;
    String back = fields(query).get("redirect_uri").replaceFirst("(https?://[^/]+)/.*", "$1");
    return "<!DOCTYPE html><html lang=\"en\"><title>Provider</title><main><a href=\""
        + back
        + back(here, "bob", "security").replace("&", "&amp;")
        + "\">Go on as bob</a></main></html>";
  }

  private String keys() {
    keysAsked++;
    return new JWKSet(key.toPublicJWK()).toString();
  }

  private String token(HttpExchange exchange, Map<String, String> fields) throws Exception {
    String basic = exchange.getRequestHeaders().getFirst("Authorization").substring(6);
    String[] pair = new String(Base64.getDecoder().decode(basic), UTF_8).split(":");
    Granted granted = codes.remove(fields.get("code"));
    String challenge =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                MessageDigest.getInstance("SHA-256")
                    .digest(fields.get("code_verifier").getBytes(UTF_8)));
    boolean isRight =
        URLDecoder.decode(pair[1], UTF_8).equals(SECRET)
            && challenge.equals(granted.asked().get("code_challenge"));
    if (!isRight) {
      return "";
    }
    Instant now = clock.get();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer())
            .audience(CLIENT)
            .subject(granted.subject())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(300)))
            .claim("nonce", granted.asked().get("nonce"))
            .claim("preferred_username", granted.subject())
            .claim("groups", granted.groups());
    if ("0".equals(granted.asked().get("max_age"))) {
      claims.claim("auth_time", now.getEpochSecond());
    }
    return "{\"id_token\":\"" + sign.of(lie.apply(claims).build()) + "\"}";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
