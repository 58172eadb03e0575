package org.stoplog.gateway.proxy;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.policy.ConnectionMode;
import org.stoplog.ledger.journal.HeldRequest;
import org.stoplog.ledger.journal.Intent;
import org.stoplog.ledger.journal.Mode;
import org.stoplog.ledger.journal.Outcome;
import org.stoplog.ledger.journal.Released;
import org.stoplog.ledger.journal.Result;

/**
 * A request that was kept, and that two people released: recorded as sent now, and sent as it is.
 * No rule reaches it again, since rules were obeyed when it was kept, and a hash of a hash would
 * name nobody. On one event loop.
 */
final class Resending implements Live {
  private final Shared shared;
  private final Route route;
  private final Released released;
  private final Record record;
  private final CompletableFuture<Outcome> done;
  private @Nullable HttpClientRequest outgoing;
  private boolean hasLeft;
  private boolean isCut;
  private long waitsSince = System.nanoTime();

  private Resending(
      Shared shared,
      Context context,
      Route route,
      Released released,
      CompletableFuture<Outcome> done) {
    this.shared = shared;
    this.route = route;
    this.released = released;
    this.record = new Record(shared, context);
    this.done = done;
  }

  /**
   * Sends it, on the event loop of the route.
   *
   * @param route null when the policy has no such connection
   * @param done told what became of it: {@link Result#REFUSED} when the policy does not let it
   *     through now, {@link Result#NOT_SENT} when nothing of it left
   */
  static void begin(
      Shared shared,
      Context context,
      @Nullable Route route,
      Released released,
      CompletableFuture<Outcome> done) {
    HeldRequest request = released.request();
    if (route == null
        || route.upstream() == null
        || route.policy().state().isCut()
        || route.policy().mode() != ConnectionMode.REVERSE
        || !Framing.isMethod(request.method())
        || !Framing.isPlain(request.path())
        || (request.query() != null && !Framing.isPlain(request.query()))
        || !Framing.isStraight(request.path())) {
      done.complete(new Outcome(Result.REFUSED, 0));
      return;
    }
    new Resending(shared, context, route, released, done).begin(route.upstream());
  }

  private void begin(Upstream upstream) {
    route.begins(this);
    byte[] frames = released.frames();
    Intent intent =
        new Intent(
            shared.clock().millis(),
            route.policy().number(),
            Mode.REVERSE,
            released.sender(),
            released.mapping(),
            released.request().bodyLength(),
            null,
            null,
            released.opaque(),
            released.app());
    record.intend(intent, frames, none -> send(upstream), why -> ended(Result.NOT_SENT, 0));
  }

  private void send(Upstream upstream) {
    if (done.isDone() || !upstream.breaker().mayTry()) {
      ended(Result.NOT_SENT, 0);
      return;
    }
    HeldRequest request = released.request();
    upstream
        .request(HttpMethod.valueOf(request.method()), request.path(), request.query())
        .onSuccess(
            made -> {
              upstream.breaker().good();
              send(made, request);
            })
        .onFailure(
            fault -> {
              if (Relay.isBusy(fault)) {
                upstream.breaker().untried();
              } else {
                upstream.breaker().bad();
              }
              ended(Result.NOT_SENT, 0);
            });
  }

  private void send(HttpClientRequest to, HeldRequest request) {
    if (done.isDone()) {
      to.reset();
      return;
    }
    outgoing = to;
    try {
      for (HeldRequest.Header header : request.headers()) {
        to.headers().add(header.name(), header.value());
      }
    } catch (IllegalArgumentException e) {
      // A header that no gateway kept: nothing of it left.
      to.reset();
      ended(Result.NOT_SENT, 0);
      return;
    }
    byte[] body = request.body();
    if (body.length > 0 || Relay.hasBody(to.getMethod())) {
      to.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
    }
    route.meters().add(Meters.Count.BYTES_OUT, body.length);
    hasLeft = true;
    waitsSince = System.nanoTime();
    to.send(Buffer.buffer(body)).onSuccess(this::answered).onFailure(fault -> failed());
  }

  private void answered(HttpClientResponse answer) {
    // Nobody waits for what it says.
    answer.exceptionHandler(fault -> {});
    answer.handler(part -> {});
    ended(Result.DELIVERED, answer.statusCode());
  }

  private void failed() {
    HttpClientRequest request = outgoing;
    if (request != null) {
      request.reset();
    }
    ended(hasLeft ? Result.UNKNOWN : isCut ? Result.REFUSED : Result.NOT_SENT, 0);
  }

  private void ended(Result result, int status) {
    if (!done.isDone()) {
      route.ends(this);
      // A gateway that did not let it go did not send it: its record says no more.
      record.became(result == Result.REFUSED ? Result.NOT_SENT : result, status);
      if (result == Result.DELIVERED) {
        route.meters().add(Meters.Count.RELEASED);
      }
      done.complete(new Outcome(result, status));
    }
  }

  @Override
  public void cut() {
    isCut = true;
    failed();
  }

  @Override
  public void look(long nanos) {
    if (nanos - waitsSince >= shared.limits().answer().toNanos()) {
      failed();
    }
  }
}
