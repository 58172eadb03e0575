package org.stoplog.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** A browser without a window: it keeps cookies, goes where answers lead, and fills in forms. */
public final class DemoBrowser {
  private static final int MOST_STEPS = 5;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final String base;
  private final String agent;
  private final Map<String, String> cookies = new LinkedHashMap<>();

  /**
   * @param base scheme, host and port
   * @param agent what it calls itself
   */
  public DemoBrowser(String base, String agent) {
    this.base = base;
    this.agent = agent;
  }

  WebPage open(String path) {
    return go(request(path).GET());
  }

  /** Whether there is a page for us. */
  boolean answers(String path) {
    return send(request(path).GET()).statusCode() == 200;
  }

  /** A request as this browser would send it. */
  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("User-Agent", agent)
            .header("Accept", "text/html");
    if (!cookies.isEmpty()) {
      StringBuilder pairs = new StringBuilder();
      cookies.forEach(
          (name, value) ->
              pairs.append(pairs.isEmpty() ? "" : "; ").append(name).append('=').append(value));
      request.header("Cookie", pairs.toString());
    }
    return request;
  }

  /** Sends, and follows. */
  WebPage go(HttpRequest.Builder request) {
    HttpResponse<String> answer = send(request);
    for (int i = 0; i < MOST_STEPS && answer.statusCode() == 303; i++) {
      URI next = answer.uri().resolve(answer.headers().firstValue("Location").orElseThrow());
      answer =
          send(
              request(
                      next.getRawPath()
                          + (next.getRawQuery() == null ? "" : "?" + next.getRawQuery()))
                  .GET());
    }
    WebPage page = new WebPage(this, answer.uri(), answer.body());
    if (answer.statusCode() != 200) {
      throw page.stuck("the answer is " + answer.statusCode());
    }
    return page;
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      keep(answer);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoplogException(Problem.INTERRUPTED, "the demo was stopped", e);
    }
  }

  /** Takes the cookies of an answer to a request of ours. */
  public void keep(HttpResponse<?> answer) {
    answer.headers().allValues("Set-Cookie").forEach(this::keep);
  }

  /** What it calls itself. */
  public String agent() {
    return agent;
  }

  private void keep(String line) {
    String pair = line.split(";", 2)[0];
    String name = pair.substring(0, pair.indexOf('='));
    if (line.contains("Max-Age=0")) {
      cookies.remove(name);
    } else {
      cookies.put(name, pair.substring(pair.indexOf('=') + 1));
    }
  }
}
