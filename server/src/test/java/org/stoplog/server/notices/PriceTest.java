package org.stoplog.server.notices;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoplog.ledger.Numbers;

class PriceTest {
  @ParameterizedTest
  @CsvSource({
    "0.95 EUR, 0.95 EUR, '0.95 EUR each, 1,140.00 EUR for 1,200 copies'",
    "'0,0712 usd', 0.0712 USD, '0.0712 USD each, 85.44 USD for 1,200 copies'",
    "1, 1.00 EUR, '1.00 EUR each, 1,200.00 EUR for 1,200 copies'",
    "1234.5CHF, 1234.50 CHF, '1234.50 CHF each, 1,481,400.00 CHF for 1,200 copies'"
  })
  void saysWhatAllCopiesCost(String typed, String again, String words) {
    Price price = Price.of(typed).orElseThrow();
    assertThat(price.typed()).isEqualTo(again);
    assertThat(price.words(1_200).replace(Numbers.grouped(1_200).charAt(1), ',')).isEqualTo(words);
    assertThat(Price.of(price.typed())).contains(price);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.23456", "1 EURO", "abc", "1e5", "999999.9", "1.2.3"})
  void isNoPrice(String typed) {
    assertThat(Price.of(typed)).isEmpty();
  }

  @Test
  void nothingCostsNothing() {
    assertThat(Price.of("").orElseThrow().words(5)).isEqualTo("nothing by the piece");
  }
}
