package org.stoplog.server.platform;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Folders outside the data folder that whoever starts the server gave it. Pages can use them, and
 * name no other: who may sign in may not thereby read or write this machine's files.
 *
 * @param backups where backups are written; null when none was named
 * @param inbox whose sub-folders may be followed; null when none was named
 * @param obligations with the company's own duties, of contracts and policies; null when none was
 *     named
 */
public record OwnerFolders(
    @Nullable Path backups, @Nullable Path inbox, @Nullable Path obligations) {
  public static final OwnerFolders NONE = new OwnerFolders(null, null);

  public OwnerFolders(@Nullable Path backups, @Nullable Path inbox) {
    this(backups, inbox, null);
  }
}
