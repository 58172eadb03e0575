package org.stoplog.server.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Set;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.gateway.policy.PrivateAddresses;
import org.stoplog.server.mail.ConnectionLost;
import org.stoplog.server.mail.Reply;
import org.stoplog.server.platform.ServerClock;

/** Calls one message service, one message after the other. For one thread. */
public final class ServiceSession implements AutoCloseable {
  private static final Duration TO_CONNECT = Duration.ofSeconds(10);
  private static final Duration TO_ANSWER = Duration.ofSeconds(30);
  private static final int MOST_SAID = 1_000;

  /** Not now: the same may be tried later (RFC 9110, 15.5.9; RFC 8470, 5.2; RFC 6585, 4). */
  private static final Set<Integer> LATER = Set.of(408, 425, 429);

  /** It is the call that is wrong, and not the message: no other one would be taken either. */
  private static final Set<Integer> NOT_US = Set.of(401, 403, 404, 405, 407, 415);

  private final MessageService service;
  private final byte[] secret;
  private final ServerClock clock;
  private final HttpClient client;
  private boolean isUsable = true;

  private ServiceSession(MessageService service, byte[] secret, ServerClock clock) {
    this.service = service;
    this.secret = secret.clone();
    this.clock = clock;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(TO_CONNECT)
            .build();
  }

  static ServiceSession open(MessageService service, byte[] secret, ServerClock clock) {
    try {
      for (InetAddress address : InetAddress.getAllByName(service.url().getHost())) {
        if (!service.isOwnNetwork() && PrivateAddresses.contain(address)) {
          throw new StoplogException(
              Problem.MESSAGE_SERVICE_FAILED,
              "The message service "
                  + service.name()
                  + " has an address of a private network, and is not said to be in ours.");
        }
      }
    } catch (IOException e) {
      throw new StoplogException(
          Problem.MESSAGE_SERVICE_FAILED,
          "No machine has the name of the message service " + service.name() + ".");
    }
    return new ServiceSession(service, secret, clock);
  }

  /**
   * Sends one message, and waits for the answer.
   *
   * @param id by which the service knows a message that it has already
   * @throws ConnectionLost when there was none, or it says that no call of ours would be taken
   */
  public Reply send(String id, byte[] body) throws ConnectionLost {
    long now = clock.realNow().getEpochSecond();
    HttpRequest request =
        HttpRequest.newBuilder(service.url())
            .timeout(TO_ANSWER)
            .header("Content-Type", "application/json")
            .header("User-Agent", "Stoplog")
            .header(WebhookSignature.ID, id)
            .header(WebhookSignature.TIME, Long.toString(now))
            .header(WebhookSignature.SIGNATURE, WebhookSignature.of(secret, id, now, body))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      HttpResponse<InputStream> answer =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = answer.body()) {
        return reply(answer.statusCode(), said(in));
      }
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw lost(false, "it cannot be called", e);
    } catch (IOException e) {
      throw lost(!isBefore(e), "it did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw lost(true, "the server is stopping", e);
    }
  }

  /** Whether no byte of the message can have gone out: there was no connection yet. */
  private static boolean isBefore(IOException e) {
    return e instanceof javax.net.ssl.SSLHandshakeException
        || e.getCause() instanceof UnresolvedAddressException;
  }

  /** The status stands; what the service said may be cut off by its end. */
  private static String said(InputStream in) {
    try {
      return new String(in.readNBytes(MOST_SAID), UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private Reply reply(int status, String said) throws ConnectionLost {
    if (status / 100 == 2) {
      return Reply.http(Reply.Kind.ACCEPTED, status, said);
    }
    if (status / 100 == 5 || LATER.contains(status)) {
      isUsable = false;
      return Reply.http(Reply.Kind.DEFERRED, status, said);
    }
    if (status / 100 == 4 && !NOT_US.contains(status)) {
      return Reply.http(Reply.Kind.REFUSED, status, said);
    }
    throw lost(false, "it answered " + status, null);
  }

  private ConnectionLost lost(
      boolean inDoubt, String why, @org.jspecify.annotations.Nullable Exception cause) {
    isUsable = false;
    return new ConnectionLost(inDoubt, why, cause);
  }

  /** Whether it can take another one now. */
  public boolean isUsable() {
    return isUsable;
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
