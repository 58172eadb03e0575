package org.stoplog.ledger.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.ledger.crash.Blow.Place;
import org.stoplog.ledger.crash.Model.Loaded;
import org.stoplog.ledger.crash.Sheet.Id;
import org.stoplog.ledger.identity.Scheme;
import org.stoplog.ledger.reader.Purpose;

/**
 * Something a user does.
 *
 * @param kind for the tally
 * @param line what the worker is told
 * @param refused how it is refused, empty when it is not
 * @param steps what it does to the model, in as many commits
 * @param asked the question, null unless it is one
 */
record Operation(
    String kind, String line, Optional<Problem> refused, List<Step> steps, Asked asked) {

  /** What one commit does; {@code id} is the new batch's, if there is one. */
  interface Step {
    void on(Model model, long id);
  }

  private static Operation of(String kind, String line, Step... steps) {
    return new Operation(kind, line, Optional.empty(), List.of(steps), null);
  }

  static Operation load(Maker maker, Sheet sheet, int supplier, int connection) {
    String line =
        String.join(
            "\t",
            "import",
            sheet.purpose().name(),
            maker.path(sheet).toString(),
            Integer.toString(supplier),
            Integer.toString(connection),
            String.valueOf(sheet.asOf()));
    Optional<Problem> refused = Model.refusal(sheet);
    Step step = (model, id) -> model.load(sheet, supplier, connection, id);
    return new Operation(
        "import " + sheet.purpose(),
        line,
        refused,
        refused.isPresent() ? List.of() : List.of(step),
        null);
  }

  private static Operation load(Maker maker, Purpose purpose, boolean isLarge) {
    return purpose == Purpose.PEOPLE
        ? load(maker, maker.people(isLarge), 0, 0)
        : load(maker, maker.records(purpose, isLarge), 1 + maker.below(2), 1 + maker.below(2));
  }

  static Operation undo(long batch, boolean isLive) {
    Operation undo = of("undo", "undo\t" + batch, (model, id) -> model.undo(batch));
    return isLive ? undo : undo.refusedBy(Problem.BATCH_UNKNOWN);
  }

  static Operation compact() {
    return of(
        "compact",
        "compact",
        (model, id) -> model.compact("disclosures"),
        (model, id) -> model.compact("holdings"));
  }

  static Operation forget(Id who, Model model) {
    String scheme = Scheme.values()[who.scheme() - 1].slug();
    Operation forget =
        of("forget", "forget\t" + scheme + "\t" + who.value(), (m, id) -> m.forget(who.subject()));
    return model.isOfOne(who.subject()) ? forget : forget.refusedBy(Problem.PERSON_UNKNOWN);
  }

  static Operation expose(Asked asked) {
    Operation expose =
        of("expose", asked.line(), (model, id) -> model.derive(), (model, id) -> model.freeze());
    return new Operation(expose.kind, expose.line, expose.refused, expose.steps, asked);
  }

  private Operation refusedBy(Problem problem) {
    return new Operation("refused " + kind, line, Optional.of(problem), List.of(), null);
  }

  /** What may be done at all, or only what passes a place. */
  static Operation any(Maker maker, Model model, Place place) {
    List<Operation> choice = new ArrayList<>();
    boolean isLarge = maker.chance(place == Place.ANYWHERE || place == Place.READING ? 0.3 : 0.1);
    boolean importsOnly = place == Place.READING || place == Place.BEFORE_WRITING;
    boolean isPointers = place == Place.BEFORE_POINTERS;
    choice.add(load(maker, maker.pick(List.of(Purpose.DISCLOSURES, Purpose.HOLDINGS)), isLarge));
    choice.add(load(maker, Purpose.DISCLOSURES, false));
    if (!isPointers) {
      choice.add(load(maker, Purpose.PEOPLE, isLarge && place != Place.BEFORE_WRITING));
      choice.add(load(maker, Purpose.PEOPLE, false));
    }
    List<Loaded> all =
        model.batches.stream()
            .filter(batch -> !isPointers || batch.sheet().purpose() != Purpose.PEOPLE)
            .toList();
    if (!all.isEmpty()) {
      // Live or not: the first is replaced, the other comes back.
      Loaded again = maker.pick(all);
      choice.add(load(maker, again.sheet(), again.supplier(), again.connection()));
      if (again.sheet().purpose() != Purpose.PEOPLE) {
        int other = 1 + maker.below(2);
        choice.add(load(maker, again.sheet(), other, other));
      }
    }
    List<Loaded> live = all.stream().filter(Loaded::isLive).toList();
    if (!importsOnly && !live.isEmpty()) {
      choice.add(undo(maker.pick(live).id(), true));
      choice.add(undo(maker.pick(live).id(), true));
    }
    if (!importsOnly && place != Place.BEFORE_ROWS) {
      choice.add(compact());
      choice.add(expose(maker.question()));
      Operation forget = forget(maker.somebody(), model);
      if (forget.refused.isEmpty() && maker.chance(0.5)) {
        choice.add(forget);
      }
    }
    return maker.pick(choice);
  }

  /** What is refused, whatever happens. */
  static Operation mistake(Maker maker, Model model) {
    List<Loaded> dead = model.batches.stream().filter(batch -> !batch.isLive()).toList();
    if (!dead.isEmpty() && maker.chance(0.5)) {
      return undo(maker.pick(dead).id(), false);
    }
    return load(maker, maker.useless(), 1, 1);
  }
}
