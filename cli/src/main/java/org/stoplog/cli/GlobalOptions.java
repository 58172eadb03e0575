package org.stoplog.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options of every command; may stand before or after its name. */
final class GlobalOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Data folder (default: your data home, or /var/lib/stoplog for root).")
  @Nullable Path data;

  @Option(
      names = "--keys",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Folder of the keyset (default: your config home, or /etc/stoplog/keys).")
  @Nullable Path keys;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Its first line opens a locked keyset; else it is asked for at the terminal.")
  @Nullable Path passphraseFile;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print the result, or the problem, as one JSON document.")
  boolean json;

  @Option(
      names = {"--quiet", "-q"},
      scope = ScopeType.INHERIT,
      description = "Show no progress.")
  boolean quiet;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      scope = ScopeType.INHERIT,
      converter = MemorySize.Converter.class,
      description = "Most memory for queries, for example 4GB (default: a quarter of the RAM).")
  @Nullable MemorySize memory;

  /** The data folder to work in; it need not exist. */
  Path dataFolder(Map<String, String> environment) {
    return data != null
        ? data
        : home(environment, "/var/lib/stoplog", "XDG_DATA_HOME", ".local/share");
  }

  /** The folder of the keyset; it need not exist, and never lies in the data folder by default. */
  Path keysFolder(Map<String, String> environment) {
    return keys != null
        ? keys
        : home(environment, "/etc/stoplog", "XDG_CONFIG_HOME", ".config").resolve("keys");
  }

  private static Path home(
      Map<String, String> environment, String ofRoot, String variable, String inHome) {
    String base = environment.getOrDefault(variable, "");
    // The XDG specification tells programs to ignore a relative path.
    if (Path.of(base).isAbsolute()) {
      return Path.of(base, "stoplog");
    }
    return System.getProperty("user.name").equals("root")
        ? Path.of(ofRoot)
        : Path.of(System.getProperty("user.home"), inHome, "stoplog");
  }
}
