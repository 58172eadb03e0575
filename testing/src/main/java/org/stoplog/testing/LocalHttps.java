package org.stoplog.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A stranger's server at localhost, by HTTPS: whose files a test sets, and who keeps requests. */
public final class LocalHttps implements AutoCloseable {
  private static final String PASSWORD = "not a secret";

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /** What one path does. */
  @FunctionalInterface
  public interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  public LocalHttps(SSLContext context) throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String path = exchange.getRequestURI().getPath();
            StringBuilder all = new StringBuilder(exchange.getRequestURI().toString());
            exchange
                .getRequestHeaders()
                .forEach((name, value) -> all.append('\n').append(name).append(": ").append(value));
            asked.add(all.toString());
            answers.getOrDefault(path, none -> none.sendResponseHeaders(404, -1)).to(exchange);
          }
        });
    server.start();
  }

  /** A new key for localhost, and a context that shows it and believes in it. */
  public static SSLContext context(Path folder, String name) throws Exception {
    return context(folder, name, "2026/01/01 00:00:00", "3650");
  }

  /**
   * @param from first second of the certificate, in the time zone of this machine
   * @param days how long it holds
   */
  public static SSLContext context(Path folder, String name, String from, String days)
      throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-keyalg",
                    "EC",
                    "-alias",
                    "own",
                    "-dname",
                    "CN=" + name,
                    "-startdate",
                    from,
                    "-validity",
                    days,
                    "-ext",
                    "SAN=dns:localhost,ip:127.0.0.1",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    PASSWORD))
            .inheritIO()
            .start();
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException("keytool made no key");
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("own", keys.getCertificate("own"));
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public String host() {
    return "localhost:" + port();
  }

  public String at(String path) {
    return "https://" + host() + path;
  }

  /** Requests as they came, each with its headers. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  public void set(String path, Answer answer) {
    answers.put(path, answer);
  }

  public void set(String path, String type, String text) {
    set(path, type, text.getBytes(UTF_8));
  }

  public void set(String path, String type, byte[] body) {
    set(
        path,
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", type);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
        });
  }

  /** Leads elsewhere. */
  public void lead(String path, String to) {
    set(
        path,
        exchange -> {
          exchange.getResponseHeaders().add("Location", to);
          exchange.sendResponseHeaders(302, -1);
        });
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
