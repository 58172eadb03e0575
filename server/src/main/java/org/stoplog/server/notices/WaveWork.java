package org.stoplog.server.notices;

import java.util.UUID;
import org.stoplog.ledger.Progress;
import org.stoplog.server.platform.LongWork;

/** Sends a wave as long work: with progress, and taken up again after an end that nobody wanted. */
final class WaveWork implements LongWork {
  static final String KIND = "notice-wave";
  static final String PATH = "path";

  private final Sender sender;

  WaveWork(Sender sender) {
    this.sender = sender;
  }

  @Override
  public String kind() {
    return KIND;
  }

  /**
   * Ends when nothing is due; what the server put off is taken up by {@link WaveWatch} at its time,
   * so that no thread waits for it.
   */
  @Override
  public String run(Task task, Progress progress) {
    UUID wave = UUID.fromString(String.valueOf(task.arguments().get(AudienceWork.WAVE)));
    sender.run(wave, progress);
    return String.valueOf(task.arguments().get(PATH));
  }
}
