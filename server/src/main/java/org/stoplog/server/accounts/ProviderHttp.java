package org.stoplog.server.accounts;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the provider, within bounds of size and time; follows nothing elsewhere. */
final class ProviderHttp implements AutoCloseable {
  private static final long LARGEST = 256 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * The body of an answer 200.
   *
   * @throws ProviderFailure when there is none, or it is too large or too slow
   */
  String ask(HttpRequest.Builder request) {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            request.timeout(PATIENCE).header("Accept", "application/json").build(),
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), LARGEST));
    try {
      HttpResponse<String> got = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (got.statusCode() == 200) {
        return got.body();
      }
      throw new ProviderFailure("it answered " + got.statusCode());
    } catch (TimeoutException e) {
      throw new ProviderFailure("it did not answer in time");
    } catch (ExecutionException e) {
      throw new ProviderFailure(
          e.getCause() instanceof IOException
              ? "it cannot be reached"
              : "its answer is unreadable");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProviderFailure("the server is stopping");
    } finally {
      answer.cancel(true);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
