package org.stoplog.gateway.proxy;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.decode.ConnectionDecoder;
import org.stoplog.gateway.decode.Decoded;
import org.stoplog.gateway.decode.Request;
import org.stoplog.gateway.decode.SinkReply;
import org.stoplog.gateway.policy.ConnectionMode;
import org.stoplog.gateway.policy.ConnectionPolicy;
import org.stoplog.gateway.policy.CutReply;
import org.stoplog.gateway.policy.ForwardSender;
import org.stoplog.ledger.journal.HeldRequest;
import org.stoplog.ledger.journal.Intent;
import org.stoplog.ledger.journal.Mode;
import org.stoplog.ledger.journal.Result;
import org.stoplog.ledger.journal.Sender;

/**
 * One request of a sender, from its head to the end of the answer: read, recorded, sent on. All of
 * it on one event loop.
 */
final class Exchange implements Live {
  /** Longer bodies are decoded beside the event loop, which others wait for. */
  private static final int LONG_BODY = 128 << 10;

  /** Bytes of a body that have to come within the time that the limits give. */
  private static final int LEAST_PROGRESS = 1 << 10;

  private static final byte[] NO_FRAMES = new byte[0];

  private final Shared shared;
  private final Context context;
  private final Route route;
  private final ConnectionPolicy policy;
  private final HttpServerRequest incoming;
  private final HttpServerResponse answer;
  private final String rest;
  private final long time;
  private final long beganNanos;
  private final Record record;
  private @Nullable Buffer body;
  private @Nullable Relay relay;
  private final @Nullable Via via;
  private final @Nullable HeadGuard guard;
  private long bytesIn;
  private long held;
  private long markNanos;
  private long markBytes;
  private String verdict = "gone";
  private boolean isKeeping;
  private boolean isOver;

  /** Where a request of a sender that uses the gateway as its proxy goes. */
  record Via(ForwardSender sender, Destination to, Upstream upstream) {}

  /**
   * @param via null for a request to the gateway itself
   */
  Exchange(
      Shared shared,
      Context context,
      RouteTable.Match match,
      @Nullable Via via,
      HttpServerRequest incoming) {
    this.via = via;
    this.guard = HeadGuard.of(incoming);
    this.shared = shared;
    this.context = context;
    this.route = match.route();
    this.policy = route.policy();
    this.incoming = incoming;
    this.answer = incoming.response();
    this.rest = match.rest();
    this.time = shared.clock().millis();
    this.beganNanos = System.nanoTime();
    this.markNanos = beganNanos;
    this.record = new Record(shared, context);
  }

  void begin() {
    route.begins(this);
    if (guard != null) {
      guard.begun();
    }
    route.meters().add(Meters.Count.REQUESTS);
    incoming.exceptionHandler(fault -> senderGone());
    answer.exceptionHandler(fault -> senderGone());
    answer.closeHandler(none -> senderGone());
    answer.endHandler(none -> over());
    if (incoming.headers().contains(HttpHeaders.UPGRADE)) {
      refuse(Replies.UNSUPPORTED);
      return;
    }
    if (!Framing.isStraight(rest)) {
      refuse(Replies.MALFORMED);
      return;
    }
    OptionalLong length = Framing.length(incoming);
    if (length.isPresent() && length.getAsLong() > shared.mostRead()) {
      tooLong(Buffer.buffer(), length.getAsLong());
    } else {
      collect();
    }
  }

  private void collect() {
    incoming.handler(
        part -> {
          held += part.length();
          if (!shared.held().take(part.length())) {
            refuse(Replies.FULL);
            return;
          }
          Buffer all = body;
          if (all == null) {
            body = part;
          } else {
            // The first part is not ours to write into.
            body = all.length() == 0 ? part : Buffer.buffer(all.length() * 2).appendBuffer(all);
            body.appendBuffer(part);
          }
          if (body.length() > shared.mostRead()) {
            incoming.pause();
            incoming.handler(null);
            incoming.endHandler(null);
            tooLong(body, 0);
          }
        });
    incoming.endHandler(
        none -> {
          byte[] bytes = body == null ? NO_FRAMES : body.getBytes();
          bytesIn = bytes.length;
          route.meters().add(Meters.Count.BYTES_IN, bytes.length);
          read(Framing.read(incoming, rest, bytes, time));
        });
    // One that came by the proxy's port waited for its host to be looked at.
    incoming.resume();
  }

  private void read(Request request) {
    if (policy.state().isCut() && !keepsWhenCut()) {
      attempted(request);
    } else if (request.body().length <= LONG_BODY) {
      decoded(request, route.decode(request));
    } else {
      // A decoder of its own: the event loop goes on with the connection's.
      Vertx.currentContext()
          .executeBlocking(() -> new ConnectionDecoder(policy).decode(request), false)
          .onSuccess(done -> decoded(request, done))
          .onFailure(
              fault -> {
                route.meters().add(Meters.Count.DECODER_FAULTS);
                decoded(request, route.decoder().undecoded(request));
              });
    }
  }

