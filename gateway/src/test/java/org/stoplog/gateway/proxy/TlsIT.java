package org.stoplog.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.ExtendedKeyUsage;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.gateway.policy.ConnectionPolicy;
import org.stoplog.gateway.policy.ConnectionState;
import org.stoplog.gateway.policy.SenderRule;
import org.stoplog.ledger.journal.Intent;
import org.stoplog.ledger.journal.Sender;

/** TLS at the gateway's own port, senders with certificates, and connections with names. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TlsIT {
  private static final String SHOP = "spiffe://mesh.example/shop";

  private static X509Bundle authority;
  private static X509Bundle gateway;
  private static ProxyHouse house;
  private static Supplier supplier;
  private static @TempDir Path home;
  private static boolean isEnded;

  private final List<HttpClient> clients = new ArrayList<>();

  @BeforeAll
  static void begin() throws Exception {
    authority = authority();
    gateway =
        new CertificateBuilder()
            .subject("CN=gateway")
            .addSanDnsName("localhost")
            .addSanIpAddress(InetAddress.getByName("127.0.0.1"))
            .addExtendedKeyUsage(ExtendedKeyUsage.PKIX_KP_SERVER_AUTH)
            .buildIssuedBy(authority);
    supplier = new Supplier();
    house =
        new ProxyHouse(
            home,
            Limits.USUAL,
            Held.usual(),
            null,
            new Gateway.Tls(
                new PemKeyCertOptions()
                    .addCertValue(Buffer.buffer(gateway.getCertificatePathPEM()))
                    .addKeyValue(Buffer.buffer(gateway.getPrivateKeyPEM())),
                new PemTrustOptions()
                    .addCertValue(Buffer.buffer(authority.getCertificatePathPEM()))));
    house.policy(
        null,
        with("shop", 1, new SenderRule.Certificate(SHOP), null),
        with("web", 2, new SenderRule.Certificate("web.internal.example"), null),
        with("open", 3, new SenderRule.Open(), "127.0.0.1"));
  }

  @AfterAll
  static void end() {
    if (!isEnded) {
      house.close();
    }
    supplier.close();
  }

  @AfterEach
  void close() {
    clients.forEach(HttpClient::close);
  }

  private static X509Bundle authority() throws Exception {
    return new CertificateBuilder()
        .subject("CN=an authority")
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  private static X509Bundle sender(X509Bundle by) throws Exception {
    return new CertificateBuilder()
        .subject("CN=shop")
        .addSanUriName(SHOP)
        .addSanDnsName("Shop.internal.example")
        .addExtendedKeyUsage(ExtendedKeyUsage.PKIX_KP_CLIENT_AUTH)
        .buildIssuedBy(by);
  }

  private static ConnectionPolicy with(
      String id, long number, SenderRule sender, @Nullable String host) {
    ConnectionPolicy like =
        ProxyHouse.connection(id, number, supplier.address(), ConnectionState.OPEN);
    return new ConnectionPolicy(
        like.id(),
        like.number(),
        like.supplier(),
        like.language(),
        like.mode(),
        like.upstream(),
        like.allowsPrivate(),
        sender,
        like.state(),
        like.whenCut(),
        like.unreadable(),
        like.undeclared(),
        like.failOpen(),
        like.sendsAddress(),
        like.sendsUserAgent(),
        like.declared(),
        like.rules(),
        like.hashKey(),
        host);
  }

  private static SSLContext context(@Nullable X509Bundle own) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", authority.getCertificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    KeyManager[] keys = own == null ? null : keys(own);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust.getTrustManagers(), null);
    return context;
  }

  private static KeyManager[] keys(X509Bundle own) throws GeneralSecurityException, IOException {
    KeyManagerFactory factory = own.toKeyManagerFactory();
    return factory.getKeyManagers();
  }

  private HttpResponse<String> post(
      @Nullable X509Bundle own, Version version, String host, String path) throws Exception {
    HttpClient client = HttpClient.newBuilder().sslContext(context(own)).version(version).build();
    clients.add(client);
    URI uri = URI.create("https://" + host + ":" + house.port + path);
    return client.send(
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(20))
            .header("User-Agent", "shop/7")
            .POST(BodyPublishers.ofString(ProxyHouse.EVENT))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void aSenderShowsACertificateOfOurAuthorityWithTheConnectionsName() throws Exception {
    X509Bundle shop = sender(authority);
    for (Version version : Version.values()) {
      HttpResponse<String> let = post(shop, version, "localhost", "/c/shop/track");
      assertThat(let.statusCode()).isEqualTo(200);
      assertThat(let.version()).isEqualTo(version);
      HttpResponse<String> another = post(shop, version, "localhost", "/c/web/track");
      assertThat(another.statusCode()).isEqualTo(403);
      assertThat(another.body()).contains("no-certificate");
      assertThat(post(null, version, "localhost", "/c/shop/track").statusCode()).isEqualTo(403);
      assertThat(post(null, version, "localhost", "/c/open/track").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aCertificateOfAnotherAuthorityIsNone() throws Exception {
    X509Bundle another = sender(authority());
    assertThatThrownBy(() -> post(another, Version.HTTP_1_1, "localhost", "/c/shop/track"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> post(another, Version.HTTP_1_1, "localhost", "/c/open/track"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aNameLeadsToItsConnectionWithAllPaths() throws Exception {
    for (Version version : Version.values()) {
      assertThat(post(null, version, "127.0.0.1", "/track?ip=1").statusCode()).isEqualTo(200);
      assertThat(supplier.got.getLast().path()).isEqualTo("/track?ip=1");
      // Under that name it is the supplier's path, and no other connection is reached.
      assertThat(post(null, version, "127.0.0.1", "/c/shop/track").statusCode()).isEqualTo(200);
      assertThat(supplier.got.getLast().path()).isEqualTo("/c/shop/track");
      assertThat(post(null, version, "localhost", "/track").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void heedsHeadsAsStrictlyWithinTls() throws Exception {
    int before = supplier.got.size();
    assertThat(
            raw(
                "POST /c/open/track HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /c/open/x HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
    assertThat(supplier.got).hasSize(before);
    assertThat(raw(ProxyHouse.post("/c/open/track"))).startsWith("HTTP/1.1 200");
  }

  private String raw(String text) throws Exception {
    try (SSLSocket socket =
        (SSLSocket) context(null).getSocketFactory().createSocket("127.0.0.1", house.port)) {
      socket.setSoTimeout(20_000);
      ProxyHouse.write(socket, text);
      return ProxyHouse.rest(socket);
    }
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void plainTextIsAnsweredByNobodyAndTheRecordSaysHowASenderWasKnown() throws Exception {
    assertThat(house.ask(house.port, ProxyHouse.post("/c/open/track")))
        .doesNotContain("HTTP/1.1 2");
    assertThat(post(sender(authority), Version.HTTP_2, "localhost", "/c/shop/track").statusCode())
        .isEqualTo(200);
    close();
    isEnded = true;
    List<Intent> intents = house.told().intents;
    assertThat(intents).isNotEmpty();
    for (Intent intent : intents) {
      assertThat(intent.sender())
          .isEqualTo(intent.connection() == 3 ? Sender.OPEN : Sender.CERTIFICATE);
    }
    assertThat(intents).anyMatch(intent -> "shop/7".equals(intent.app()));
  }
}
