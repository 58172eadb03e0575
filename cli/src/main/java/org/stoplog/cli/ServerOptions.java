package org.stoplog.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import picocli.CommandLine.Option;

/** Where the running server is, and the token to call it with: never an argument. */
final class ServerOptions {
  private static final String USUAL = "http://127.0.0.1:7867";

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "The running server (default: STOPLOG_SERVER, else " + USUAL + ").")
  @Nullable String server;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Its first line is the token (default: STOPLOG_TOKEN).")
  @Nullable Path tokenFile;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Certificates (PEM) of an authority of your own, to be trusted beside others.")
  @Nullable Path ca;

  /** A connection to the server; nothing is sent yet. */
  ServerApi open(Session session) {
    String named = server != null ? server : session.environment().get("STOPLOG_SERVER");
    return new ServerApi(
        base(named == null || named.isBlank() ? USUAL : named), token(session), ca);
  }

  private static URI base(String text) {
    try {
      URI uri = new URI(text.strip().replaceAll("/+$", ""));
      boolean isPlain =
          uri.getHost() != null
              && uri.getUserInfo() == null
              && uri.getQuery() == null
              && uri.getFragment() == null
              && String.valueOf(uri.getPath()).isEmpty();
      if (isPlain && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new StoplogException(Problem.USAGE, "--server: write it as https://NAME", e);
    }
    throw new StoplogException(Problem.USAGE, "--server: write it as https://NAME");
  }

  private String token(Session session) {
    char[] read = Secrets.fromFile(tokenFile);
    String token =
        read != null ? new String(read) : session.environment().getOrDefault("STOPLOG_TOKEN", "");
    warn(session);
    if (!token.strip().matches("[!-~]{1,200}")) {
      throw new StoplogException(
          Problem.TOKEN_INVALID,
          "there is no token: write one into the first line of a file and name that with"
              + " --token-file, or set STOPLOG_TOKEN");
    }
    return token.strip();
  }

  private void warn(Session session) {
    if (tokenFile == null) {
      return;
    }
    try {
      Set<PosixFilePermission> others = Files.getPosixFilePermissions(tokenFile);
      others.retainAll(Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ));
      if (!others.isEmpty()) {
        session.note("stoplog: others can read " + tokenFile + "; run chmod 600 on it");
      }
    } catch (IOException | UnsupportedOperationException e) {
      // Where nobody can say who reads it, there is nothing to tell.
      return;
    }
  }
}
