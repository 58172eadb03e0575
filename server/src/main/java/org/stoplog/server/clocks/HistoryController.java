package org.stoplog.server.clocks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.View;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Times;

/** How what duties of an incident come to changed, and by what. */
@Controller
final class HistoryController {
  private static final int MOST = 50;
  private static final int MOST_NAMED = 25;

  private final Pages pages;
  private final IncidentDoor door;

  HistoryController(Pages pages, IncidentDoor door) {
    this.pages = pages;
    this.door = door;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(ClocksController.PATH + "/history")
  View show(@PathVariable("id") UUID id) {
    return pages.view(
        "clocks-history",
        door.read(
            Caller.signedIn(),
            id,
            seen ->
                new HistoryPage(
                    seen.path(),
                    seen.name(),
                    ClocksView.listOf(id),
                    changes(new Evaluations(seen.jdbc()).newest(id, MOST + 1)))));
  }

  private static List<HistoryPage.Change> changes(List<Evaluations.Kept> newestFirst) {
    List<HistoryPage.Change> changes = new ArrayList<>();
    for (int i = 0; i < Math.min(MOST, newestFirst.size()); i++) {
      Evaluations.Kept after = newestFirst.get(i);
      boolean isFirst = after.number() == 1;
      Evaluations.Kept before =
          i + 1 < newestFirst.size()
              ? newestFirst.get(i + 1)
              : new Evaluations.Kept(0, after.at(), Map.of(), Map.of());
      List<String> moved = isFirst ? List.of() : moved(before.outcomes(), after.outcomes());
      changes.add(
          new HistoryPage.Change(
              after.number(),
              Times.second(after.at()),
              isFirst
                  ? "worked out for the first time: " + after.outcomes().size() + " duties"
                  : String.join(", ", Evaluations.causes(before.inputs(), after.inputs())),
              moved.subList(0, Math.min(MOST_NAMED, moved.size())),
              Math.max(0, moved.size() - MOST_NAMED)));
    }
    return changes;
  }

  private static List<String> moved(Map<String, String> before, Map<String, String> after) {
    TreeSet<String> ids = new TreeSet<>(before.keySet());
    ids.addAll(after.keySet());
    return ids.stream()
        .filter(id -> !before.getOrDefault(id, "").equals(after.getOrDefault(id, "")))
        .map(
            id ->
                id
                    + ": "
                    + before.getOrDefault(id, "not required")
                    + " → "
                    + after.getOrDefault(id, "not required"))
        .toList();
  }
}
