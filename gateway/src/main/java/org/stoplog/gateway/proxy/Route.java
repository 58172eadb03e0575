package org.stoplog.gateway.proxy;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.decode.ConnectionDecoder;
import org.stoplog.gateway.decode.Decoded;
import org.stoplog.gateway.decode.Request;
import org.stoplog.gateway.policy.ConnectionPolicy;

/**
 * One connection as one event loop has it: its policy, its decoder, its supplier, what is going on.
 */
final class Route {
  private final ConnectionPolicy policy;
  private ConnectionDecoder decoder;
  private final @Nullable Upstream upstream;
  private final Meters.OfConnection meters;
  private final Set<Live> live;

  /**
   * @param live exchanges of this connection; the same set for as long as the connection exists
   */
  Route(
      ConnectionPolicy policy,
      @Nullable Upstream upstream,
      Meters.OfConnection meters,
      Set<Live> live) {
    this.policy = policy;
    this.upstream = upstream;
    this.meters = meters;
    this.live = live;
    this.decoder = new ConnectionDecoder(policy);
  }

  ConnectionPolicy policy() {
    return policy;
  }

  ConnectionDecoder decoder() {
    return decoder;
  }

  /**
   * Reads a request. A fault of the decoder's costs one request its record, and no sender an
   * answer.
   */
  Decoded decode(Request request) {
    try {
      return decoder.decode(request);
    } catch (RuntimeException | StackOverflowError e) {
      meters.add(Meters.Count.DECODER_FAULTS);
      // Whatever state it was in is gone with it.
      decoder = new ConnectionDecoder(policy);
      return decoder.undecoded(request);
    }
  }

  @Nullable Upstream upstream() {
    return upstream;
  }

  Meters.OfConnection meters() {
    return meters;
  }

  void begins(Live exchange) {
    live.add(exchange);
  }

  void ends(Live exchange) {
    live.remove(exchange);
  }

  Set<Live> live() {
    return live;
  }

  /** Ends what is going on: nothing more of it reaches the supplier. */
  void cut() {
    for (Live exchange : new HashSet<>(live)) {
      exchange.cut();
    }
  }
}
