package org.stoplog.ledger.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.stoplog.catalog.problem.StoplogException;

class TurnsTest {
  @Test
  void whoStopsWaitingLeavesTheQueueToOthers() throws InterruptedException {
    Turns turns = new Turns();
    turns.take(() -> false);
    assertThatThrownBy(() -> turns.take(() -> true)).isInstanceOf(StoplogException.class);
    CountDownLatch taken = new CountDownLatch(1);
    Thread next =
        Thread.ofVirtual()
            .start(
                () -> {
                  turns.take(() -> false);
                  taken.countDown();
                });
    assertThat(taken.getCount()).isEqualTo(1);
    turns.giveBack();
    taken.await();
    next.join();
    turns.giveBack();
    turns.take(() -> true);
  }
}
