package org.stoplog.server.sightings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants looked at, as it was typed.
 *
 * @param supplier name in the register; empty for all
 * @param products one in a line
 * @param every days, as a number
 */
public record LookoutForm(
    String kind,
    String supplier,
    String title,
    String target,
    String products,
    String every,
    boolean inside) {
  private static final int LONGEST_TITLE = 120;
  private static final int LONGEST_PRODUCT = 200;
  private static final int MOST_PRODUCTS = 100;
  private static final int MOST_DAYS = 92;

  static LookoutForm first(String kind, String supplier) {
    return new LookoutForm(kind, supplier, "", "", "", "7", false);
  }

  static LookoutForm of(Lookout.Facts facts, String supplier) {
    return new LookoutForm(
        facts.kind().word(),
        supplier,
        facts.title(),
        facts.target() == null ? "" : facts.target(),
        String.join("\n", facts.products()),
        Integer.toString(facts.everyDays()),
        facts.isInside());
  }

  Kind chosen() {
    return Kind.of(kind).orElseThrow(() -> Targets.wrong("Choose what is looked at."));
  }

  /**
   * What it comes to.
   *
   * @param number of the supplier; null when none was named
   * @param name of the supplier as the register has it
   * @throws org.stoplog.catalog.problem.StoplogException REQUEST_INVALID that says what is wrong
   */
  Lookout.Facts facts(@Nullable Integer number, String name) {
    Kind chosen = chosen();
    if (number == null && chosen != Kind.BREACHES) {
      throw Targets.wrong("Name the supplier. Only a catalogue of breaches is held against all.");
    }
    String address = target(chosen);
    List<String> wanted = chosen == Kind.EXPLOITED ? named() : List.of();
    String called = Plain.line(title, LONGEST_TITLE + 1);
    if (called.length() > LONGEST_TITLE) {
      throw Targets.wrong("A title has at most 120 characters.");
    }
    if (!every.strip().matches("[0-9]{1,3}")
        || Integer.parseInt(every.strip()) < 1
        || Integer.parseInt(every.strip()) > MOST_DAYS) {
      throw Targets.wrong("It looks every 1 to 92 days.");
    }
    String usual = chosen.words() + ": " + (number == null ? "all suppliers" : name);
    return new Lookout.Facts(
        chosen,
        number,
        called.isEmpty() ? Plain.line(usual, LONGEST_TITLE) : called,
        address,
        wanted,
        inside && chosen != Kind.NAMES && address != null,
        Integer.parseInt(every.strip()));
  }

  private @Nullable String target(Kind chosen) {
    if (target.isBlank()) {
      if (chosen.isList()) {
        return null;
      }
      throw Targets.wrong(
          switch (chosen) {
            case CERTIFICATE -> "Name the host whose certificate is looked at.";
            case NAMES -> "Name the domain.";
            case BREACHES, EXPLOITED, SUB_PROCESSORS -> "Give the https address of the page.";
          });
    }
    return switch (chosen) {
      case BREACHES, EXPLOITED, SUB_PROCESSORS -> Targets.https(target).toString();
      case CERTIFICATE -> Targets.place(target).text();
      case NAMES -> Targets.domain(target);
    };
  }

  private List<String> named() {
    List<String> wanted =
        products
            .lines()
            .map(line -> Plain.line(line, LONGEST_PRODUCT + 1))
            .filter(line -> !line.isEmpty())
            .distinct()
            .toList();
    if (wanted.isEmpty()) {
      throw Targets.wrong("Name the products that the supplier uses, one in a line.");
    }
    if (wanted.size() > MOST_PRODUCTS
        || wanted.stream().anyMatch(line -> line.length() > LONGEST_PRODUCT)) {
      throw Targets.wrong("There are at most 100 products, each of at most 200 characters.");
    }
    return wanted;
  }
}
