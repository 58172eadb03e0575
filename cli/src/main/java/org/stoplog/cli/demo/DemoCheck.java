package org.stoplog.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.Exposure;
import org.stoplog.ledger.exposure.ExposureRun;
import org.stoplog.ledger.exposure.FrozenExposure;
import org.stoplog.ledger.exposure.Summary;
import org.stoplog.sample.Answer;
import org.stoplog.sample.SampleFiles;
import org.stoplog.sample.Story;
import org.stoplog.sample.Truth;

/** Holds what was frozen and sent in the incident's room against the truth. */
public final class DemoCheck {
  private static final Summary NO_NUMBERS = new Summary(0, 0, 0, 0, 0, 0, 0, 0, 0);

  private final Ledger ledger;
  private final Truth truth;
  private final Path root;
  private final DemoResult result;

  /**
   * @param root folder that lists are written to
   */
  public DemoCheck(Ledger ledger, Truth truth, Path root, DemoResult result) {
    this.ledger = ledger;
    this.truth = truth;
    this.root = root;
    this.result = result;
  }

  /** One exposure for each version of the scope, each exact. */
  public void exposures(Story story) throws IOException {
    List<FrozenExposure> frozen = ledger.inTransaction(DemoCheck::ofTheRoom);
    List<Answer> answers =
        List.of(
            truth.seen(story.supplier(), story.dataFrom(), story.dataTo()),
            truth.file(SampleFiles.DAY_16, true),
            truth.file(SampleFiles.DAY_40, true));
    List<String> days = List.of("day0", "day16", "day40");
    result.count("exposures of the room", answers.size(), frozen.size());
    for (int i = 0; i < Math.min(answers.size(), frozen.size()); i++) {
      Path folder = root.resolve("room-" + days.get(i));
      ledger.export(exposure(frozen.get(i)), folder, Progress.NONE);
      boolean isRecord = i == 0;
      result.check(
          "room, " + days.get(i),
          answers.get(i),
          folder,
          isRecord ? "grade_seen" : "grade",
          isRecord ? "elements_seen" : "elements");
    }
  }

  /**
   * The last of each version of the scope: a version is counted again when a kill came between the
   * frozen file and the room's row.
   */
  private static List<FrozenExposure> ofTheRoom(Connection connection) throws SQLException {
    List<FrozenExposure> found = new ArrayList<>();
    try (PreparedStatement find =
            connection.prepareStatement(
                """
                select distinct on (incident, scope) exposure from incident_exposure
                order by incident, scope, exposure desc
                """);
        ResultSet row = find.executeQuery()) {
      while (row.next()) {
        found.add(FrozenExposure.get(connection, row.getLong(1)));
      }
    }
    return found;
  }

  private Exposure exposure(FrozenExposure frozen) {
    return new Exposure(
        frozen.id(),
        frozen.createdAt(),
        frozen.title(),
        ExposureRun.fileOf(ledger.stores().folder(), frozen.sha256()),
        frozen.sha256(),
        NO_NUMBERS,
        List.of(),
        // That there are claims makes the list say what they say was taken.
        List.of("letter", "day16", "day40"));
  }
}