  private void decoded(Request request, Decoded decoded) {
    if (isOver) {
      return;
    }
    Meters.OfConnection meters = route.meters();
    if (decoded.opaque() != null) {
      meters.add(Meters.Count.OPAQUE);
    }
    if (!decoded.undeclared().isEmpty()) {
      meters.add(Meters.Count.UNDECLARED);
    }
    meters.add(Meters.Count.EDITS, decoded.edits());
    Intent intent = intent(decoded.body().length, decoded.opaque(), true);
    boolean isCut = policy.state().isCut();
    if (isCut) {
      meters.add(Meters.Count.CUT_ATTEMPTS);
    }
    switch (decoded.verdict()) {
      case SEND -> {
        if (isCut) {
          keep(request, intent, decoded);
        } else {
          if (upstream() == null) {
            // Of a copy it is known: somebody else sent it, whatever becomes of this request.
            record.became(Result.DELIVERED, 0);
          }
          record.intend(
              intent, decoded.frames(), none -> send(decoded), why -> unrecorded(decoded));
        }
      }
      case HOLD -> keep(request, intent, decoded);
      case SINK -> {
        keepWithoutSending(intent, decoded.frames());
        sink(request, decoded.events());
      }
      case REFUSE -> {
        keepWithoutSending(intent, decoded.frames());
        refuse(Replies.NOT_ALLOWED);
      }
    }
  }

  private Intent intent(long bytes, @Nullable String opaque, boolean hasMapping) {
    return new Intent(
        time,
        policy.number(),
        via != null
            ? Mode.FORWARD
            : policy.mode() == ConnectionMode.RECORD_ONLY ? Mode.RECORD : Mode.REVERSE,
        via == null ? Record.grade(policy.sender()) : Sender.SECRET,
        hasMapping ? policy.language().mappingNumber() : 0,
        bytes,
        via == null ? null : via.to().host(),
        null,
        opaque,
        via == null
            ? SendingApp.of(incoming.getHeader(HttpHeaders.USER_AGENT))
            : via.sender().id());
  }

  /** Whether all of a request is kept while the connection is cut. */
  private boolean keepsWhenCut() {
    return policy.whenCut() == CutReply.HOLD
        && policy.mode() == ConnectionMode.REVERSE
        && via == null;
  }

  /** Keeps all of it; the sender hears that all is well once a crash would not lose it. */
  private void keep(Request request, Intent intent, Decoded decoded) {
    HeldRequest whole = via == null ? Outgoing.kept(this, decoded) : null;
    if (whole == null) {
      keepWithoutSending(intent, decoded.frames());
      refuse(via == null ? Replies.TOO_LONG_TO_KEEP : Replies.NOT_ALLOWED);
      return;
    }
    isKeeping = true;
    record.hold(
        intent,
        decoded.frames(),
        whole,
        none -> {
          route.meters().add(Meters.Count.KEPT);
          if (!isOver) {
            sink(request, decoded.events());
            verdict = "kept";
          }
        },
        why -> {
          route.meters().add(Meters.Count.NOT_RECORDED);
          if (!isOver) {
            refuse(Replies.NOT_RECORDED);
          }
        });
  }

  /** What was not sent is recorded too, and nobody waits for it. */
  private void keepWithoutSending(Intent intent, byte[] frames) {
    record.became(Result.REFUSED, 0);
    record.intend(intent, frames, none -> {}, why -> {});
  }

  private void unrecorded(Decoded decoded) {
    route.meters().add(Meters.Count.NOT_RECORDED);
    if (policy.failOpen()) {
      route.meters().add(Meters.Count.LET_THROUGH);
      shared.gaps().add(policy.number(), time);
      send(decoded);
    } else {
      refuse(Replies.NOT_RECORDED);
    }
  }

  private void send(Decoded decoded) {
    Upstream upstream = upstream();
    if (isOver) {
      record.became(Result.NOT_SENT, 0);
    } else if (upstream == null) {
      route.meters().add(Meters.Count.DELIVERED);
      verdict = "recorded";
      answer.setStatusCode(204).end();
    } else {
      relay = new Relay(this, upstream, decoded.query());
      relay.send(Buffer.buffer(decoded.body()));
    }
  }

  private @Nullable Upstream upstream() {
    return via == null ? route.upstream() : via.upstream();
  }

