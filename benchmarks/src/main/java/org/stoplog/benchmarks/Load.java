package org.stoplog.benchmarks;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.stoplog.cli.demo.DemoBrowser;

/** People who each ask for a page, read it for half a second and ask again. */
final class Load {
  private static final long READS_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** A server that runs for days has compiled its pages. */
  private static final int WARM = 30;

  private static final int ASKED = 40;

  private final List<DemoBrowser> users;

  Load(List<DemoBrowser> users) {
    this.users = users;
  }

  /**
   * What was measured.
   *
   * @param seconds of each request, sorted
   * @param rate requests a second, of all together
   * @param bytes of an answer
   */
  record Result(double[] seconds, double rate, long bytes) {
    double quantile(double share) {
      return seconds[(int) Math.min(seconds.length - 1, Math.floor(seconds.length * share))];
    }

    int count() {
      return seconds.length;
    }
  }

  Result run(List<String> paths) {
    try (ExecutorService threads = Executors.newFixedThreadPool(users.size());
        HttpClient client = HttpClient.newHttpClient()) {
      long began = System.nanoTime();
      List<Future<double[]>> all =
          users.stream().map(user -> threads.submit(() -> ask(client, user, paths))).toList();
      double[] seconds = new double[0];
      for (Future<double[]> one : all) {
        double[] own = one.get();
        int before = seconds.length;
        seconds = Arrays.copyOf(seconds, before + own.length);
        System.arraycopy(own, 0, seconds, before, own.length);
      }
      double whole = (System.nanoTime() - began) / 1e9;
      Arrays.sort(seconds);
      double rate = users.size() * (WARM + ASKED) * paths.size() / whole;
      return new Result(seconds, rate, send(client, users.getFirst(), paths.getFirst()));
    } catch (InterruptedException | ExecutionException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double[] ask(HttpClient client, DemoBrowser user, List<String> paths)
      throws IOException, InterruptedException {
    double[] seconds = new double[ASKED * paths.size()];
    // They do not all begin at once.
    LockSupport.parkNanos((user.agent().hashCode() & 0xff) * READS_NANOS / 256);
    int next = 0;
    for (int i = 0; i < WARM + ASKED; i++) {
      for (String path : paths) {
        long start = System.nanoTime();
        send(client, user, path);
        double took = (System.nanoTime() - start) / 1e9;
        if (i >= WARM) {
          seconds[next++] = took;
        }
        LockSupport.parkNanos(READS_NANOS);
      }
    }
    return seconds;
  }

  private static long send(HttpClient client, DemoBrowser user, String path)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        client.send(user.request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(path + " answers " + answer.statusCode());
    }
    user.keep(answer);
    return answer.body().length;
  }
}
