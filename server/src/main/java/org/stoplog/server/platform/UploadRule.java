package org.stoplog.server.platform;

/**
 * A path to which files may be sent; to no other one.
 *
 * @param path as its handler has it; a part in braces stands for one part of a path
 * @param permission as its handler asks for it; here it is asked before the file is taken in
 * @param most the limit of this path
 * @param door who else is kept out
 */
public record UploadRule(String path, Permission permission, UploadLimit most, Door door) {

  /** Open to all who have the permission. */
  public UploadRule(String path, Permission permission, UploadLimit most) {
    this(path, permission, most, (caller, asked) -> {});
  }

  /** What else is asked before a byte is kept. */
  public interface Door {
    /**
     * @param path as it was asked for
     * @throws org.stoplog.catalog.problem.StoplogException what the answer should be to those who
     *     may not
     */
    void pass(Caller caller, String path);
  }

  boolean isFor(String asked) {
    String[] ours = path.split("/", -1);
    String[] theirs = asked.split("/", -1);
    if (ours.length != theirs.length) {
      return false;
    }
    for (int i = 0; i < ours.length; i++) {
      if (!ours[i].startsWith("{") && !ours[i].equals(theirs[i])) {
        return false;
      }
    }
    return true;
  }
}
