package org.stoplog.ledger.reader;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What to read and how.
 *
 * @param file the stranger's file; only this one can be read by the child
 * @param purpose why
 * @param mapping how, null to have it guessed
 * @param region ISO 3166 code for national telephone numbers when the mapping names none, null when
 *     unknown
 * @param password of an encrypted ZIP, null when none was given
 * @param limits bounds of the child
 * @param only which rows count, null for all
 * @param contacts whether to hand over, of a people file, what contacts are made of, also when the
 *     mapping does not say so
 * @param anyColumns whether a guess may find nobody in any column: somebody will say which one it
 *     is
 */
public record ReadRequest(
    Path file,
    Purpose purpose,
    @Nullable Mapping mapping,
    @Nullable String region,
    char @Nullable [] password,
    Limits limits,
    @Nullable RowFilter only,
    boolean contacts,
    boolean anyColumns) {
  public ReadRequest {
    // Whatever a mapping says, only people files have our own people's contacts.
    contacts = purpose == Purpose.PEOPLE && (contacts || (mapping != null && mapping.contacts()));
    mapping = mapping == null ? null : mapping.withContacts(contacts);
  }

  /** Keeps no contacts unless the mapping says so; a guess must find somebody. */
  public ReadRequest(
      Path file,
      Purpose purpose,
      @Nullable Mapping mapping,
      @Nullable String region,
      char @Nullable [] password,
      Limits limits,
      @Nullable RowFilter only) {
    this(file, purpose, mapping, region, password, limits, only, false, false);
  }

  /** For a guess that people look at and correct. */
  public static ReadRequest toCorrect(
      Path file, Purpose purpose, char @Nullable [] password, Limits limits) {
    return new ReadRequest(file, purpose, null, null, password, limits, null, false, true);
  }

  /** All rows count. */
  public ReadRequest(
      Path file,
      Purpose purpose,
      @Nullable Mapping mapping,
      @Nullable String region,
      char @Nullable [] password,
      Limits limits) {
    this(file, purpose, mapping, region, password, limits, null);
  }

  /**
   * @param heapMegabytes Java heap of the child
   * @param nativeMegabytes memory of DuckDB in the child (Parquet)
   * @param time wall-clock time after which the child is ended
   * @param lineBytes longest line or cell
   * @param inflatedBytes most bytes that a compressed file may become
   * @param inflateRatio most times that a compressed file may grow, looked at past 64 MB
   */
  public record Limits(
      int heapMegabytes,
      int nativeMegabytes,
      Duration time,
      int lineBytes,
      long inflatedBytes,
      int inflateRatio) {
    public static final Limits DEFAULT =
        new Limits(512, 1024, Duration.ofHours(12), 16 << 20, 4L << 40, 200);
  }
}
