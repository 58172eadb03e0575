package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoplog.catalog.Elements;

class KeyHintsTest {
  private final KeyHints hints = new KeyHints();

  @ParameterizedTest
  @CsvSource({
    "first_name,person.first_name",
    "firstName,person.first_name",
    "First Name,person.first_name",
    "$first_name,person.first_name",
    "FNAME,person.first_name",
    "purchases,purchase.order_details",
    "pan,fin.card_number",
    "email_md5,contact.email_hashed"
  })
  void knowsAKeyInEverySpelling(String key, String element) {
    assertThat(Elements.catalogue().idsOf(hints.of(key))).containsExactly(element);
  }

  @Test
  void knowsNothingOfOtherKeys() {
    for (String key :
        new String[] {"", "$", "to", "value", "url", "body.text", "first_name_2", "s"}) {
      assertThat(hints.of(key).isEmpty()).as(key).isTrue();
    }
  }
}
