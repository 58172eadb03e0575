package org.stoplog.ledger.pack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One row of a pack with what shows that it is one of those that were signed, so that it can be
 * given to a person without the others.
 *
 * @param header of the file, without its end
 * @param row as it stands there, without its end
 * @param number of the row, from 0
 * @param rows in the file
 * @param path from the row up: {@code left} or {@code right} and the hash that stands there
 * @param root that the manifest lists
 */
public record PackLine(
    String file,
    String header,
    String row,
    long number,
    long rows,
    List<String> path,
    String root) {
  public PackLine {
    path = List.copyOf(path);
  }

  /**
   * All rows of a pseudonym. The pack is not checked; its signature is.
   *
   * @throws org.stoplog.catalog.problem.StoplogException FILE_NOT_FOUND, PACK_INVALID
   */
  public static List<PackLine> of(Path pack, String person) {
    List<PackLine> lines = new ArrayList<>();
    try (PackArchive archive = PackArchive.open(pack)) {
      PackManifest manifest = PackManifest.read(archive);
      List<String> lists =
          manifest.files().stream()
              .map(PackManifest.Listed::name)
              .filter(manifest.trees()::containsKey)
              .toList();
      for (String file : lists) {
        List<String> found = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        long[] number = {-1};
        PackRows.lines(
            archive,
            file,
            "\r\n",
            line -> {
              boolean isHead = number[0]++ < 0;
              if (isHead || CsvRow.cells(line).getFirst().equals(person)) {
                found.add(line);
                numbers.add(number[0] - 1);
              }
            });
        for (int i = 1; i < found.size(); i++) {
          lines.add(line(archive, manifest, file, found.getFirst(), found.get(i), numbers.get(i)));
        }
      }
    }
    return lines;
  }

  private static PackLine line(
      PackArchive archive,
      PackManifest manifest,
      String file,
      String header,
      String row,
      long number) {
    Merkle tree = new Merkle(number);
    PackRows.count(archive, file, List.of(), tree);
    String root = tree.root();
    PackManifest.Tree listed = manifest.trees().get(file);
    if (listed == null || !listed.root().equals(root)) {
      throw archive.invalid("the rows of " + file + " do not have the root that was signed");
    }
    return new PackLine(file, header, row, number, tree.count(), tree.path(), root);
  }

  /** Whether the row and the path lead to the root. */
  public boolean leads() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((byte) 0);
      byte[] hash = digest.digest(row.getBytes(UTF_8));
      for (String step : path) {
        byte[] beside = HexFormat.of().parseHex(step.substring(step.indexOf(' ') + 1));
        digest.update((byte) 1);
        digest.update(step.startsWith("left ") ? beside : hash);
        hash = digest.digest(step.startsWith("left ") ? hash : beside);
      }
      return HexFormat.of().formatHex(hash).equals(root);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
