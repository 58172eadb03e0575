package org.stoplog.server.notices;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Numbers;
import org.stoplog.server.accounts.AccountMails;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.team.TeamMessages;

/**
 * Tells all who may approve, and work on the incident, that a wave starts, so that an approval that
 * should not have been is seen while the wave can be stopped.
 */
final class StartMails {
  private StartMails() {}

  /** In the transaction that starts a wave. */
  static void plan(
      JdbcClient jdbc, Ledger ledger, IncidentDoor door, Wave wave, ServerClock clock) {
    IncidentDoor.Seen seen = door.find(jdbc, wave.incident());
    List<UUID> accounts =
        new AccountMails(jdbc, ledger.stores().keys())
            .approvers().stream()
                .filter(account -> door.isWorking(jdbc, wave.incident(), account))
                .toList();
    String name = wave.name() + " of " + seen.name();
    new TeamMessages(jdbc, ledger.stores().keys())
        .plan(
            new TeamMessages.Note(
                topic(wave.id()),
                "wave.started",
                wave.path(),
                "A wave of letters starts: " + name,
                "Wave "
                    + name
                    + " to "
                    + Numbers.grouped(Tally.of(jdbc, wave.id()).told())
                    + " people was approved and is being sent.\n\nIf that should not be, stop it"
                    + " at",
                wave.terms().way() instanceof Way.Mail(int route) ? route : null,
                seen.supplier(),
                clock.realNow()),
            accounts);
  }

  private static String topic(UUID wave) {
    return "wave " + wave;
  }

  /** How many were written to, and how many could not be, in words; empty before a start. */
  static Optional<String> words(JdbcClient jdbc, UUID wave) {
    return TeamMessages.words(jdbc, topic(wave));
  }
}
