package org.stoplog.ledger.exposure;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.intake.LeftOutReport;
import org.stoplog.ledger.intake.Schemes;
import org.stoplog.ledger.intake.SubjectMaker;
import org.stoplog.ledger.reader.Field;
import org.stoplog.ledger.reader.FileReader;
import org.stoplog.ledger.reader.LeftOut;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.Purpose;
import org.stoplog.ledger.reader.ReadRequest;
import org.stoplog.ledger.reader.ReadResult;
import org.stoplog.ledger.reader.RowBlock;
import org.stoplog.ledger.reader.RowHandler;
import org.stoplog.ledger.table.Stores;

/**
 * Reads a supplier's file as an exposure would and says which rows it could use. Who is in it is
 * not asked: a mapping can be tried without learning whether somebody is in the directory.
 */
public final class FileTrial implements RowHandler {
  private final SubjectMaker subjects;
  private final LongConsumer usable;
  private final Progress progress;
  private final LeftOutReport leftOut = new LeftOutReport();
  private Mapping mapping;
  private @Nullable Scheme[] schemes = new Scheme[0];
  private long used;

  private FileTrial(
      SubjectMaker subjects, Mapping mapping, LongConsumer usable, Progress progress) {
    this.subjects = subjects;
    this.usable = usable;
    this.mapping = mapping;
    this.progress = progress;
  }

  /**
   * What could be used.
   *
   * @param sha256 of the file as it was read
   * @param rows with at least one usable identifier
   * @param leftOut the others, and why
   * @param filled for each column the share of rows in which it is filled, 0 to 1
   */
  public record Report(
      String sha256, long rows, LeftOutReport leftOut, Map<String, Double> filled) {}

  public static Report read(
      Stores stores,
      FileReader reader,
      Path file,
      Mapping mapping,
      char @Nullable [] password,
      Progress progress) {
    return read(stores, reader, file, mapping, password, 0, line -> {}, progress);
  }

  /**
   * @param supplier whose own ids are in the file, 0 when that is all the same
   * @param usable takes the line of each usable row, in the file's order
   */
  static Report read(
      Stores stores,
      FileReader reader,
      Path file,
      Mapping mapping,
      char @Nullable [] password,
      int supplier,
      LongConsumer usable,
      Progress progress) {
    FileTrial trial =
        new FileTrial(
            new SubjectMaker(stores.keys().hasher(), mapping.region(), supplier),
            mapping,
            usable,
            progress);
    progress.step("Reading the file", file.toFile().length(), "bytes");
    ReadResult read =
        reader.read(
            new ReadRequest(
                file,
                Purpose.KEYS,
                mapping,
                mapping.region(),
                password,
                ReadRequest.Limits.DEFAULT),
            trial,
            progress::stopped);
    Map<String, Double> filled = new LinkedHashMap<>();
    for (int i = 0; i < read.cells().length; i++) {
      filled.put(
          read.mapping().fields().get(i).column(),
          read.rows() == 0 ? 0 : (double) read.cells()[i] / read.rows());
    }
    return new Report(read.sha256(), trial.used, trial.leftOut, filled);
  }

  @Override
  public void mapping(Mapping read) {
    mapping = read;
    schemes = new Scheme[read.fields().size()];
    for (int i = 0; i < schemes.length; i++) {
      schemes[i] = scheme(read.fields().get(i));
    }
  }

  /** Of what names somebody; null for other columns. */
  static @Nullable Scheme scheme(Field field) {
    return switch (field.role()) {
      case IDENTIFIER, LINK -> Schemes.of(field);
      case PERSON -> Scheme.USER_ID;
      case ORGANISATION -> Scheme.ORGANISATION_ID;
      default -> null;
    };
  }

  @Override
  public void elementSet(ElementSet set) {
    // Whose elements they are is not asked.
  }

  @Override
  public void rows(RowBlock block) {
    for (int row = 0; row < block.rows; row++) {
      row(block, row);
    }
  }

  private void row(RowBlock block, int row) {
    boolean isUsable = false;
    String reason = "no-identifier";
    String column = null;
    for (int cell = block.firstCell[row]; cell < block.firstCell[row + 1]; cell++) {
      Scheme scheme = schemes[block.field[cell]];
      if (scheme == null) {
        continue;
      }
      String wrong = subjects.make(scheme, block.bytes, block.start[cell], block.length[cell]);
      if (wrong == null) {
        isUsable = true;
      } else {
        reason = wrong;
        column = mapping.fields().get(block.field[cell]).column();
      }
    }
    if (isUsable) {
      used++;
      usable.accept(block.line[row]);
    } else {
      leftOut.add(new LeftOut(block.line[row], column, reason));
    }
  }

  @Override
  public void leftOut(LeftOut row) {
    leftOut.add(row);
  }

  @Override
  public void progress(long bytesRead) {
    progress.at(bytesRead);
  }
}
