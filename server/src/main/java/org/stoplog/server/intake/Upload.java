package org.stoplog.server.intake;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.Purpose;

/**
 * A file that was uploaded and waits to be imported.
 *
 * @param createdAt by the real clock
 * @param name of the file in its folder: ours, made of the stranger's
 * @param place where it goes
 * @param hasPassword whether a password of a ZIP is kept with it
 * @param mapping how it is to be read
 * @param afterBatch number of the last batch when its import was asked for; null before
 * @param failure why the last import of it came to nothing, null when none did
 * @param batch what it became, null before
 */
record Upload(
    UUID id,
    UUID account,
    Instant createdAt,
    String name,
    long bytes,
    String sha256,
    Place place,
    boolean hasPassword,
    Mapping mapping,
    State state,
    @Nullable Long afterBatch,
    @Nullable String failure,
    @Nullable Long batch) {

  /** Where it stands. */
  enum State {
    WAITING,
    IMPORTING,
    DONE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What a file is about.
   *
   * @param supplier id, 0 for people
   * @param connection name, empty for people
   * @param region ISO 3166 code of telephone numbers without one, null when unknown
   * @param asOf the day on which it was true, null for today
   */
  record Place(
      Purpose purpose,
      int supplier,
      String connection,
      @Nullable String region,
      @Nullable LocalDate asOf) {
    String kind() {
      return purpose.name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What may be told of the file: messages of the reader name its path, which is nobody's affair.
   */
  static String told(Path file, String message) {
    return message.replace(file.toString(), String.valueOf(file.getFileName()));
  }
}
