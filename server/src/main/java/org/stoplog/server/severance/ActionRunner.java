package org.stoplog.server.severance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.gateway.policy.PrivateAddresses;

/** Does what the owner allowed: no shell, no environment, bounded in time and in what it says. */
final class ActionRunner {
  /** Signs the time and the body, so that a call that was heard cannot be made again later. */
  static final String SIGNATURE = "Stoplog-Signature";

  static final int MOST_OUTPUT = 16 << 10;
  private static final Duration TO_CONNECT = Duration.ofSeconds(10);
  private static final Duration TO_ANSWER = Duration.ofSeconds(30);
  private static final int BUFFER = 4096;

  private ActionRunner() {}

  /** What came of an action. */
  enum Outcome {
    DONE("done"),
    FAILED("failed"),
    TIMED_OUT("timed out"),
    REFUSED("the old credential was refused"),
    ACCEPTED("the old credential still opens something");

    private final String words;

    Outcome(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    static Outcome stored(String word) {
      return valueOf(word.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
    }
  }

  /**
   * @param code exit code or HTTP status; null when there is none
   * @param output the first of what it said
   */
  record Result(Outcome outcome, @Nullable Integer code, byte[] output) {
    Result {
      output = output.clone();
    }

    @Override
    public byte[] output() {
      return output.clone();
    }

    static Result of(Outcome outcome, String words) {
      return new Result(outcome, null, words.getBytes(UTF_8));
    }
  }

  /**
   * @param ids what placeholders of arguments stand for: ids of ours
   * @param body of a call, as JSON
   */
  static Result run(
      ActionSettings.Action action, Map<String, String> ids, String body, Instant now) {
    return switch (action) {
      case ActionSettings.Webhook hook -> call(hook, body, now);
      case ActionSettings.Command command -> command(command, ids);
      case ActionSettings.Probe probe -> probe(probe, ids);
    };
  }

  private static Result probe(ActionSettings.Probe probe, Map<String, String> ids) {
    Result result = command(probe.command(), ids);
    Integer code = result.code();
    if (code == null) {
      return result;
    }
    Outcome outcome =
        code == 0
            ? Outcome.ACCEPTED
            : probe.refused().contains(code) ? Outcome.REFUSED : Outcome.FAILED;
    return new Result(outcome, code, result.output());
  }

  private static Result command(ActionSettings.Command command, Map<String, String> ids) {
    List<String> argv =
        command.argv().stream().map(argument -> ids.getOrDefault(argument, argument)).toList();
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .directory(new File("/"))
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.environment().clear();
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return Result.of(Outcome.FAILED, "It could not be started: is it there, and may we run it?");
    }
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    Thread reader = Thread.ofVirtual().start(() -> read(process.getInputStream(), output));
    try {
      boolean isEnded =
          process.waitFor(command.patience().toMillis(), TimeUnit.MILLISECONDS)
              && reader.join(Duration.ofSeconds(1));
      if (!isEnded) {
        end(process);
      }
      int code = isEnded ? process.exitValue() : -1;
      byte[] said;
      synchronized (output) {
        said = output.toByteArray();
      }
      return isEnded
          ? new Result(code == 0 ? Outcome.DONE : Outcome.FAILED, code, said)
          : new Result(Outcome.TIMED_OUT, null, said);
    } catch (InterruptedException e) {
      end(process);
      Thread.currentThread().interrupt();
      throw new StoplogException(Problem.INTERRUPTED, "the server is stopping", e);
    }
  }

  /** With all that it started: one of those may hold its output open. */
  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Keeps the beginning; the rest is read, so that the program does not wait for us. */
  private static void read(InputStream in, ByteArrayOutputStream output) {
    byte[] buffer = new byte[BUFFER];
    try (in) {
      int read;
      while ((read = in.read(buffer)) >= 0) {
        synchronized (output) {
          output.write(buffer, 0, Math.min(read, MOST_OUTPUT - output.size()));
        }
      }
    } catch (IOException e) {
      // Its end was closed: what came until then is kept.
    }
  }

  private static Result call(ActionSettings.Webhook hook, String body, Instant now) {
    try {
      for (InetAddress address : InetAddress.getAllByName(hook.url().getHost())) {
        if (!hook.isPrivate() && PrivateAddresses.contain(address)) {
          return Result.of(
              Outcome.FAILED,
              "Its address is of a private network, which the settings do not allow.");
        }
      }
    } catch (IOException e) {
      return Result.of(Outcome.FAILED, "No machine has this name.");
    }
    HttpRequest request =
        HttpRequest.newBuilder(hook.url())
            .timeout(TO_ANSWER)
            .header("Content-Type", "application/json")
            .header("User-Agent", "Stoplog")
            .header(SIGNATURE, signature(hook.secret(), now.getEpochSecond(), body))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(TO_CONNECT);
    SSLContext trust = hook.trust();
    try (HttpClient client = (trust == null ? builder : builder.sslContext(trust)).build()) {
      HttpResponse<InputStream> answer =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = answer.body()) {
        int status = answer.statusCode();
        boolean isDone = status >= 200 && status < 300;
        return new Result(
            isDone ? Outcome.DONE : Outcome.FAILED, status, in.readNBytes(MOST_OUTPUT));
      }
    } catch (HttpTimeoutException e) {
      return Result.of(Outcome.TIMED_OUT, "It did not answer in time.");
    } catch (IOException e) {
      return Result.of(
          Outcome.FAILED, "It could not be called, or its certificate is not trusted.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoplogException(Problem.INTERRUPTED, "the server is stopping", e);
    }
  }

  /** {@code t=SECONDS,v1=HEX}: HMAC-SHA256 over the seconds, a full stop and the body. */
  static String signature(byte[] secret, long seconds, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] sum = mac.doFinal((seconds + "." + body).getBytes(UTF_8));
      return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(sum);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }
}
