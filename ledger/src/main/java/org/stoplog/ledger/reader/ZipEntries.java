package org.stoplog.ledger.reader;

import java.util.Arrays;
import java.util.List;
import net.lingala.zip4j.model.FileHeader;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Looks through the entries of a ZIP archive before anything is unpacked. */
final class ZipEntries {
  private static final int UNIX = 3;
  private static final int LINK_TYPE = 0xa;

  private ZipEntries() {}

  /**
   * @throws StoplogException {@link Problem#ARCHIVE_UNSAFE} or {@link Problem#FILE_EMPTY}
   */
  static FileHeader onlyDataFile(List<FileHeader> entries) {
    List<FileHeader> files = dataFiles(entries);
    if (files.size() > 1) {
      throw new StoplogException(
          Problem.ARCHIVE_UNSAFE, "the ZIP archive holds " + files.size() + " data files");
    }
    return files.getFirst();
  }

  /**
   * Those that somebody put in, at least one.
   *
   * @throws StoplogException {@link Problem#ARCHIVE_UNSAFE} or {@link Problem#FILE_EMPTY}
   */
  static List<FileHeader> dataFiles(List<FileHeader> entries) {
    for (int i = 0; i < entries.size(); i++) {
      if (leavesItsFolder(entries.get(i))) {
        throw new StoplogException(
            Problem.ARCHIVE_UNSAFE, "entry " + (i + 1) + " leads outside the archive");
      }
    }
    List<FileHeader> files = entries.stream().filter(ZipEntries::isData).toList();
    if (files.isEmpty()) {
      throw new StoplogException(Problem.FILE_EMPTY, "the ZIP archive holds no file");
    }
    return files;
  }

  private static boolean leavesItsFolder(FileHeader entry) {
    String path = entry.getFileName().replace('\\', '/');
    return path.startsWith("/")
        || path.matches("[A-Za-z]:.*")
        || path.indexOf('\0') >= 0
        || Arrays.asList(path.split("/")).contains("..")
        || isLink(entry);
  }

  private static boolean isLink(FileHeader entry) {
    byte[] attributes = entry.getExternalFileAttributes();
    return entry.getVersionMadeBy() >>> 8 == UNIX
        && attributes != null
        && attributes.length == 4
        && (attributes[3] & 0xff) >>> 4 == LINK_TYPE;
  }

  /** What macOS and Windows add on their own is no data. */
  private static boolean isData(FileHeader entry) {
    String path = entry.getFileName();
    String name = path.substring(path.lastIndexOf('/') + 1);
    return !entry.isDirectory()
        && !path.startsWith("__MACOSX/")
        && !name.equals(".DS_Store")
        && !name.equals("Thumbs.db");
  }
}
