package org.stoplog.server.people;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.stoplog.server.accounts.Approval;
import org.stoplog.server.accounts.Approvals;
import org.stoplog.server.accounts.ContentHash;
import org.stoplog.server.accounts.Reveal;
import org.stoplog.server.platform.Act;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;

/** Shows one person's own id and contact values to whoever looked them up. */
final class ContactReveal extends Reveal {
  static final String ACT = "person.reveal";

  /** A letter is not written from one look. */
  static final int USES = 3;

  ContactReveal(ServerClock clock) {
    super(clock);
  }

  /**
   * @param why the kind of reason that was given for the look-up, in words of ours
   */
  static Approvals.Request request(UUID asker, UUID lookUp, String why, int accounts) {
    return new Approvals.Request(
        asker,
        ACT,
        lookUp.toString(),
        "Show one person's contact values",
        List.of(
            Approval.Fact.of("Reason for the look-up", why),
            new Approval.Fact("Whose, masked, and why", "on its page", pathTo(lookUp)),
            Approval.Fact.of(
                "What is shown", "our own id, e-mail address, name and language, as they are kept"),
            Approval.Fact.of("Accounts of this person", Integer.toString(accounts)),
            Approval.Fact.of(
                "When approved",
                "whoever asked can look " + USES + " times within 24 hours; each look is logged"),
            Approval.Fact.of("To undo it", "what was seen cannot be unseen")),
        List.of(),
        Set.of());
  }

  @Override
  public String act() {
    return ACT;
  }

  @Override
  public Permission approve() {
    return Permission.LOOK_UP_PEOPLE;
  }

  @Override
  public Duration life() {
    return Duration.ofHours(24);
  }

  @Override
  protected int uses() {
    return USES;
  }

  /** Bound to the very rows: a contact that a later import brings was not approved. */
  @Override
  public Optional<ContentHash> current(JdbcClient jdbc, String target) {
    List<SealedPerson> accounts = SealedPerson.of(jdbc, UUID.fromString(target));
    if (accounts.isEmpty() || accounts.stream().anyMatch(SealedPerson::isErased)) {
      return Optional.empty();
    }
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("act", ACT);
    content.put("lookup", target);
    content.put("accounts", SealedPerson.content(accounts));
    return Optional.of(ContentHash.of(content));
  }

  @Override
  protected Map<String, ?> approved(Act act, Approval approval) {
    return Map.of("lookup", approval.target(), "people", 1);
  }

  @Override
  public String pathOf(String target) {
    return pathTo(UUID.fromString(target));
  }

  static String pathTo(UUID lookUp) {
    return PeopleController.pathOf(lookUp) + "/reveal";
  }
}
