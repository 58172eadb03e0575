package org.stoplog.server.campaigns;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.assessments.Scoring;
import org.stoplog.server.platform.PackOut;
import org.stoplog.server.platform.PackSource;

/** Sweeps of an incident, for its evidence pack: the board, and what each supplier said. */
final class SweepPack implements PackSource {
  private static final int PLACE = 55;

  private final CampaignDesk desk;

  SweepPack(CampaignDesk desk) {
    this.desk = desk;
  }

  @Override
  public int order() {
    return PLACE;
  }

  @Override
  public void write(Asked asked, PackOut out) throws IOException, SQLException {
    CampaignRows rows = desk.rows(asked.jdbc());
    for (Campaign one : rows.of(asked.incident()).reversed()) {
      if (one.startedAt() != null) {
        write(one, Board.of(desk, new CampaignDesk.Inside(asked.jdbc(), rows, one)), out);
      }
    }
  }

  private static void write(Campaign one, Board board, PackOut out) throws IOException {
    out.about(one.id());
    String folder = "sweeps/" + one.number() + "/";
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("number", one.number());
    facts.put("state", one.state().word());
    facts.put("set", one.set() + " " + one.version());
    facts.put("due", one.due().toString());
    facts.put("drill", one.drill());
    facts.put("started", text(one.startedAt()));
    facts.put("ended", text(one.endedAt()));
    facts.put("suppliers", board.lines().size());
    facts.put("asked", board.asked());
    facts.put("answered", board.answered());
    facts.put("affected", board.count(Board.Verdict.AFFECTED));
    facts.put("not_affected", board.count(Board.Verdict.NOT_AFFECTED));
    facts.put("unknown", board.count(Board.Verdict.UNKNOWN));
    if (!out.isPublic()) {
      facts.put("title", one.title());
      facts.put("letter_sha256", one.letter().hash().hex());
    }
    out.json(folder + "sweep.json", facts);
    if (out.isPublic()) {
      return;
    }
    try (PackOut.Rows rows =
        out.rows(
            folder + "suppliers.csv",
            true,
            "supplier",
            "like",
            "state",
            "affected",
            "score",
            "answered",
            "taken_over")) {
      for (Board.Line line : board.lines()) {
        rows.add(
            line.asked().name(),
            String.join("; ", line.asked().likeness()),
            line.asked().words(),
            line.words(),
            line.scoring() == null ? null : line.scoring().percent(),
            text(line.asked().sent()),
            text(line.asked().taken()));
      }
    }
    answers(folder, board, out);
    out.section(section(one, board));
  }

  private static void answers(String folder, Board board, PackOut out) throws IOException {
    try (PackOut.Rows rows =
        out.rows(
            folder + "answers.csv",
            true,
            "supplier",
            "question",
            "title",
            "answer",
            "words",
            "result",
            "claimed")) {
      for (Board.Line line : board.lines()) {
        Scoring scoring = line.scoring();
        for (Scoring.Line one : scoring == null ? List.<Scoring.Line>of() : scoring.lines()) {
          rows.add(
              line.asked().name(),
              one.question().number(),
              one.question().asks().title(),
              one.answer() == null ? null : one.answer().answer(),
              one.answer() == null ? null : one.answer().words().replaceAll("\\R", " "),
              one.verdict().words(),
              one.answer() == null ? null : text(one.answer().claimed()));
        }
      }
    }
  }

  private static PackOut.Section section(Campaign one, Board board) {
    List<List<String>> lines = new ArrayList<>();
    for (Board.Line line : board.lines()) {
      lines.add(List.of(line.asked().name(), line.asked().words(), line.words()));
    }
    return new PackOut.Section(
        "Sweep of other suppliers: " + one.title(),
        List.of(
            board.words() + ".",
            "What suppliers said is their word; it was due on " + one.due() + "."),
        List.of("Supplier", "State", "Affected"),
        lines,
        List.of(3, 4, 3));
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }
}
