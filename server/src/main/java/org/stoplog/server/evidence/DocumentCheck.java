package org.stoplog.server.evidence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Looks whether a stranger's file is a document of the kind that its name says. Nothing of it is
 * run or shown; no virus scanner is asked, so whoever opens it takes the care of any mail
 * attachment.
 */
public final class DocumentCheck {
  /** The largest file. */
  public static final int MOST_BYTES = 10 << 20;

  /** Names may end so. */
  public static final List<String> ENDINGS =
      List.of("pdf", "png", "jpg", "jpeg", "docx", "xlsx", "csv", "txt");

  private static final int MOST_ENTRIES = 2_000;
  private static final long MOST_INFLATED = 100L << 20;

  /** By which virus scanners are tried; in two parts, so that none finds it here. */
  private static final String EICAR = "EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE";

  private static final List<String> OF_PDF =
      List.of("/JavaScript", "/Launch", "/EmbeddedFile", "/RichMedia", "/XFA");
  private static final Set<String> IN_ARCHIVE = Set.of("zip", "jar", "exe", "dll", "js", "7z");

  private DocumentCheck() {}

  /**
   * What kind it is.
   *
   * @param name as the stranger calls it
   * @return one of {@link #ENDINGS}
   * @throws StoplogException REQUEST_INVALID that says why it is not taken
   */
  public static String kind(Path file, String name) {
    String ending =
        name.contains(".")
            ? name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)
            : "";
    require(
        ENDINGS.contains(ending),
        "Documents are PDF, PNG, JPEG, DOCX, XLSX, CSV or TXT, and their names end so.");
    try {
      long size = Files.size(file);
      require(size > 0, "The file is empty.");
      require(size <= MOST_BYTES, "A document has at most 10 MB.");
      byte[] bytes = Files.readAllBytes(file);
      String raw = new String(bytes, ISO_8859_1);
      require(!raw.contains(EICAR), "The file holds what virus scanners are tried with.");
      require(
          switch (ending) {
            case "pdf" -> raw.startsWith("%PDF-");
            case "png" -> raw.startsWith("\u0089PNG\r\n\u001a\n");
            case "jpg", "jpeg" -> raw.startsWith("\u00ff\u00d8\u00ff");
            case "docx", "xlsx" -> raw.startsWith("PK\u0003\u0004");
            default -> isText(bytes);
          },
          "The file is not what its name says: it is no " + ending.toUpperCase(Locale.ROOT) + ".");
      if (ending.equals("pdf")) {
        require(
            OF_PDF.stream().noneMatch(raw::contains),
            "The PDF holds a program, a form that runs or another file. Print it to a PDF anew.");
      }
      if (ending.equals("docx") || ending.equals("xlsx")) {
        office(file, ending);
      }
      return ending.equals("jpg") ? "jpeg" : ending;
    } catch (IOException e) {
      throw wrong("The file is damaged.");
    }
  }

  private static boolean isText(byte[] bytes) {
    try {
      UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      return false;
    }
    for (byte one : bytes) {
      if (one == 0) {
        return false;
      }
    }
    return true;
  }

  private static void office(Path file, String ending) throws IOException {
    String folder = ending.equals("docx") ? "word/" : "xl/";
    try (ZipFile zip = new ZipFile(file.toFile())) {
      require(
          zip.getEntry("[Content_Types].xml") != null
              && zip.stream().anyMatch(one -> one.getName().startsWith(folder)),
          "The file is not what its name says: it is an archive, and no "
              + ending.toUpperCase(Locale.ROOT)
              + ".");
      require(zip.size() <= MOST_ENTRIES, "The file has too many parts.");
      long inflated = 0;
      for (Iterator<? extends ZipEntry> all = zip.stream().iterator(); all.hasNext(); ) {
        ZipEntry entry = all.next();
        String name = entry.getName().toLowerCase(Locale.ROOT);
        require(
            !name.endsWith("vbaproject.bin") && !name.contains("/activex/"),
            "The file has macros. Save it without them.");
        require(
            !name.contains("/embeddings/")
                && !IN_ARCHIVE.contains(name.substring(name.lastIndexOf('.') + 1)),
            "The file holds another file. Send that by itself.");
        inflated += part(zip, entry, MOST_INFLATED - inflated);
      }
    }
  }

  /**
   * @return its bytes
   */
  private static long part(ZipFile zip, ZipEntry entry, long most) throws IOException {
    long count = 0;
    byte[] buffer = new byte[64 << 10];
    String before = "";
    try (InputStream in = zip.getInputStream(entry)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        String here = before + new String(buffer, 0, n, ISO_8859_1);
        require(
            !(count == 0 && (here.startsWith("PK\u0003\u0004") || here.startsWith("MZ"))),
            "The file holds another file. Send that by itself.");
        require(!here.contains(EICAR), "The file holds what virus scanners are tried with.");
        before = here.substring(Math.max(0, here.length() - EICAR.length()));
        count += n;
        require(count <= most, "The file inflates to more than 100 MB.");
      }
    }
    return count;
  }

  private static void require(boolean isRight, String otherwise) {
    if (!isRight) {
      throw wrong(otherwise);
    }
  }

  private static StoplogException wrong(String why) {
    return new StoplogException(Problem.REQUEST_INVALID, why);
  }
}
