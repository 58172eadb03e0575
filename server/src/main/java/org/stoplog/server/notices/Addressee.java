package org.stoplog.server.notices;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.directory.Guardians;
import org.stoplog.server.platform.ServerClock;

/**
 * Who reads what is for a person: they themselves, or the guardian at the end of the chain. Nobody
 * who has a guardian is ever written to themselves.
 *
 * @param guardian by today's id; null without one, or when none can be told
 * @param reader whose address is used; null when nobody can be told
 * @param broken the state of a row whose reader there is not; null when there is one
 */
record Addressee(@Nullable Long guardian, @Nullable Long reader, @Nullable String broken) {
  /**
   * @param person by today's id
   */
  static Addressee of(Guardians guardians, long person) {
    Guardians.Answer answer = guardians.of(person).orElse(null);
    return switch (answer) {
      case null -> new Addressee(null, person, null);
      case Guardians.Told told -> new Addressee(told.person(), told.person(), null);
      case Guardians.Nobody nobody ->
          new Addressee(
              null,
              null,
              switch (nobody) {
                case ERASED -> "guardian-erased";
                case LOOP -> "guardian-loop";
              });
    };
  }

  /** By which it is asked who is whose guardian, by the real clock. */
  static LocalDate day(ServerClock clock) {
    return LocalDate.ofInstant(clock.realNow(), ZoneOffset.UTC);
  }

  /**
   * The state of a row that nothing can be sent for; empty when it can.
   *
   * @param address of the reader, by the way; null without one
   */
  Optional<String> state(Way way, @Nullable String address) {
    if (broken != null) {
      return Optional.of(broken);
    }
    boolean isSound = address != null && Destination.isSound(way, address);
    if (isSound) {
      return Optional.empty();
    }
    return Optional.of(
        guardian != null ? "guardian-no-address" : address == null ? "no-address" : "bad-address");
  }

  /** Whether it is as it was when the audience was frozen, and approved. */
  boolean isStill(@Nullable Long frozen) {
    return broken != null || Objects.equals(guardian, frozen);
  }
}
