package org.stoplog.server.notices;

import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;

/** Letters as a mail program shows them, each a page alone. */
@Controller
final class LetterPagesController {
  private final IncidentDoor door;
  private final WaveView view;
  private final Snapshots snapshots;

  LetterPagesController(IncidentDoor door, WaveView view) {
    this.door = door;
    this.view = view;
    this.snapshots = new Snapshots(door);
  }

  /** Of a notice as it is now, with the data of the newest exposure. */
  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/notices/{notice}/letter")
  View ofNotice(
      @PathVariable("id") UUID id,
      @PathVariable("notice") UUID notice,
      @RequestParam(name = "language", defaultValue = "") String language) {
    return new HtmlLetter(
        door.read(
            Caller.signedIn(),
            id,
            seen -> {
              Notice found =
                  new NoticeRows(seen.jdbc(), door)
                      .find(notice)
                      .filter(one -> one.incident().equals(id))
                      .orElseThrow(() -> unknown("notice"));
              ElementSet elements = snapshots.newest(seen.jdbc(), id).exposed();
              return Letters.of(found.content(), view.supplier(seen), (String) null)
                  .letter(Letter.sample(elements, language));
            }));
  }

  /** Of a wave, with the data that most of its people have. */
  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/waves/{wave}/letter")
  View ofWave(
      @PathVariable("id") UUID id,
      @PathVariable("wave") UUID wave,
      @RequestParam(name = "language", defaultValue = "") String language) {
    return new HtmlLetter(
        door.read(
            Caller.signedIn(), id, seen -> view.sampleLetter(seen, find(seen, wave), language)));
  }

  /** As one person would get it, whom the caller looked up with a reason; the name is masked. */
  @Access(value = Permission.LOOK_UP_PEOPLE, listener = Listener.INTERNAL)
  @PostMapping("/incidents/{id}/waves/{wave}/preview/letter")
  View ofPerson(
      @PathVariable("id") UUID id,
      @PathVariable("wave") UUID wave,
      @RequestParam(name = "look-up", defaultValue = "") String lookUp) {
    Caller caller = Caller.signedIn();
    return new HtmlLetter(
        door.read(
            caller,
            id,
            seen -> {
              if (!seen.works()) {
                throw new StoplogException(
                    Problem.ACCESS_DENIED, "You may read this incident, but not change it.");
              }
              return view.letterOf(seen, find(seen, wave), caller, lookUp)
                  .orElseThrow(
                      () ->
                          new StoplogException(
                              Problem.PAGE_UNKNOWN,
                              "There is no such look-up of yours within the last hour."));
            }));
  }

  private static Wave find(IncidentDoor.Seen seen, UUID wave) {
    return new WaveRows(seen.jdbc())
        .find(wave)
        .filter(found -> found.incident().equals(seen.id()))
        .orElseThrow(() -> unknown("wave"));
  }

  private static StoplogException unknown(String what) {
    return new StoplogException(
        Problem.PAGE_UNKNOWN, "There is no such " + what + " of this incident.");
  }
}
