package org.stoplog.server.clocks;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.catalog.obligations.Obligations;
import org.stoplog.catalog.obligations.Places;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ActorNames;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Times;
import org.stoplog.server.platform.Transactions;

/** What the company is: where it is established, and on which roles duties fall. */
@Controller
final class ProfileController {
  static final String PATH = DutiesController.PATH + "/company";
  private static final int UNPROCESSABLE = 422;
  private static final int MOST_PLACES = 300;

  private final Pages pages;
  private final Transactions transactions;
  private final ActorNames names;
  private final ServerClock clock;

  ProfileController(Pages pages, Transactions transactions, ActorNames names, ServerClock clock) {
    this.pages = pages;
    this.transactions = transactions;
    this.names = names;
    this.clock = clock;
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View show() {
    Optional<ProfileRows.Kept> kept = transactions.run(jdbc -> new ProfileRows(jdbc).last());
    Profile profile = kept.map(ProfileRows.Kept::profile).orElse(Profile.UNSAID);
    return page(
        kept,
        profile.roles(),
        String.join(" ", new TreeSet<>(profile.establishments())),
        profile.zone().getId(),
        List.of(),
        200);
  }

  private View page(
      Optional<ProfileRows.Kept> kept,
      Set<String> roles,
      String establishments,
      String zone,
      List<String> errors,
      int status) {
    Map<UUID, String> known = names.names();
    return pages.view(
        "duties-company",
        new ProfilePage(
            kept.map(one -> known.getOrDefault(one.by(), "unknown") + ", " + Times.second(one.at()))
                .orElse(null),
            Caller.signedIn().may(Permission.WORK_ON_INCIDENTS),
            Obligations.catalogue().roles().entrySet().stream()
                .map(
                    role ->
                        new ProfilePage.Role(
                            role.getKey(), role.getValue(), roles.contains(role.getKey())))
                .toList(),
            establishments,
            zone,
            errors),
        status);
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View change(
      @RequestParam(name = "role", required = false) Set<String> typedRoles,
      @RequestParam(name = "establishments", defaultValue = "") String typedPlaces,
      @RequestParam(name = "zone", defaultValue = "") String typedZone) {
    List<String> errors = new ArrayList<>();
    Set<String> roles = typedRoles == null ? Set.of() : typedRoles;
    if (roles.isEmpty()) {
      errors.add("Tick what the company is: without a role no law reaches it.");
    }
    if (!Obligations.catalogue().roles().keySet().containsAll(roles)) {
      errors.add("There is no such role.");
    }
    Set<String> places = places(typedPlaces, errors);
    ZoneId zone = zone(typedZone, errors);
    if (!errors.isEmpty()) {
      return page(Optional.empty(), roles, typedPlaces, typedZone, errors, UNPROCESSABLE);
    }
    UUID by = Caller.signedIn().account();
    transactions.act(
        act -> {
          act.jdbc().sql("lock table company_profile in exclusive mode").update();
          ProfileRows rows = new ProfileRows(act.jdbc());
          int number = rows.last().map(last -> last.number() + 1).orElse(1);
          rows.add(number, new Profile(roles, places, zone), by, clock.realNow());
          act.record(
              by,
              "company.profile-changed",
              Map.of(
                  "number", number,
                  "roles", String.join(" ", new TreeSet<>(roles)),
                  "establishments", String.join(" ", places),
                  "zone", zone.getId()));
          return true;
        });
    return Redirects.see(PATH);
  }

  private static Set<String> places(String typed, List<String> errors) {
    Set<String> places = new TreeSet<>();
    for (String one : typed.strip().split("[\\s,;]+")) {
      String place = one.toUpperCase(Locale.ROOT);
      if (!place.isEmpty() && !Places.isSound(place)) {
        errors.add("\"" + one + "\" is no place of ISO 3166, as IE or US-CA.");
      } else if (!place.isEmpty()) {
        places.add(place);
      }
    }
    if (places.isEmpty() && errors.isEmpty()) {
      errors.add("Write where the company is established: many laws reach it by that.");
    }
    if (places.size() > MOST_PLACES) {
      errors.add("At most " + MOST_PLACES + " places.");
    }
    return places;
  }

  private static ZoneId zone(String typed, List<String> errors) {
    try {
      return ZoneId.of(typed.strip());
    } catch (DateTimeException e) {
      errors.add("There is no zone of this name; write it as Europe/Dublin.");
      return Profile.UNSAID.zone();
    }
  }
}
