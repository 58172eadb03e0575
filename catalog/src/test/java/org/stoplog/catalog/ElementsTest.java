package org.stoplog.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

class ElementsTest {
  private final Elements catalogue = Elements.catalogue();

  @Test
  void hasNinetyEightElements() {
    assertThat(catalogue.all()).hasSize(98).extracting(Element::id).doesNotHaveDuplicates();
  }

  /** Stored sets refer to ordinals: rows may be added at the end, never moved or taken out. */
  @Test
  void beginsWithTheRecordedOrder() throws IOException {
    List<String> recorded = recordedOrder();
    List<String> ids = catalogue.all().stream().map(Element::id).toList();
    assertThat(ids).startsWith(recorded.toArray(String[]::new));
    assertThat(recorded).as("a new element is recorded too").hasSameSizeAs(ids);
  }

  @Test
  void numbersElementsByPosition() {
    for (int i = 0; i < catalogue.all().size(); i++) {
      assertThat(catalogue.at(i).ordinal())
          .isEqualTo(i)
          .isLessThanOrEqualTo(ElementSet.MAX_ORDINAL);
    }
  }

  @Test
  void writesIdsInDottedLowerCase() {
    assertThat(catalogue.all())
        .allSatisfy(element -> assertThat(element.id()).matches("[a-z]+\\.[a-z][a-z0-9_]*"));
  }

  @Test
  void gradesSensitivityFromOneToFive() {
    assertThat(catalogue.all())
        .allSatisfy(element -> assertThat(element.sensitivity()).isBetween(1, 5));
    assertThat(catalogue.all()).extracting(Element::sensitivity).contains(1, 2, 3, 4, 5);
  }

  @Test
  void knowsOnlyFourKindsOfSpecialCategory() {
    assertThat(catalogue.all())
        .extracting(Element::special)
        .containsOnly("yes", "art10", "context", "no");
  }

  @Test
  void givesEveryElementALabelAGroupAndAHint() {
    assertThat(catalogue.all())
        .allSatisfy(
            element -> {
              assertThat(element.label()).isNotBlank();
              assertThat(element.group()).matches("[a-z_]+");
              assertThat(element.hints()).isNotEmpty().allSatisfy(h -> assertThat(h).isNotBlank());
            });
  }

  @Test
  void findsByIdOnly() {
    assertThat(catalogue.find("contact.email")).isPresent();
    assertThat(catalogue.find("Contact.Email")).isEmpty();
  }

  @Test
  void refusesAnUnknownIdByName() {
    assertThatThrownBy(() -> catalogue.setOf(List.of("contact.email", "contact.emial")))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.ELEMENT_UNKNOWN))
        .hasMessageContaining("contact.emial");
  }

  @Test
  void turnsIdsIntoASetAndBackByOrdinal() {
    List<String> ids = List.of("contact.email", "content.application_log", "person.full_name");
    ElementSet set = catalogue.setOf(ids);
    assertThat(catalogue.idsOf(set))
        .containsExactly("person.full_name", "contact.email", "content.application_log");
  }

  private static List<String> recordedOrder() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    ElementsTest.class.getResourceAsStream("element-ordinals.txt")),
                StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    }
  }
}
