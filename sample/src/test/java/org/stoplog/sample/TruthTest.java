package org.stoplog.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoplog.catalog.Elements;

final class TruthTest {
  private static final List<String> SUPPLIERS =
      List.of(
          Suppliers.LUMETRICS,
          Suppliers.RELAYPIPE,
          Suppliers.POSTWREN,
          Suppliers.HELPHIVE,
          Suppliers.COLDBASIN);
  private static final List<String> FILES =
      SampleFiles.tables(World.of(0, World.FEWEST)).stream()
          .map(Table::file)
          .filter(file -> !file.equals(SampleFiles.PEOPLE) && !file.equals(SampleFiles.SUPPLIERS))
          .toList();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void namesOnlyCanonicalPeopleAndElementsOfTheCatalogue(long seed) {
    World world = World.of(seed, 2000);
    Truth truth = new Truth(world);
    for (Answer answer : answers(truth)) {
      assertThat(answer.persons()).isNotEmpty();
      answer.persons().keySet().forEach(id -> assertThat(world.canonical(id)).isEqualTo(id));
      answer
          .persons()
          .values()
          .forEach(expected -> expected.elements().forEach(id -> Elements.catalogue().get(id)));
      answer.ambiguous().forEach(group -> assertThat(group.candidates()).hasSizeGreaterThan(1));
      assertThat(answer.ambiguousRows() + answer.unknownRows() + answer.leftOut())
          .isLessThanOrEqualTo(answer.rows());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void holdsEveryTrickyKindInTheFirstFile(long seed) {
    Truth truth = new Truth(World.of(seed, 2000));
    Answer answer = truth.file(SampleFiles.DAY_16, false);
    Set<Grade> grades =
        answer.persons().values().stream().map(Expected::grade).collect(Collectors.toSet());
    assertThat(grades).containsExactlyInAnyOrder(Grade.EXACT, Grade.SHARED, Grade.PROBABLE);
    assertThat(answer.ambiguous()).isNotEmpty();
    assertThat(answer.unknownRows()).isGreaterThan(answer.unknownSubjects());
    assertThat(answer.leftOut()).isEqualTo(4);
    Answer seen = truth.seen(Suppliers.LUMETRICS);
    assertThat(seen.persons().values()).anyMatch(expected -> !expected.linked().isEmpty());
    assertThat(seen.persons().values()).anyMatch(expected -> !expected.probable().isEmpty());
    assertThat(seen.ambiguous()).anyMatch(group -> group.candidates().size() == 2);
    assertThat(seen.unknownSubjects()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theWidenedFileHasAllOfTheFirstAndMore(long seed) {
    Truth truth = new Truth(World.of(seed, 2000));
    Map<String, Expected> first = truth.file(SampleFiles.DAY_16, false).persons();
    Map<String, Expected> widened = truth.file(SampleFiles.DAY_40, false).persons();
    assertThat(widened.keySet()).containsAll(first.keySet());
    assertThat(widened.keySet()).hasSizeGreaterThan(first.size());
    first.forEach(
        (id, expected) -> assertThat(widened.get(id).elements()).containsAll(expected.elements()));
    assertThat(first.entrySet())
        .anyMatch(
            entry ->
                widened.get(entry.getKey()).elements().size() > entry.getValue().elements().size());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aSubProcessorSeesEveryoneOnceAndAWindowSeesNoMoreThanAllTime(long seed) {
    Truth truth = new Truth(World.of(seed, 2000));
    Set<String> both = new TreeSet<>(truth.seen(Suppliers.LUMETRICS).persons().keySet());
    Set<String> window =
        truth
            .seen(Suppliers.LUMETRICS, Story.NORTHGATE.dataFrom(), Story.NORTHGATE.dataTo())
            .persons()
            .keySet();
    assertThat(both).containsAll(window).hasSizeGreaterThan(window.size());
    both.addAll(truth.seen(Suppliers.HELPHIVE).persons().keySet());
    assertThat(truth.seen(Suppliers.COLDBASIN).persons().keySet()).isEqualTo(both);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 2000})
  void everyQuirkIsThere(int size) {
    Set<Quirk> quirks = EnumSet.noneOf(Quirk.class);
    World.of(1, size).people().forEach(person -> quirks.add(person.quirk));
    assertThat(quirks).isEqualTo(EnumSet.allOf(Quirk.class));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void declaresPeopleByTheirPlan(long seed) {
    Truth truth = new Truth(World.of(seed, 2000));
    Map<String, Set<String>> declared = truth.declared(Suppliers.LUMETRICS);
    assertThat(declared).isNotEmpty().hasSizeLessThan(2000);
    assertThat(declared.keySet())
        .containsAll(truth.cohort("plan", List.of("pro"), java.time.YearMonth.of(2022, 3)));
    assertThat(truth.declared(Suppliers.TALLYCROW)).isNotEmpty();
    assertThat(truth.declared(Suppliers.COLDBASIN)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void organisationsHaveMembersAndPeopleWithoutContactAreFound(long seed) {
    World world = World.of(seed, 2000);
    Truth truth = new Truth(world);
    Answer keys = truth.file(SampleFiles.KEYS_ORGANISATIONS, false);
    assertThat(keys.organisations()).hasSize((int) keys.rows());
    assertThat(
            truth.members(
                keys.organisations(), Story.NORTHGATE.dataFrom(), Story.NORTHGATE.dataTo()))
        .isNotEmpty();
    Set<String> found = truth.file(SampleFiles.DAY_16, false).persons().keySet();
    assertThat(world.people())
        .anyMatch(person -> person.quirk == Quirk.NO_CONTACT && found.contains(person.userId));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void distinctIdsOfDevicesAreKnownOnlyWithTheSuppliersEvents(long seed) {
    Truth truth = new Truth(World.of(seed, 2000));
    Answer without = truth.file(SampleFiles.KEYS_DISTINCT_IDS, false);
    Answer with = truth.file(SampleFiles.KEYS_DISTINCT_IDS, true);
    assertThat(with.persons().keySet()).containsAll(without.persons().keySet());
    assertThat(with.unknownRows()).isLessThan(without.unknownRows());
  }

  private static List<Answer> answers(Truth truth) {
    Set<Answer> answers = new HashSet<>();
    SUPPLIERS.forEach(supplier -> answers.add(truth.seen(supplier)));
    FILES.stream()
        .filter(file -> !file.equals(SampleFiles.KEYS_ORGANISATIONS))
        .forEach(file -> answers.add(truth.file(file, true)));
    return List.copyOf(answers);
  }
}
