package org.stoplog.server.people;

import java.time.Duration;
import java.util.HexFormat;
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
import org.stoplog.server.platform.Tokens;

/** Shows whom to tell at an organisation to whoever asked for it. */
final class OrganisationReveal extends Reveal {
  static final String ACT = "organisation.reveal";

  /** A call is tried more than once. */
  static final int USES = 3;

  OrganisationReveal(ServerClock clock) {
    super(clock);
  }

  static Approvals.Request request(UUID asker, UUID contact) {
    return new Approvals.Request(
        asker,
        ACT,
        contact.toString(),
        "Show a contact of an organisation",
        List.of(
            new Approval.Fact("Whose, masked, and why", "on its page", pathTo(contact)),
            Approval.Fact.of(
                "What is shown", "name, e-mail address and telephone number, as they are kept"),
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

  /** Bound to the very row, which is never changed, only removed. */
  @Override
  public Optional<ContentHash> current(JdbcClient jdbc, String target) {
    return jdbc.sql(
            "select organisation, sealed from organisation_contact where id = :id for share")
        .param("id", UUID.fromString(target))
        .query(
            (row, number) -> {
              Map<String, Object> content = new LinkedHashMap<>();
              content.put("act", ACT);
              content.put("contact", target);
              content.put("organisation", row.getInt("organisation"));
              content.put(
                  "sealed", HexFormat.of().formatHex(Tokens.sha256(row.getBytes("sealed"))));
              return ContentHash.of(content);
            })
        .optional();
  }

  @Override
  protected Map<String, ?> approved(Act act, Approval approval) {
    return Map.of("contact", approval.target(), "people", 1);
  }

  @Override
  public String pathOf(String target) {
    return pathTo(UUID.fromString(target));
  }

  static String pathTo(UUID contact) {
    return OrganisationsController.PATH + "/contacts/" + contact + "/reveal";
  }
}
