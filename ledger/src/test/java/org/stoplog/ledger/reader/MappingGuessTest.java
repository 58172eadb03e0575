package org.stoplog.ledger.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingGuessTest {
  private static final String SHA256 =
      "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b";

  @Test
  void knowsThePeopleOfACompany() {
    assertThat(
            guess(
                Purpose.PEOPLE,
                "user_id,first_name,Email Address,mobile,org_id,role,country,valid_from,valid_to,merged_into,guardian_id,password",
                "u1,Ann,ann@example.org,+49301234567,o1,admin,DE,2024-01-01,,u9,u7,x"))
        .isEqualTo(
            "user_id=person first_name=element Email Address=identifier:email"
                + " mobile=identifier:phone org_id=organisation role=organisation-role"
                + " country=attribute:country valid_from=since valid_to=until"
                + " merged_into=merged-into guardian_id=guardian password=element");
  }

  @Test
  void knowsWhatASupplierHas() {
    assertThat(
            guess(
                Purpose.HOLDINGS,
                "$distinct_id,$email,user_id,workspace,created,last_seen,$city,zip,unknown",
                "d1,ann@example.org,u1,w1,2024-01-01,2025-01-01,Berlin,10115,?"))
        .isEqualTo(
            "$distinct_id=identifier:supplier-id $email=identifier:email"
                + " user_id=identifier:user-id workspace=organisation last_seen=time"
                + " $city=element zip=element");
  }

  @Test
  void takesADistinctIdOfEmailsForEmails() {
    assertThat(guess(Purpose.HOLDINGS, "distinct_id", "a@example.org", "b@example.org", "u1"))
        .isEqualTo("distinct_id=identifier:email");
  }

  @Test
  void knowsHashesByTheirNameAndLength() {
    assertThat(guess(Purpose.KEYS, "em,hashed_phone", SHA256 + "," + SHA256))
        .isEqualTo("em=identifier:email-sha256 hashed_phone=identifier:phone-sha256");
    assertThat(guess(Purpose.KEYS, "email_md5", SHA256.substring(32)))
        .isEqualTo("email_md5=identifier:email-md5");
  }

  @ParameterizedTest
  @CsvSource({
    "E-Mail-Adresse,identifier:email",
    "Correo electrónico,identifier:email",
    "Adresse e-mail,identifier:email",
    "メールアドレス,identifier:email",
    "E-POST,identifier:email",
    "contact.email,identifier:email",
    "recovery_email,element",
    "billing_email,element"
  })
  void knowsEmailsInManyWords(String name, String role) {
    assertThat(guess(Purpose.HOLDINGS, "user_id," + name, "u1,ann@example.org"))
        .isEqualTo("user_id=identifier:user-id " + name + "=" + role);
  }

  @ParameterizedTest
  @CsvSource({
    "Telefonnummer,030 1234567",
    "Téléphone,01 23 45 67 89",
    "mobile_number,+14155550100",
    "whatever,+4915112345678"
  })
  void knowsPhonesByWordOrValue(String name, String value) {
    assertThat(guess(Purpose.HOLDINGS, name, value)).isEqualTo(name + "=identifier:phone");
  }

  @Test
  void keepsNoSensitiveCategoryAsAttribute() {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rows.add("u" + i + "," + (i % 2 == 0 ? "a" : "b") + "," + i % 3);
    }
    assertThat(guess(Purpose.PEOPLE, "user_id,religion,Cost Centre", rows.toArray(new String[0])))
        .isEqualTo("user_id=person religion=element Cost Centre=attribute:cost_centre");
  }

  @Test
  void tellsAHeaderFromAFirstRow() {
    assertThat(HeaderGuess.isHeader(rows("email", "a@example.org"))).isTrue();
    assertThat(HeaderGuess.isHeader(rows("a@example.org", "b@example.org"))).isFalse();
    assertThat(HeaderGuess.isHeader(rows("u_001", "u_002", "u_003"))).isFalse();
    assertThat(HeaderGuess.isHeader(rows("tenant", "t1", "t2"))).isTrue();
    assertThat(HeaderGuess.isHeader(rows("Ann,+49301234567"))).isFalse();
    assertThat(HeaderGuess.isHeader(rows(SHA256))).isFalse();
  }

  private static List<List<String>> rows(String... rows) {
    return Arrays.stream(rows).map(row -> List.of(row.split(",", -1))).toList();
  }

  private static String guess(Purpose purpose, String header, String... rows) {
    String[] names = header.split(",");
    MappingGuess guess =
        new MappingGuess(
            new ReadRequest(Path.of("any"), purpose, null, null, null, ReadRequest.Limits.DEFAULT));
    for (int i = 0; i < names.length; i++) {
      List<String> values = new ArrayList<>();
      for (List<String> row : rows(rows)) {
        if (i < row.size() && !row.get(i).isEmpty()) {
          values.add(row.get(i));
        }
      }
      guess.column(names[i], true, values);
    }
    return Collected.roles(guess.mapping(Format.CSV, "UTF-8", ',', true));
  }
}
