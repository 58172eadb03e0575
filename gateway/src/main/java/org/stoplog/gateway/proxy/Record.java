package org.stoplog.gateway.proxy;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.policy.SenderRule;
import org.stoplog.ledger.journal.HeldRequest;
import org.stoplog.ledger.journal.Intent;
import org.stoplog.ledger.journal.NotRecorded;
import org.stoplog.ledger.journal.Outcome;
import org.stoplog.ledger.journal.Result;
import org.stoplog.ledger.journal.Sender;
import org.stoplog.ledger.journal.Ticket;

/**
 * The record of one request: what is intended is on the disk before it is done, and what became of
 * it is said once. Used by one event loop alone.
 */
final class Record {
  private final Shared shared;
  private final Context context;
  private @Nullable Ticket ticket;
  private @Nullable Outcome outcome;

  Record(Shared shared, Context context) {
    this.shared = shared;
    this.context = context;
  }

  /** How a sender is known whom a connection lets send. */
  static Sender grade(SenderRule rule) {
    return switch (rule) {
      case SenderRule.Open() -> Sender.OPEN;
      case SenderRule.SecretPath(String sha256) -> Sender.SECRET;
      case SenderRule.Certificate(String name) -> Sender.CERTIFICATE;
    };
  }

  /**
   * What is decided before is recorded with it as one, so that a crash does not leave open whether
   * the supplier received what never left.
   *
   * @param durable on the event loop, once a crash would not lose it
   * @param failed on the event loop, when there is no such record
   */
  void intend(Intent intent, byte[] frames, Handler<Void> durable, Consumer<NotRecorded> failed) {
    Outcome already = outcome;
    follow(
        already == null
            ? shared.journal().intent(intent, frames, 0, frames.length)
            : shared
                .journal()
                .settled(intent, frames, 0, frames.length, shared.clock().millis(), already),
        durable,
        failed);
  }

  /**
   * Records a request that is kept, with all of it. That is what became of it.
   *
   * @param durable on the event loop, once a crash would not lose it
   * @param failed on the event loop, when it is not kept
   */
  void hold(
      Intent intent,
      byte[] frames,
      HeldRequest request,
      Handler<Void> durable,
      Consumer<NotRecorded> failed) {
    outcome = new Outcome(Result.REFUSED, 0);
    follow(shared.journal().hold(intent, frames, request), durable, failed);
  }

  private void follow(
      CompletableFuture<Ticket> made, Handler<Void> durable, Consumer<NotRecorded> failed) {
    // What is done then is the event loop's affair, where a fault is told.
    CompletableFuture<Ticket> unused =
        made.whenComplete(
            (its, fault) -> context.runOnContext(none -> known(its, fault, durable, failed)));
  }

  private void known(
      @Nullable Ticket made,
      @Nullable Throwable fault,
      Handler<Void> durable,
      Consumer<NotRecorded> failed) {
    if (made != null) {
      ticket = made;
      sayOutcome();
      durable.handle(null);
    } else if (fault instanceof NotRecorded reason) {
      failed.accept(reason);
    } else {
      throw new IllegalStateException(fault);
    }
  }

  /** What became of it, once; later ones are ignored. May come before the record is durable. */
  void became(Result result, int status) {
    if (outcome == null) {
      outcome = new Outcome(result, status);
      sayOutcome();
    }
  }

  private void sayOutcome() {
    Ticket made = ticket;
    Outcome said = outcome;
    if (made != null && said != null) {
      shared.journal().outcome(made, shared.clock().millis(), said);
      ticket = null;
    }
  }
}
