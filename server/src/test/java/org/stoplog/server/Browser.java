package org.stoplog.server;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that keeps cookies by itself, fills in forms, and follows nothing unless told to. */
public final class Browser {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Pattern TOKEN = Pattern.compile("name=\"form-token\" value=\"([^\"]+)\"");

  private final String base;
  private final String agent;
  private final Map<String, String> cookies = new LinkedHashMap<>();

  Browser(String base, String agent) {
    this.base = base;
    this.agent = agent;
  }

  /** Another client with the same cookies, as a thief has. */
  Browser copied(String otherAgent) {
    Browser copy = new Browser(base, otherAgent);
    copy.cookies.putAll(cookies);
    return copy;
  }

  String base() {
    return base;
  }

  Map<String, String> cookies() {
    return cookies;
  }

  public HttpResponse<String> get(String path) {
    return send(request(path).GET());
  }

  /** The same, for what is no text. */
  HttpResponse<byte[]> bytes(String path) {
    try {
      return CLIENT.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Fills in the form that the page at {@code from} shows. */
  public HttpResponse<String> post(String from, String path, Map<String, String> fields) {
    String token = token(get(from).body());
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put("form-token", token);
    return postPlain(path, all);
  }

  /** The same, for what is no text. */
  HttpResponse<byte[]> postForBytes(String from, String path, Map<String, String> fields) {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put("form-token", token(get(from).body()));
    try {
      return CLIENT.send(form(request(path), all).build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> postPlain(String path, Map<String, String> fields) {
    return send(form(request(path), fields));
  }

  static HttpRequest.Builder form(HttpRequest.Builder request, Map<String, String> fields) {
    List<String> pairs = new ArrayList<>();
    fields.forEach((name, value) -> pairs.add(encoded(name) + "=" + encoded(value)));
    return request
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(String.join("&", pairs)));
  }

  static String token(String html) {
    Matcher matcher = TOKEN.matcher(html);
    if (!matcher.find()) {
      throw new AssertionError("no form in: " + html);
    }
    return matcher.group(1);
  }

  /** A page without the scripts that every page loads from us. */
  static String withoutOurScripts(String page) {
    return page.replaceAll(
        "<script src=\"/assets/[0-9a-f]{16}/(htmx|room|passkeys)\\.js\" defer></script>", "");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("User-Agent", agent)
            .header("Accept", "text/html");
    if (!cookies.isEmpty()) {
      List<String> pairs = new ArrayList<>();
      cookies.forEach((name, value) -> pairs.add(name + "=" + value));
      request.header("Cookie", String.join("; ", pairs));
    }
    return request;
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      response.headers().allValues("Set-Cookie").forEach(this::keep);
      return response;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void keep(String line) {
    String pair = line.split(";", 2)[0];
    String name = pair.substring(0, pair.indexOf('='));
    String value = pair.substring(pair.indexOf('=') + 1);
    if (line.contains("Max-Age=0")) {
      cookies.remove(name);
    } else {
      cookies.put(name, value);
    }
  }
}
