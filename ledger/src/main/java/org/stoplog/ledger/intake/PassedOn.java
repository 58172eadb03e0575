package org.stoplog.ledger.intake;

import java.util.ArrayList;
import java.util.List;

/**
 * Whom the events of a hub name as suppliers that they were passed on to.
 *
 * @param recipients by the number of their events, most first
 * @param unsaid events that name nobody: they may have gone to anyone behind the hub, or to no one
 * @param unnamed events that name somebody by a name that is no supplier's, or one too many
 */
public record PassedOn(List<Recipient> recipients, long unsaid, long unnamed) {
  /** Nothing that was passed on, and no file of a hub. */
  public static final PassedOn NONE = new PassedOn(List.of(), 0, 0);

  public PassedOn {
    recipients = List.copyOf(recipients);
  }

  /**
   * @param name as the register has it, else as the file does
   * @param recorded whether its events were recorded as disclosures to it; false when the register
   *     does not have it
   */
  public record Recipient(String name, boolean recorded, long events) {}

  /** Those that the register does not have. */
  public List<Recipient> unknown() {
    List<Recipient> unknown = new ArrayList<>(recipients);
    unknown.removeIf(Recipient::recorded);
    return unknown;
  }
}
