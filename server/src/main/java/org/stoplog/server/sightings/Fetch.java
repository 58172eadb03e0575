package org.stoplog.server.sightings;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Gets one file from a stranger by HTTPS: nothing of ours goes along but the address, and what
 * comes is bounded in size and time. Thread-safe.
 *
 * <p>It speaks HTTP/1.1 (RFC 9112) itself. A library would look the name up a second time when it
 * connects, and then perhaps be told another address than the one that was checked.
 */
final class Fetch {
  static final int MOST_PAGE = 4 << 20;
  static final int MOST_LIST = 16 << 20;
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int MOST_REDIRECTS = 3;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final Dial dial;
  private final Supplier<SSLContext> trust;
  private final Duration patience;

  Fetch(Dial dial, Supplier<SSLContext> trust, Duration patience) {
    this.dial = dial;
    this.trust = trust;
    this.patience = patience;
  }

  /** What Java trusts, as its owner set it. */
  static SSLContext trusted() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  /**
   * What was got.
   *
   * @param from address at the end of all redirects
   * @param type media type as the server says it, in lower case; empty for none
   */
  record Got(URI from, String type, byte[] body) {
    Got {
      body = body.clone();
    }

    @Override
    public byte[] body() {
      return body.clone();
    }
  }

  /**
   * Gets it.
   *
   * @param address of {@link Targets#https}
   * @param most bytes of the body
   * @throws LookFailed when there is none
   */
  Got get(URI address, boolean isInside, int most) {
    long end = System.nanoTime() + patience.toNanos();
    int port = Targets.of(address).port();
    URI at = address;
    for (int redirects = 0; ; redirects++) {
      HttpAnswer answer = ask(at, isInside, most, end);
      if (answer.status() == 200) {
        return new Got(at, answer.type(), answer.body());
      }
      String location = answer.location();
      if (!REDIRECTS.contains(answer.status()) || location == null) {
        throw new LookFailed("It answered " + answer.status() + ".");
      }
      if (redirects == MOST_REDIRECTS) {
        throw new LookFailed("It leads elsewhere more than " + MOST_REDIRECTS + " times.");
      }
      at = next(at, location, port);
    }
  }

  private static URI next(URI at, String location, int port) {
    URI next;
    try {
      next = Targets.https(at.resolve(location).toString());
    } catch (IllegalArgumentException | StoplogException e) {
      throw new LookFailed("It leads elsewhere, to what is no https address.", e);
    }
    int there = Targets.of(next).port();
    if (there != Targets.HTTPS_PORT && there != port) {
      throw new LookFailed("It leads elsewhere, to a port that nobody named.");
    }
    return next;
  }

  private HttpAnswer ask(URI at, boolean isInside, int most, long end) {
    Targets.Place place = Targets.of(at);
    try (Dial.Line line = dial.open(place, isInside, end);
        SSLSocket socket =
            (SSLSocket)
                trust
                    .get()
                    .getSocketFactory()
                    .createSocket(line.socket(), place.bare(), place.port(), true)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      OutputStream out = socket.getOutputStream();
      out.write(request(at, place).getBytes(US_ASCII));
      out.flush();
      return HttpAnswer.read(socket.getInputStream(), most);
    } catch (IOException e) {
      Dial.left(end);
      throw new LookFailed(
          e instanceof SSLException
              ? "No secure connection: its certificate is not trusted, or it ended the connection."
              : "It ended the connection.",
          e);
    }
  }

  private static String request(URI at, Targets.Place place) {
    String path = at.getRawPath().isEmpty() ? "/" : at.getRawPath();
    String query = at.getRawQuery() == null ? "" : "?" + at.getRawQuery();
    return "GET "
        + path
        + query
        + " HTTP/1.1\r\nHost: "
        + place.text()
        + "\r\nUser-Agent: Stoplog\r\nAccept: */*\r\nAccept-Encoding: identity\r\n"
        + "Connection: close\r\n\r\n";
  }
}
