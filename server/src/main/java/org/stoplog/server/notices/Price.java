package org.stoplog.server.notices;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import org.stoplog.ledger.Numbers;

/**
 * What one copy costs.
 *
 * @param parts ten-thousandths of the currency; 0 when copies cost nothing by the piece
 * @param currency three letters of ISO 4217
 */
record Price(long parts, String currency) {
  static final Price NONE = new Price(0, "EUR");
  private static final int DECIMALS = 4;
  private static final long MOST = 1_000_000_000;

  /**
   * As somebody typed it: {@code 0.95}, {@code 0.95 EUR}, nothing.
   *
   * @return empty when it is no price
   */
  static Optional<Price> of(String typed) {
    if (typed.isEmpty()) {
      return Optional.of(NONE);
    }
    if (!typed.matches("[0-9]{1,6}([.,][0-9]{1,4})?( ?[A-Za-z]{3})?")) {
      return Optional.empty();
    }
    String number = typed.replaceAll("[ A-Za-z]", "").replace(',', '.');
    String currency = typed.replaceAll("[^A-Za-z]", "").toUpperCase(Locale.ROOT);
    long parts = new BigDecimal(number).movePointRight(DECIMALS).longValueExact();
    return parts > MOST
        ? Optional.empty()
        : Optional.of(new Price(parts, currency.isEmpty() ? NONE.currency : currency));
  }

  /** As a form shows it. */
  String typed() {
    return parts == 0 ? "" : plain(BigDecimal.valueOf(parts, DECIMALS)) + " " + currency;
  }

  /** "0.95 EUR each, 1,140.00 EUR for 1,200 copies". */
  String words(long copies) {
    if (parts == 0) {
      return "nothing by the piece";
    }
    BigDecimal each = BigDecimal.valueOf(parts, DECIMALS);
    BigDecimal all = each.multiply(BigDecimal.valueOf(copies)).setScale(2, RoundingMode.HALF_UP);
    return typed()
        + " each, "
        + Numbers.grouped(all.longValue())
        + all.toPlainString().substring(all.toPlainString().indexOf('.'))
        + " "
        + currency
        + " for "
        + (copies == 1 ? "one copy" : Numbers.grouped(copies) + " copies");
  }

  private static String plain(BigDecimal number) {
    BigDecimal short_ = number.stripTrailingZeros();
    return short_.setScale(Math.max(2, short_.scale())).toPlainString();
  }
}
