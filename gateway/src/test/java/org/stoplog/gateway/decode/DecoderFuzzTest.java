package org.stoplog.gateway.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stoplog.gateway.policy.Language;

/**
 * What Jazzer found once, and requests of each supplier, in {@code ./check}; what it finds in some
 * seconds for each of them, in {@code ./check --long}. Longer, for one or all of them:
 *
 * <pre>mvn -pl gateway -am verify -Dtest=DecoderFuzzTest -Dexcluded.groups= -Dtest.groups=long \
 *   -Dsurefire.failIfNoSpecifiedTests=false -Dstoplog.fuzz.seconds=600</pre>
 *
 * An input that breaks something is printed, and kept with its language's others once it is mended.
 */
class DecoderFuzzTest {
  private static final int SECONDS = Integer.getInteger("stoplog.fuzz.seconds", 10);

  /** To start and to end. */
  private static final int MORE_SECONDS = 120;

  private static final int LONGEST_INPUT = 16 << 10;

  @TempDir Path home;

  @ParameterizedTest
  @EnumSource(Language.class)
  void holdsForWhatWasFoundBefore(Language language) throws IOException {
    for (byte[] input : kept(language)) {
      assertThatCode(() -> DecoderFuzz.check(language, input))
          .as(DecoderFuzz.request(input) + " of " + language)
          .doesNotThrowAnyException();
    }
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource(Language.class)
  void holdsForWhatJazzerMakesUp(Language language) throws Exception {
    Path seeds = Files.createDirectory(home.resolve("seeds"));
    int number = 0;
    for (byte[] input : kept(language)) {
      Files.write(seeds.resolve("seed-" + number++), input);
    }
    Path said = home.resolve("said");
    Process jazzer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+EnableDynamicAgentLoading",
                "-D" + DecoderFuzz.LANGUAGE + "=" + language,
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + DecoderFuzz.class.getName(),
                "--instrumentation_includes=org.stoplog.**",
                "--custom_hook_includes=org.stoplog.**",
                "--reproducer_path=" + home,
                "-artifact_prefix=" + home + "/",
                "-max_total_time=" + SECONDS,
                "-max_len=" + LONGEST_INPUT,
                // An input that never ends is one by which a stranger holds an event loop up.
                "-timeout=30",
                seeds.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      boolean ended = jazzer.waitFor(SECONDS + MORE_SECONDS, TimeUnit.SECONDS);
      assertThat(ended).as("it ends").isTrue();
      assertThat(jazzer.exitValue()).as(() -> found(said)).isZero();
      assertThat(Files.readString(said)).contains("Done ");
    } finally {
      jazzer.destroyForcibly().waitFor();
    }
  }

  private static List<byte[]> kept(Language language) throws IOException {
    List<byte[]> all = new ArrayList<>();
    for (Sample sample : Sample.all()) {
      if (sample.language() == language) {
        all.add(DecoderFuzz.input(sample.request()));
      }
    }
    Path folder = Path.of("src/test/resources/fuzz", language.name().toLowerCase(Locale.ROOT));
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          all.add(Files.readAllBytes(file));
        }
      }
    }
    return all;
  }

  /** The end of what was said: the fault, and the input in Base64. */
  private static String found(Path said) {
    try {
      List<String> lines = Files.readAllLines(said, java.nio.charset.StandardCharsets.ISO_8859_1);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
