package org.stoplog.server.notices;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;

/** Letters of a wave on paper: taken as files, parcel by parcel, and said to be posted. */
@Controller
final class ParcelsController {
  private static final String PATH = "/incidents/{id}/waves/{wave}/parcels";
  private static final int SHORTEST = 3;
  private static final int LONGEST = 300;
  private static final int MOST_NUMBERS = 1_000;
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final IncidentDoor door;
  private final ParcelActs acts;
  private final ActorNames names;
  private final ServerClock clock;

  ParcelsController(
      Pages pages, IncidentDoor door, ParcelActs acts, ActorNames names, ServerClock clock) {
    this.pages = pages;
    this.door = door;
    this.acts = acts;
    this.names = names;
    this.clock = clock;
  }

  static String pathOf(Wave wave) {
    return wave.path() + "/parcels";
  }

  private static Wave find(IncidentDoor.Seen seen, UUID wave) {
    Wave found = WavesController.find(seen, wave);
    if (!(found.terms().way() instanceof Way.Paper)) {
      throw new StoplogException(Problem.PAGE_UNKNOWN, "This wave does not go on paper.");
    }
    return found;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View show(@PathVariable("id") UUID id, @PathVariable("wave") UUID wave) {
    return show(id, wave, null, "");
  }

  private View show(UUID id, UUID wave, @Nullable String error, String typed) {
    Caller caller = Caller.signedIn();
    Map<UUID, String> known = names.names();
    return pages.view(
        "parcels",
        door.read(
            caller,
            id,
            seen -> page(seen, WavesController.find(seen, wave), caller, known, error, typed)),
        error == null ? 200 : UNPROCESSABLE);
  }

  private ParcelsPage page(
      IncidentDoor.Seen seen,
      Wave wave,
      Caller caller,
      Map<UUID, String> known,
      @Nullable String error,
      String typed) {
    List<Parcels.Parcel> parcels = new Parcels(seen.jdbc(), wave.id()).all();
    Counts counts =
        Counts.of(caller)
            .among(
                parcels.stream().flatMapToLong(one -> LongStream.of(one.waiting(), one.letters())));
    boolean canWork =
        seen.works()
            && caller.may(Permission.WORK_ON_INCIDENTS)
            && wave.state() == Wave.State.SENDING;
    long posted = count(parcels, Parcels.State.POSTED);
    return new ParcelsPage(
        seen.path(),
        seen.name(),
        wave.path(),
        wave.name(),
        pathOf(wave),
        !(wave.terms().way() instanceof Way.Paper)
            ? "This wave goes by mail, and has no letters on paper."
            : parcels.isEmpty()
                ? "There are no letters yet: the wave must be approved first."
                : parcels.size()
                    + (parcels.size() == 1 ? " parcel: " : " parcels: ")
                    + count(parcels, Parcels.State.PLANNED)
                    + " to take, "
                    + count(parcels, Parcels.State.TAKEN)
                    + " taken and not yet posted, "
                    + posted
                    + " posted.",
        canWork,
        seen.works() && caller.may(Permission.WORK_ON_INCIDENTS) && posted > 0,
        wave.terms().drill(),
        error,
        typed,
        LocalDate.ofInstant(clock.realNow(), ZoneOffset.UTC).toString(),
        parcels.stream().map(one -> line(one, wave, counts, canWork, known)).toList());
  }

  private static long count(List<Parcels.Parcel> parcels, Parcels.State state) {
    return parcels.stream().filter(one -> one.state() == state).count();
  }

  private ParcelsPage.Line line(
      Parcels.Parcel one, Wave wave, Counts counts, boolean canWork, Map<UUID, String> known) {
    String taken =
        one.takenAt() == null || one.takenBy() == null
            ? ""
            : known.getOrDefault(one.takenBy(), "unknown")
                + " took "
                + one.pages()
                + " pages, "
                + Times.second(one.takenAt());
    byte[] carrier = one.carrier();
    String state =
        switch (one.state()) {
          case PLANNED -> "nobody has taken it";
          case TAKEN -> taken;
          case POSTED ->
              "posted on "
                  + one.postedOn()
                  + (carrier == null
                      ? ""
                      : ", "
                          + new String(
                              door.unseal(wave.incident(), carrier), StandardCharsets.UTF_8));
        };
    return new ParcelsPage.Line(
        Integer.toString(one.number()),
        counts.text(one.state() == Parcels.State.PLANNED ? one.waiting() : one.letters()),
        state,
        !canWork || one.state() == Parcels.State.POSTED
            ? null
            : one.state() == Parcels.State.PLANNED ? "Take the letters" : "Take them again",
        canWork && one.state() == Parcels.State.TAKEN && !wave.terms().drill());
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{number}/take")
  ResponseEntity<byte[]> take(
      @PathVariable("id") UUID id,
      @PathVariable("wave") UUID wave,
      @PathVariable("number") int number) {
    String[] name = new String[1];
    ParcelFile file =
        door.change(
            Caller.signedIn(),
            id,
            change -> {
              find(change.seen(), wave);
              Wave held = new WaveRows(change.act().jdbc()).lock(wave).orElseThrow();
              name[0] = "letters-" + held.name() + "-" + number + ".zip";
              return acts.take(change, held, number);
            });
    acts.endIfOver(wave); // all of its people may have been erased since
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name[0] + "\"")
        .contentType(MediaType.parseMediaType("application/zip"))
        .body(file.zip());
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/{number}/posted")
  View posted(
      @PathVariable("id") UUID id,
      @PathVariable("wave") UUID wave,
      @PathVariable("number") int number,
      @RequestParam(name = "on", defaultValue = "") String typedDay,
      @RequestParam(name = "carrier", defaultValue = "") String typedCarrier) {
    Caller caller = Caller.signedIn();
    door.requireWork(caller, id);
    String carrier = typedCarrier.strip();
    LocalDate on = day(typedDay);
    if (on == null) {
      return show(id, wave, "Say the day as YYYY-MM-DD.", carrier);
    }
    if (carrier.length() < SHORTEST || carrier.length() > LONGEST) {
      return show(
          id, wave, "Say in 3 to 300 characters who posted it, and with what proof.", carrier);
    }
    door.change(
        caller,
        id,
        change -> {
          find(change.seen(), wave);
          Wave held = new WaveRows(change.act().jdbc()).lock(wave).orElseThrow();
          acts.post(change, held, number, on, carrier);
          return true;
        });
    acts.endIfOver(wave);
    return Redirects.see(Wave.pathOf(id, wave) + "/parcels");
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH + "/came-back")
  View cameBack(
      @PathVariable("id") UUID id,
      @PathVariable("wave") UUID wave,
      @RequestParam(name = "numbers", defaultValue = "") String typed) {
    Caller caller = Caller.signedIn();
    door.requireWork(caller, id);
    List<String> numbers =
        typed.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    if (numbers.isEmpty() || numbers.size() > MOST_NUMBERS) {
      return show(id, wave, "Give the numbers of 1 to 1000 letters, one in each line.", "");
    }
    door.change(
        caller,
        id,
        change -> {
          find(change.seen(), wave);
          Wave held = new WaveRows(change.act().jdbc()).lock(wave).orElseThrow();
          return acts.cameBack(change, held, numbers);
        });
    return Redirects.see(Wave.pathOf(id, wave));
  }

  private static @Nullable LocalDate day(String typed) {
    try {
      return LocalDate.parse(typed.strip());
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
