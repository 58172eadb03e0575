package org.stoplog.ledger.pack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.Seeded;
import org.stoplog.ledger.store.Checkpoint;

/** A pack as somebody gets it who trusts nobody. */
class PackCheckTest {
  private static final PackCheck.Known NOTHING = new PackCheck.Known(null, List.of());

  @TempDir Path temp;

  private Path pack(Consumer<SamplePack> change) throws IOException {
    SamplePack sample = new SamplePack();
    change.accept(sample);
    return sample.write(temp.resolve("pack.zip"));
  }

  private static PackReport check(Path file) {
    return PackCheck.run(file, NOTHING, Progress.NONE);
  }

  private static void isRefused(Path file, String because) {
    assertThatThrownBy(() -> check(file))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.PACK_INVALID))
        .hasMessageContaining(because);
  }

  private void isWrong(Consumer<SamplePack> change, String because) throws IOException {
    assertThat(check(pack(change)).wrong())
        .as(because)
        .anySatisfy(one -> assertThat(one).contains(because));
  }

  private static Map<String, byte[]> contents(Path file) throws IOException {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().<ZipEntry>map(one -> one).toList()) {
        contents.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return contents;
  }

  private static void zip(Path file, Map<String, byte[]> contents) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> one : contents.entrySet()) {
        zip.putNextEntry(new ZipEntry(one.getKey()));
        zip.write(one.getValue());
        zip.closeEntry();
      }
    }
  }

  @Test
  void aGoodPackIsGoodAndSaysWhatCannotBeChecked() throws IOException {
    SamplePack sample = new SamplePack();
    Path file = sample.write(temp.resolve("pack.zip"));
    PackReport alone = check(file);
    assertThat(alone.wrong()).isEmpty();
    assertThat(alone.checked()).hasSize(6);
    assertThat(alone.keyCompared()).isFalse();
    assertThat(String.join("\n", alone.unchecked())).contains("Whose key", "sealed key file");
    PackReport known =
        PackCheck.run(
            file,
            new PackCheck.Known(
                sample.key(), List.of(sample.checkpoint(12), sample.checkpoint(14))),
            Progress.NONE);
    assertThat(known.isGood()).isTrue();
    assertThat(known.keyCompared()).isTrue();
    assertThat(String.join("\n", known.checked())).contains("that was given is in the chain");
    byte[] once = Files.readAllBytes(file);
    assertThat(Files.readAllBytes(sample.write(file))).as("the same bytes").isEqualTo(once);
  }

  @Test
  void oneChangedByteInAnyFileIsFound() throws IOException {
    Path file = pack(sample -> {});
    Map<String, byte[]> whole = contents(file);
    for (String name : whole.keySet()) {
      byte[] bytes = whole.get(name);
      for (int at : new int[] {0, bytes.length / 2, bytes.length - 1}) {
        Map<String, byte[]> changed = new LinkedHashMap<>(whole);
        byte[] other = bytes.clone();
        other[at] ^= 1;
        changed.put(name, other);
        zip(file, changed);
        assertThat(isFound(file)).as(name + " at " + at).isTrue();
      }
    }
  }

  private static boolean isFound(Path file) {
    try {
      return !check(file).isGood();
    } catch (StoplogException e) {
      assertThat(e.problem()).isEqualTo(Problem.PACK_INVALID);
      return true;
    }
  }

  /** A head of the archive may be altered unseen where it says nothing: a time. */
  @Test
  void whateverIsChangedInTheArchiveIsFoundOrChangesNothing() throws IOException {
    Path file = pack(sample -> {});
    byte[] whole = Files.readAllBytes(file);
    Map<String, byte[]> before = contents(file);
    Seeded.check(
        60,
        random -> {
          byte[] other = whole.clone();
          other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
          Files.write(file, other);
          if (!isFound(file)) {
            assertThat(contents(file)).usingRecursiveComparison().isEqualTo(before);
          }
        });
  }

  @Test
  void anArchiveThatIsNoPackIsRefused() throws IOException {
    Path file = pack(sample -> {});
    byte[] whole = Files.readAllBytes(file);
    Map<String, byte[]> contents = contents(file);
    Files.write(file, new byte[] {1, 2, 3});
    isRefused(file, "no ZIP archive");
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 9));
    isRefused(file, "");
    Map<String, byte[]> more = new LinkedHashMap<>(contents);
    more.put("more.txt", new byte[1]);
    zip(file, more);
    isRefused(file, "other files than its manifest lists");
    Map<String, byte[]> less = new LinkedHashMap<>(contents);
    less.remove(SamplePack.PROOFS);
    zip(file, less);
    isRefused(file, "other files than its manifest lists");
    for (String name :
        List.of("../up", "/root", "a/b/c/d/e", "A", "a\\b", "x".repeat(70), "a//b")) {
      Map<String, byte[]> named = new LinkedHashMap<>(contents);
      named.put(name, new byte[1]);
      zip(file, named);
      isRefused(file, "a name that packs do not use");
    }
    ByteArrayOutputStream before = new ByteArrayOutputStream();
    before.write("#!/bin/sh\n".getBytes(UTF_8));
    before.write(whole);
    Files.write(file, before.toByteArray());
    isRefused(file, "");
    Files.write(file, whole);
    try (OutputStream out = Files.newOutputStream(file, java.nio.file.StandardOpenOption.APPEND)) {
      out.write(new byte[10]);
    }
    isRefused(file, "");
    assertThatThrownBy(() -> check(temp.resolve("none")))
        .isInstanceOfSatisfying(
            StoplogException.class, e -> assertThat(e.problem()).isEqualTo(Problem.FILE_NOT_FOUND));
  }

  @Test
  void noMoreOfAFileIsUnpackedThanItsManifestLists() throws IOException {
    Path file = pack(sample -> sample.files.put("big.txt", "x"));
    Map<String, byte[]> contents = contents(file);
    contents.put("big.txt", new byte[4 << 20]);
    zip(file, contents);
    assertThat(check(file).wrong()).anySatisfy(one -> assertThat(one).contains("big.txt"));
    contents.put(PackFormat.MANIFEST, new byte[33 << 20]);
    zip(file, contents);
    isRefused(file, "too large");
    contents.put(PackFormat.MANIFEST, "[".repeat(5_000).getBytes(UTF_8));
    zip(file, contents);
    isRefused(file, "was not signed so");
  }

  /** Whoever has the key can sign anything; what they sign must still hold together. */
  @Test
  void aMakerThatLiesIsFoundOut() throws IOException {
    isWrong(sample -> sample.accepted = 4, "The summary says 4");
    isWrong(sample -> sample.rows.removeLast(), "another number of rows");
    isWrong(
        sample -> sample.rows.set(4, sample.rows.get(3).replace("refused", "accepted")), "says 3");
    isWrong(sample -> sample.wave.put("textSha256", "ab"), "its text");
    isWrong(sample -> sample.wave.put("text", "summary.json"), "its text");
    isWrong(sample -> sample.wave.put("audienceSha256", "bb"), "audience");
    isWrong(sample -> sample.wave.put("exposureSha256", "bb"), "exposure");
    isWrong(sample -> sample.wave.put("proofSha256", "bb"), "its end");
    isWrong(sample -> sample.wave.put("approved", "{}"), "what was approved");
    isWrong(sample -> sample.wave.put("approval", "none"), "approved by nothing");
    isWrong(sample -> sample.wave.put("states", Map.of("accepted", 5)), "rows that are accepted");
    isWrong(sample -> sample.approval.put("content", "ab"), "another content than the log");
    isWrong(sample -> sample.revision = "ab", "Revision 1 of the statement");
    isWrong(sample -> sample.signed = "x", "is not signed by the key of statements");
    isWrong(sample -> sample.state = 99, "is older than it");
    isWrong(sample -> sample.log.remove(2), "comes none or another");
    isWrong(sample -> sample.shown = 2, "than the manifest counts");
    isWrong(sample -> sample.log.removeLast(), "does not lead to the entry");
    isWrong(
        sample -> sample.log.set(1, sample.log.get(1).replace("opened", "closed")),
        "entry 10 of the audit extract is not what was appended");
    isWrong(
        sample ->
            sample.log.set(
                2, sample.log.get(2).replaceFirst("\"content\":\"..", "\"content\":\"00")),
        "entry 12 of the audit extract");
  }

  @Test
  void anotherKeyOrACheckpointThatDoesNotFitIsTold() throws IOException {
    SamplePack sample = new SamplePack();
    Path file = sample.write(temp.resolve("pack.zip"));
    SamplePack other = new SamplePack();
    assertThatThrownBy(
            () -> PackCheck.run(file, new PackCheck.Known(other.key(), List.of()), Progress.NONE))
        .hasMessageContaining("which was given");
    assertThatThrownBy(() -> PackCheck.run(file, with(other.checkpoint(12)), Progress.NONE))
        .hasMessageContaining("which was given");
    assertThat(
            PackCheck.run(
                    file, with(sample.checkpoint(12, SamplePack.sha256("other"))), Progress.NONE)
                .wrong())
        .containsExactly("Entry 12 is not the one that was signed at " + SamplePack.AT + ".");
    assertThat(
            PackCheck.run(file, with(sample.checkpoint(3, SamplePack.sha256("old"))), Progress.NONE)
                .unchecked())
        .anySatisfy(one -> assertThat(one).contains("of entry 3"));
  }

  private static PackCheck.Known with(Checkpoint checkpoint) {
    return new PackCheck.Known(null, List.of(checkpoint));
  }

  @Test
  void entriesOfBeforeThereWereSaltsAreListedAndSaidNotToBeLinked() throws IOException {
    SamplePack sample = new SamplePack();
    sample.log.set(2, "{\"hash\":\"" + sample.hashes.get(2) + "\",\"seq\":11}");
    PackReport report = check(sample.write(temp.resolve("pack.zip")));
    assertThat(report.wrong()).isEmpty();
    assertThat(String.join("\n", report.unchecked())).contains("entries before 11 are linked");
    assertThat(String.join("\n", report.checked())).contains("linked from entry 11");
  }

  @Test
  void oneRowIsShownAlone() throws IOException {
    for (int count : new int[] {1, 2, 3, 5, 8, 13}) {
      SamplePack sample = new SamplePack();
      sample.rows.clear();
      for (int i = 0; i < count; i++) {
        sample.rows.add("\"person" + i + "\",\"accepted\"");
      }
      Path file = sample.write(temp.resolve("pack.zip"));
      List<PackLine> lines = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        lines.addAll(PackLine.of(file, "person" + i));
      }
      assertThat(lines).hasSize(count).allMatch(PackLine::leads);
      PackLine first = lines.getFirst();
      assertThat(first.header()).isEqualTo("\"person\",\"state\"");
      assertThat(
              new PackLine(
                      first.file(),
                      first.header(),
                      first.row().replace("accepted", "refused"),
                      first.number(),
                      first.rows(),
                      first.path(),
                      first.root())
                  .leads())
          .isFalse();
      assertThat(PackLine.of(file, "nobody")).isEmpty();
    }
  }
}
