package org.stoplog.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

final class SampleFilesTest {
  @TempDir Path folder;

  @Test
  void sameSeedGivesSameBytesAndAnotherSeedOthers() throws IOException {
    new SampleFiles(World.of(7, 2000)).write(folder.resolve("a"));
    new SampleFiles(World.of(7, 2000)).write(folder.resolve("b"));
    new SampleFiles(World.of(8, 2000)).write(folder.resolve("c"));
    Map<String, String> first = hashes(folder.resolve("a"));
    assertThat(first).hasSize(10 + 9 + 7);
    assertThat(hashes(folder.resolve("b"))).isEqualTo(first);
    Map<String, String> other = hashes(folder.resolve("c"));
    first.forEach(
        (file, hash) -> {
          if (!file.equals(SampleFiles.SUPPLIERS) && !file.startsWith("keys-org")) {
            assertThat(other.get(file)).as(file).isNotEqualTo(hash);
          }
        });
  }

  @Test
  void exportsAreJsonButForTheDirtyLinesOfTheTruth() throws IOException {
    World world = World.of(3, 2000);
    new SampleFiles(world).write(folder);
    ObjectMapper json = new ObjectMapper();
    for (Map.Entry<String, Long> dirty : new Truth(world).dirtyLines().entrySet()) {
      long broken = 0;
      try (BufferedReader in =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(Files.newInputStream(folder.resolve(dirty.getKey()))),
                  StandardCharsets.UTF_8))) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          try {
            json.readTree(line);
          } catch (JacksonException e) {
            broken++;
          }
        }
      }
      // One of the dirty lines is JSON that names nobody.
      assertThat(broken).as(dirty.getKey()).isEqualTo(dirty.getValue() - 1);
    }
  }

  @Test
  void everyNotationOfANumberMeansTheSameNumber() throws NumberParseException {
    PhoneNumberUtil util = PhoneNumberUtil.getInstance();
    for (int i = 0; i < 5000; i += 7) {
      for (Phone phone : new Phone[] {Phone.home(i), Phone.abroad(i * 10 + i % 5)}) {
        for (Phone.Notation notation : Phone.Notation.values()) {
          if (notation != Phone.Notation.NATIONAL || phone.isHome()) {
            PhoneNumber number = util.parse(phone.spelled(notation), Phone.HOME);
            assertThat(util.isValidNumber(number)).as(phone.e164()).isTrue();
            assertThat(util.format(number, PhoneNumberFormat.E164)).isEqualTo(phone.e164());
          }
        }
      }
    }
  }

  @Test
  void strangersHaveNumbersToo() throws NumberParseException {
    PhoneNumberUtil util = PhoneNumberUtil.getInstance();
    assertThat(util.isValidNumber(util.parse(Messy.strangePhone(417), null))).isTrue();
  }

  @Test
  void mailboxesOfDifferentPeopleNeverLookAlikeByChance() {
    Map<String, Mailbox> seen = new TreeMap<>();
    World.of(5, 20_000)
        .mailboxes()
        .forEach(
            mailbox ->
                assertThat(seen.merge(mailbox.canonical(), mailbox, (a, _) -> a))
                    .isSameAs(mailbox));
    Set<Mailbox.Family> families = new HashSet<>();
    Set<String> bases = new HashSet<>();
    seen.values()
        .forEach(
            mailbox -> {
              families.add(mailbox.family);
              bases.add(mailbox.mistaken(null).canonical());
            });
    assertThat(bases).hasSameSizeAs(families);
  }

  @Test
  void noValueIsTooShortToLookFor() {
    assertThat(new Values(World.of(2, 2000)).all())
        .allMatch(value -> value.getBytes(StandardCharsets.UTF_8).length >= 6)
        .hasSizeGreaterThan(10_000);
  }

  @Test
  @Tag("long")
  void makesTwoHundredThousandPeople() throws IOException {
    long start = System.nanoTime();
    World world = World.of(1, 200_000);
    long made = System.nanoTime();
    new SampleFiles(world).write(folder);
    long written = System.nanoTime();
    int affected = new Truth(world).seen(Suppliers.LUMETRICS).persons().size();
    long told = System.nanoTime();
    System.out.printf(
        "200,000 people: world %d ms, files %d ms, truth of one supplier %d ms (%d people)%n",
        (made - start) / 1_000_000,
        (written - made) / 1_000_000,
        (told - written) / 1_000_000,
        affected);
    assertThat(affected).isGreaterThan(100_000);
  }

  private static Map<String, String> hashes(Path root) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        hashes.put(root.relativize(file).toString(), KeyList.sha256(bytes));
      }
    }
    return hashes;
  }
}
