package org.stoplog.server.clocks;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.obligations.Duty;
import org.stoplog.catalog.obligations.Obligation;
import org.stoplog.server.platform.Counts;

/**
 * A duty for a program. It is no legal advice.
 *
 * @param duty id in the catalogue
 * @param verified whether somebody read a source for all of it
 * @param outcome required, counsel, voluntary or not-required
 * @param by its deadline, RFC 3339; null without one
 * @param provisional whether the start of its clock is not known for certain
 * @param counted how the deadline was counted, or what it waits for
 * @param people whose data it is about
 * @param because what decided it; left out for whoever sees no small counts
 * @param wouldChange keys of what nobody knows and could change it
 * @param held what holds it back; null for nothing
 * @param decision tell, not or counsel; null while nothing is decided
 * @param metAt when it was met, RFC 3339; null while it is not
 */
record DutyJson(
    String duty,
    String jurisdiction,
    String law,
    String citation,
    String recipient,
    String tells,
    boolean verified,
    String outcome,
    @Nullable String by,
    boolean provisional,
    String counted,
    Counts.Count people,
    List<String> because,
    List<String> wouldChange,
    @Nullable String held,
    @Nullable String decision,
    @Nullable String metAt) {
  DutyJson {
    because = List.copyOf(because);
    wouldChange = List.copyOf(wouldChange);
  }

  static DutyJson of(IncidentDuties.Timed one, Counts counts) {
    DutyActs.Said decision = one.standing().decision();
    DutyActs.Said met = one.standing().met();
    return of(
        one.duty(),
        one.due(),
        counts,
        one.held(),
        decision == null ? null : decision.kind().word(),
        met == null || met.met() == null ? null : met.met().toString());
  }

  static DutyJson of(
      Duty duty,
      Deadlines.Due due,
      Counts counts,
      @Nullable String held,
      @Nullable String decision,
      @Nullable String metAt) {
    Obligation obligation = duty.obligation();
    return new DutyJson(
        obligation.id(),
        obligation.jurisdiction(),
        obligation.law(),
        obligation.citation(),
        obligation.recipient(),
        DutyWords.word(obligation.tells()),
        obligation.isVerified(),
        DutyWords.word(duty.outcome()),
        due.by() == null ? null : due.by().toString(),
        due.isProvisional(),
        due.why(),
        counts.count(duty.people()),
        counts.areSmallShown() ? duty.because() : List.of(),
        List.copyOf(duty.wouldChange()),
        held,
        decision,
        metAt);
  }
}
