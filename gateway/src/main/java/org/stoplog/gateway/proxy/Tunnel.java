package org.stoplog.gateway.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.function.Consumer;
import org.stoplog.gateway.policy.ForwardSender;
import org.stoplog.ledger.journal.Ticket;

/**
 * Bytes that go both ways between a sender and a supplier, unread. Each side is read no faster than
 * the other takes it. Used by one event loop alone.
 */
final class Tunnel {
  private final Shared shared;
  private final Ticket ticket;
  private final ForwardSender sender;
  private final Destination to;
  private final NetSocket supplier;
  private final NetSocket application;
  private final Consumer<Tunnel> ended;
  private long bytes;
  private boolean isOver;

  Tunnel(
      Shared shared,
      Ticket ticket,
      ForwardSender sender,
      Destination to,
      NetSocket supplier,
      NetSocket application,
      Consumer<Tunnel> ended) {
    this.shared = shared;
    this.ticket = ticket;
    this.sender = sender;
    this.to = to;
    this.supplier = supplier;
    this.application = application;
    this.ended = ended;
  }

  void begin() {
    application.exceptionHandler(fault -> over());
    supplier.exceptionHandler(fault -> over());
    application.closeHandler(none -> over());
    supplier.closeHandler(none -> over());
    pump(application, supplier, true);
    pump(supplier, application, false);
    supplier.resume();
    application.resume();
  }

  private void pump(NetSocket from, NetSocket into, boolean counts) {
    from.handler(
        part -> {
          if (isOver) {
            return;
          }
          if (counts) {
            bytes += part.length();
          }
          write(part, from, into);
        });
  }

  private static void write(Buffer part, NetSocket from, NetSocket into) {
    into.write(part);
    if (into.writeQueueFull()) {
      from.pause();
      into.drainHandler(none -> from.resume());
    }
  }

  Destination to() {
    return to;
  }

  ForwardSender sender() {
    return sender;
  }

  /** Bytes that went to the supplier. */
  long bytes() {
    return bytes;
  }

  /** Ends it: nothing more goes either way. */
  void over() {
    if (isOver) {
      return;
    }
    isOver = true;
    shared.journal().end(ticket, shared.clock().millis(), bytes);
    supplier.close();
    application.close();
    ended.accept(this);
  }
}
