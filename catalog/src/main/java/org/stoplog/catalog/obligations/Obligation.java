package org.stoplog.catalog.obligations;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A duty to tell somebody of a breach. The file that it is from says how sure we are; nothing of it
 * is legal advice.
 *
 * @param id stable: {@code eu-gdpr-authority}
 * @param jurisdiction whose law: {@code EU}, {@code US-CA}
 * @param regime the part of the place whose law it is, as a free zone; null for all of it
 * @param recipient who is told
 * @param tells what kind they are
 * @param roles on whom it falls, of {@code roles.yaml}
 * @param says what triggers it, in words
 * @param when the same as an expression
 * @param harmTest how the law words its test of harm; null for none
 * @param unless facts by which it falls away
 * @param stage single, initial, update, final or assessment
 * @param content what the notice must hold
 * @param exemptions in words, those of {@code unless} among them
 * @param from since when it has this form; null when that is not known
 * @param until when this form ended; null while it has not
 * @param note null for none
 */
public record Obligation(
    String id,
    String jurisdiction,
    @Nullable String regime,
    String law,
    String citation,
    String recipient,
    Tells tells,
    Set<String> roles,
    @Nullable String roleSays,
    String says,
    Condition when,
    @Nullable String harmTest,
    List<String> unless,
    Clock clock,
    String stage,
    List<String> content,
    List<String> exemptions,
    @Nullable LocalDate from,
    @Nullable LocalDate until,
    Status status,
    Binding binding,
    List<String> sources,
    String confidence,
    String checked,
    @Nullable String note) {
  public Obligation {
    roles = Set.copyOf(roles);
    unless = List.copyOf(unless);
    content = List.copyOf(content);
    exemptions = List.copyOf(exemptions);
    sources = List.copyOf(sources);
  }

  /** Who is told. */
  public enum Tells {
    AUTHORITY,
    INDIVIDUALS,
    CONTROLLER,
    CUSTOMERS,
    PUBLIC,
    OTHER_ORGANISATION,
    INTERNAL
  }

  /** Whether it is law. */
  public enum Status {
    IN_FORCE,
    FUTURE,
    PENDING_RULES,
    PARTLY_IN_FORCE,
    PROPOSED,
    NOT_IN_FORCE,
    BILL_UNVERIFIED,
    MODEL_LAW;

    /** It may bind somebody on some day without another act of a legislator. */
    boolean mayBind() {
      return this == IN_FORCE || this == FUTURE || this == PARTLY_IN_FORCE || this == PENDING_RULES;
    }
  }

  /** How far it binds. */
  public enum Binding {
    MANDATORY,
    GUIDANCE,
    VOLUNTARY
  }

  /** Whether somebody read a source for it; else it must be said wherever it is shown. */
  public boolean isVerified() {
    return !confidence.equals("low")
        && !checked.startsWith("no")
        && sources.stream().noneMatch(source -> source.contains("[from memory]"));
  }
}