  /**
   * A body that is not read is sent on in pieces as it comes.
   *
   * @param first what came already
   * @param length of the whole, 0 when it is not known
   */
  private void tooLong(Buffer first, long length) {
    incoming.pause();
    bytesIn = length;
    route.meters().add(Meters.Count.OPAQUE);
    if (policy.state().isCut()) {
      cutAway(length);
      return;
    }
    Intent intent = intent(length, "too-long", false);
    boolean sends =
        policy.mode() == ConnectionMode.RECORD_ONLY
            || policy.unreadable() == org.stoplog.gateway.policy.Refusal.PASS;
    if (!sends) {
      keepWithoutSending(intent, NO_FRAMES);
      refuse(Replies.TOO_LARGE);
      return;
    }
    record.intend(
        intent,
        NO_FRAMES,
        none -> stream(first, length),
        why -> {
          route.meters().add(Meters.Count.NOT_RECORDED);
          if (policy.failOpen()) {
            shared.gaps().add(policy.number(), time);
            stream(first, length);
          } else {
            refuse(Replies.NOT_RECORDED);
          }
        });
  }

  private void stream(Buffer first, long length) {
    Upstream upstream = upstream();
    if (isOver) {
      record.became(Result.NOT_SENT, 0);
    } else if (upstream == null) {
      verdict = "recorded";
      incoming.handler(part -> {});
      incoming.endHandler(none -> answer.setStatusCode(204).end());
      incoming.resume();
      record.became(Result.DELIVERED, 0);
    } else {
      relay = new Relay(this, upstream, incoming.query());
      relay.stream(first, length);
    }
  }

  private void attempted(Request request) {
    route.meters().add(Meters.Count.CUT_ATTEMPTS);
    keepWithoutSending(intent(request.body().length, null, false), NO_FRAMES);
    if (policy.whenCut() != CutReply.REFUSE) {
      sink(request, 1);
    } else {
      refuse(Replies.CUT);
    }
  }

  private void cutAway(long length) {
    route.meters().add(Meters.Count.CUT_ATTEMPTS);
    keepWithoutSending(intent(length, null, false), NO_FRAMES);
    refuse(keepsWhenCut() ? Replies.TOO_LONG_TO_KEEP : Replies.CUT);
  }

  private void sink(Request request, long events) {
    route.meters().add(Meters.Count.SUNK);
    verdict = "sunk";
    SinkReply reply = route.decoder().sink(request, events);
    answer.setStatusCode(reply.status());
    if (!reply.contentType().isEmpty()) {
      answer.putHeader(HttpHeaders.CONTENT_TYPE, reply.contentType());
    }
    answer.end(Buffer.buffer(reply.body()));
  }

  /** Says no, in our own words. */
  void refuse(Replies reply) {
    route.meters().add(Meters.Count.REFUSED);
    verdict = reply.slug();
    boolean hasMore = !incoming.isEnded();
    if (hasMore) {
      // What still comes of it is nobody's, and taken so that the sender sees the answer.
      incoming.handler(part -> {});
      incoming.endHandler(none -> {});
      incoming.resume();
    }
    if (hasMore || reply == Replies.MALFORMED) {
      reply.sendLast(incoming, guard);
    } else {
      reply.send(answer, false);
    }
  }

  @Override
  public void look(long nanos) {
    if (isOver || answer.ended()) {
      return;
    }
    Relay its = relay;
    if (!incoming.isEnded()) {
      long bytes = incoming.bytesRead();
      boolean isOurs = its != null && its.isFull();
      if (bytes - markBytes >= LEAST_PROGRESS) {
        markBytes = bytes;
        markNanos = nanos;
      } else if (nanos - markNanos >= shared.limits().body().toNanos() && !isOurs) {
        refuse(Replies.SLOW);
        if (its != null) {
          its.cut();
        }
        return;
      }
    }
    if (its != null) {
      its.look(nanos, shared.limits().answer().toNanos());
    }
  }

  /** Nothing of the supplier's comes back either. What is kept goes nowhere, and is kept. */
  @Override
  public void cut() {
    if (isKeeping || (policy.state().isCut() && keepsWhenCut())) {
      return;
    }
    if (relay != null) {
      relay.cut();
    }
    if (!isOver) {
      refuse(Replies.CUT);
      over();
    }
  }

  private void senderGone() {
    if (!isOver) {
      if (relay != null) {
        relay.cut();
      }
      over();
    }
  }

  private void over() {
    if (!isOver) {
      isOver = true;
      route.ends(this);
      shared.held().letGo(held);
      if (guard != null) {
        guard.over(incoming);
      }
      shared
          .accessLog()
          .said(
              policy.id(),
              incoming.method().name(),
              answer.headWritten() ? answer.getStatusCode() : 0,
              bytesIn,
              (System.nanoTime() - beganNanos) / 1_000,
              verdict);
    }
  }

  /** What the access log says became of it. */
  void verdict(String word) {
    verdict = word;
  }

  @Nullable Via via() {
    return via;
  }

  Route route() {
    return route;
  }

  Record record() {
    return record;
  }

  HttpServerRequest incoming() {
    return incoming;
  }

  HttpServerResponse answer() {
    return answer;
  }

  String rest() {
    return rest;
  }

  Context context() {
    return context;
  }

  boolean isOver() {
    return isOver;
  }
}
