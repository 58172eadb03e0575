package org.stoplog.server.campaigns;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;
import org.stoplog.server.suppliers.SupplierIds;

/** Campaigns and sweeps, for programs; sweeps for members of their incident alone. */
@Controller
final class CampaignsApi {
  private static final String PATH = ApiAnswers.ROOT + "/campaigns";

  private final Transactions transactions;
  private final IncidentDoor door;
  private final CampaignDesk desk;

  CampaignsApi(Transactions transactions, IncidentDoor door, CampaignDesk desk) {
    this.transactions = transactions;
    this.door = door;
    this.desk = desk;
  }

  /**
   * A campaign.
   *
   * @param incident of a sweep; null for others
   * @param state draft, running, paused, ended or discarded
   * @param due day until which answers are asked for
   */
  record Line(
      UUID id,
      int number,
      @Nullable UUID incident,
      String title,
      String set,
      String state,
      String due,
      boolean drill) {
    static Line of(Campaign one) {
      return new Line(
          one.id(),
          one.number(),
          one.incident(),
          one.title(),
          one.set(),
          one.state().word(),
          one.due().toString(),
          one.drill());
    }
  }

  /**
   * A supplier in it.
   *
   * @param affected affected, not-affected or unknown; null for a set that does not ask
   * @param score of 100 of what it says; null when nothing is in the sum
   */
  record Standing(
      UUID supplier,
      String name,
      List<String> like,
      String state,
      @Nullable String affected,
      @Nullable Integer score,
      @Nullable Instant answeredAt,
      @Nullable Instant takenOverAt) {
    Standing {
      like = List.copyOf(like);
    }
  }

  /** A campaign with its board. */
  record Whole(
      Line campaign,
      int suppliers,
      int asked,
      int answered,
      int affected,
      int notAffected,
      int unknown,
      List<Standing> lines) {
    Whole {
      lines = List.copyOf(lines);
    }
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Campaigns, and sweeps of incidents that the caller is a member of; the newest first.")
  @GetMapping(PATH)
  ResponseEntity<ApiAnswers.Page<Line>> list() {
    UUID account = Caller.signedIn().account();
    return ApiAnswers.ok(
        new ApiAnswers.Page<>(
            transactions.run(
                jdbc -> {
                  Set<UUID> mine = new HashSet<>();
                  door.of(jdbc, account).forEach(seen -> mine.add(seen.id()));
                  return desk.rows(jdbc).all().stream()
                      .filter(one -> one.incident() == null || mine.contains(one.incident()))
                      .map(Line::of)
                      .toList();
                }),
            null));
  }

  @Access(value = Permission.READ_SUPPLIERS, listener = Listener.INTERNAL, byToken = true)
  @Summary("A campaign with its board: who was asked, who answered, who says what.")
  @GetMapping(PATH + "/{campaign}")
  ResponseEntity<Whole> one(@PathVariable("campaign") UUID id) {
    return ApiAnswers.ok(
        desk.read(Caller.signedIn(), id, inside -> whole(inside, Board.of(desk, inside))));
  }

  private static Whole whole(CampaignDesk.Inside inside, Board board) {
    Map<Integer, SupplierIds.Named> named = new SupplierIds(inside.jdbc()).all();
    return new Whole(
        Line.of(inside.campaign()),
        board.lines().size(),
        board.asked(),
        board.answered(),
        board.count(Board.Verdict.AFFECTED),
        board.count(Board.Verdict.NOT_AFFECTED),
        board.count(Board.Verdict.UNKNOWN),
        board.lines().stream()
            .filter(line -> named.containsKey(line.asked().supplier()))
            .map(line -> standing(line, named))
            .toList());
  }

  private static Standing standing(Board.Line line, Map<Integer, SupplierIds.Named> named) {
    Asked one = line.asked();
    Board.Verdict verdict = line.verdict();
    return new Standing(
        java.util.Objects.requireNonNull(named.get(one.supplier())).id(),
        one.name(),
        one.likeness(),
        one.words(),
        verdict == null ? null : verdict.word(),
        line.scoring() == null || !one.isAnswered() ? null : line.scoring().percent(),
        one.sent(),
        one.taken());
  }
}
