package org.stoplog.server.severity;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.catalog.letters.Lures;
import org.stoplog.catalog.letters.ReadyLetters;
import org.stoplog.catalog.severity.Enablement;
import org.stoplog.catalog.severity.Severity;

/** Words of scores, for people. */
public final class SeverityWords {
  private static final Map<Enablement.Part, String> PARTS =
      Map.of(
          Enablement.Part.REACH, "A way to reach them",
          Enablement.Part.NAME, "Their name",
          Enablement.Part.RELATION, "Proof that they are our customers",
          Enablement.Part.PRETEXT, "A believable story",
          Enablement.Part.CHECKS, "Passing a check of who they are",
          Enablement.Part.TARGET, "Worth aiming at",
          Enablement.Part.THREAT, "What is known of the thief");

  private SeverityWords() {}

  static String part(Enablement.Part part) {
    return PARTS.getOrDefault(part, word(part));
  }

  /** {@code very high}. */
  public static String word(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** {@code high (3.00 = 2 x 1.00 + 1.00)}. */
  public static String score(Severity severity) {
    return word(severity.band()) + " (" + severity.score() + " = " + sum(severity) + ")";
  }

  /** How it came to be: points times identification plus circumstances. */
  static String sum(Severity severity) {
    java.math.BigDecimal identification =
        java.math.BigDecimal.valueOf(25L * (severity.identification().ordinal() + 1), 2);
    java.math.BigDecimal product =
        identification.multiply(java.math.BigDecimal.valueOf(severity.context().points()));
    return severity.context().points()
        + " x "
        + identification
        + " + "
        + severity.score().subtract(product);
  }

  /** Labels of elements. */
  public static String data(ElementSet elements) {
    return elements.ordinals().stream()
        .map(Elements.catalogue()::at)
        .map(Element::label)
        .map(label -> label.substring(0, 1).toLowerCase(Locale.ROOT) + label.substring(1))
        .collect(Collectors.joining(", "));
  }

  /** How somebody who has these data might deceive, in the words that notices have. */
  public static List<String> lures(ElementSet elements) {
    Map<String, String> words = ReadyLetters.english().lures();
    return Lures.all().entrySet().stream()
        .filter(lure -> !lure.getValue().and(elements).isEmpty())
        .map(lure -> words.getOrDefault(lure.getKey(), ""))
        .filter(sentence -> !sentence.isEmpty())
        .toList();
  }
}
