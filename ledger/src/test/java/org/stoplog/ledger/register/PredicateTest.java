package org.stoplog.ledger.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Seeded;
import org.stoplog.ledger.register.Condition.And;
import org.stoplog.ledger.register.Condition.Equals;
import org.stoplog.ledger.register.Condition.In;
import org.stoplog.ledger.register.Condition.Not;
import org.stoplog.ledger.register.Condition.Or;

class PredicateTest {
  @Test
  void readsAttributesListsAndThePeriod() {
    Predicate predicate = Predicate.parse(" plan = pro and country in (DE, FR) since 2022-03 ");

    assertThat(predicate.condition())
        .isEqualTo(
            new And(List.of(new Equals("plan", "pro"), new In("country", List.of("DE", "FR")))));
    assertThat(predicate.since()).isEqualTo(LocalDate.of(2022, 3, 1));
    assertThat(predicate.until()).isNull();
    assertThat(predicate.text()).isEqualTo("plan = pro and country in (DE, FR) since 2022-03");
    assertThat(predicate.attributes()).containsExactly("country", "plan");
  }

  @Test
  void andBindsTighterThanOr() {
    assertThat(Predicate.parse("a = 1 or b = 2 and not c = 3").condition())
        .isEqualTo(
            new Or(
                List.of(
                    new Equals("a", "1"),
                    new And(List.of(new Equals("b", "2"), new Not(new Equals("c", "3")))))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "* | true",
        "plan = PRO | true",
        "PLAN = 'pro' | true",
        "plan != free or (product = api and language = de) | true",
        "plan != pro | false",
        "nothing = x | false",
        "nothing != x | true",
        "not nothing in (x) | true",
        "nothing < 5 | false",
        "city = \"San José, CA\" | true",
        "plan in (free, pro) | true",
        "plan not in (free, pro) | false",
        "seats >= 10 | true",
        "seats > 9.5 and seats<11 | true",
        "seats < 9 | false",
        "signup <= 2022-03 | true",
        "signup < 2022-03 | false",
        "signup > 2022-03-14 | true",
        "signup >= 2022 | true",
        "signup > 2022 | false",
        "plan > 5 | false",
      })
  void decidesByTheAttributes(String text, boolean expected) {
    Map<String, String> person =
        Map.of("plan", "pro", "seats", "10", "signup", "2022-03-15", "city", "San José, CA");

    assertThat(Predicate.parse(text).test(person)).isEqualTo(expected);
  }

  @Test
  void comparesThePeriodWithTheTimeInWhichAttributesHeld() {
    Predicate predicate = Predicate.parse("* since 2022-03 until 2022-05");

    assertThat(predicate.inPeriod(null, null)).isTrue();
    assertThat(predicate.inPeriod(null, LocalDate.of(2022, 3, 1))).isFalse();
    assertThat(predicate.inPeriod(null, LocalDate.of(2022, 3, 2))).isTrue();
    assertThat(predicate.inPeriod(LocalDate.of(2022, 4, 30), null)).isTrue();
    assertThat(predicate.inPeriod(LocalDate.of(2022, 5, 1), null)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "plan == pro | column 6: \"==\" where an operator is needed; did you mean \"=\"?",
        "plan = pro adn country = DE | column 12: \"adn\" after a condition; did you mean \"and\"?",
        "plan = pro && country = DE | column 12: \"&&\" after a condition; did you mean \"and\"?",
        "plan | column 5: an operator is missing",
        "plan = | column 7: a value is missing at the end",
        "plan = and | column 8: a value is missing before \"and\"",
        "(plan = pro | column 12: \")\" is missing",
        "plan = pro) | column 11: \")\" closes nothing",
        "plan in DE | column 9: \"(\" is missing",
        "plan in () | column 10: a value is missing",
        "plan in (DE FR) | column 13: \")\" is missing",
        "plan = 'pro | column 8: the quote is not closed",
        "plan = pro since yesterday | column 18: not a date",
        "plan = pro since 2022-03 since 2022-04 | column 26: \"since\" is given twice",
        "plan = pro since 2022-03 until 2022-03 | ends before it starts",
        "plan < pro | column 8: \"<\" needs a number or a date",
        "seats > | column 8: a number or date is missing",
        "* and plan = pro | after a condition",
      })
  void saysWhereItIsWrongAndWhatIsNear(String text, String message) {
    assertThatThrownBy(() -> Predicate.parse(text))
        .isInstanceOfSatisfying(
            StoplogException.class,
            e -> assertThat(e.problem()).isEqualTo(Problem.PREDICATE_INVALID))
        .hasMessageContaining(message);
  }

  @Test
  void doesNotRepeatAValueThatCouldBeAPersons() {
    assertThatThrownBy(() -> Predicate.parse("email ada.lovelace@example.org"))
        .isInstanceOf(StoplogException.class)
        .message()
        .doesNotContain("ada");
  }

  @Test
  void refusesWhatIsEmptyLongOrDeep() {
    assertThatThrownBy(() -> Predicate.parse("")).isInstanceOf(StoplogException.class);
    assertThatThrownBy(() -> Predicate.parse("a = b or ".repeat(100_000) + "a = b"))
        .isInstanceOf(StoplogException.class);
    assertThatThrownBy(() -> Predicate.parse("(".repeat(9_000) + "a = b"))
        .isInstanceOf(StoplogException.class)
        .hasMessageContaining("deep");
    assertThatThrownBy(() -> Predicate.parse("not ".repeat(4_000) + "a = b"))
        .isInstanceOf(StoplogException.class)
        .hasMessageContaining("deep");
  }

  @Test
  void readsOrRefusesAnyTextAndNeverFailsOtherwise() {
    Seeded.check(
        3_000,
        random -> {
          String text =
              Seeded.spoiled(random, "plan != free or (product = 'api' and n >= 2) since 2022-03");
          assertThatCode(
                  () -> {
                    try {
                      Predicate.parse(text).test(Map.of("plan", "pro", "n", "x"));
                    } catch (StoplogException e) {
                      assertThat(e.problem()).isEqualTo(Problem.PREDICATE_INVALID);
                    }
                  })
              .doesNotThrowAnyException();
        });
  }
}
