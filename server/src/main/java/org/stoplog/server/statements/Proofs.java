package org.stoplog.server.statements;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.Elements;
import org.stoplog.ledger.exposure.ExposureProof;
import org.stoplog.server.incidents.FrozenFigures;

/** Whether an exposure proves what a statement says of those who are not affected. */
final class Proofs {
  private static final Set<String> COUNTRIES =
      new HashSet<>(Arrays.asList(Locale.getISOCountries()));

  private Proofs() {}

  /** What is not proven by the exposure; empty when all of a text's sentences hold. */
  static List<String> objections(FieldText text, FrozenFigures figures) {
    List<String> wrong = new ArrayList<>();
    text.fields().stream()
        .filter(FieldText.Field::isProof)
        .forEach(
            field ->
                objection(field, figures)
                    .ifPresent(why -> wrong.add(field.place() + ": " + field + " " + why)));
    return wrong;
  }

  private static Optional<String> objection(FieldText.Field field, FrozenFigures figures) {
    ExposureProof proof = figures.proof();
    if (proof == null) {
      return Optional.of("cannot be shown by an exposure of an older version; compute a new one.");
    }
    if (!figures.isWhole()) {
      return Optional.of(
          "cannot be shown: a connection is dark or recorded with holes, so nobody knows of all"
              + " that was there.");
    }
    return field.name().equals(FieldText.NOT_INCLUDED)
        ? element(field.arguments(), figures, proof)
        : country(field.arguments(), figures, proof);
  }

  private static Optional<String> element(
      List<String> ids, FrozenFigures figures, ExposureProof proof) {
    for (String id : ids) {
      Element element = Elements.catalogue().find(id).orElse(null);
      if (element == null) {
        return Optional.of("names \"" + id + "\", which is not an id of the catalogue.");
      }
      if (proof.elements().contains(id) || figures.inFiles().contains(id)) {
        return Optional.of(
            "is not true of exposure "
                + figures.exposure()
                + ": "
                + element.label()
                + " was taken of somebody, or may have been.");
      }
    }
    return proof.elementsUnknown() > 0
        ? Optional.of("cannot be shown: of somebody nobody knows what was taken.")
        : Optional.empty();
  }

  private static Optional<String> country(
      List<String> codes, FrozenFigures figures, ExposureProof proof) {
    for (String code : codes) {
      if (!COUNTRIES.contains(code)) {
        return Optional.of("names \"" + code + "\"; write countries as in DE or FR.");
      }
      if (figures.countries().keySet().stream().anyMatch(code::equalsIgnoreCase)) {
        return Optional.of(
            "is not true of exposure " + figures.exposure() + ": somebody there is affected.");
      }
    }
    if (!figures.countries().keySet().stream()
        .allMatch(known -> COUNTRIES.contains(known.toUpperCase(Locale.ROOT)))) {
      return Optional.of("cannot be shown: of somebody affected the country is not known.");
    }
    return proof.outside() > 0 || proof.ambiguous() > 0
        ? Optional.of(
            "cannot be shown: somebody is affected, or may be, whom we do not know, and so not"
                + " where they are.")
        : Optional.empty();
  }
}
