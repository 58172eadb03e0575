package org.stoplog.server.accounts;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Who says who people are: a provider of OpenID Connect, and what its claims are worth here. The
 * folder's owner writes it; nobody changes it in a page.
 *
 * @param issuer as the provider writes itself, to the letter
 * @param claim that holds one text or a list of texts
 * @param roles for each role the values of the claim that map to it
 * @param breakGlass name of the one account that still signs in by password
 */
public record ProviderSettings(
    String issuer,
    String clientId,
    String clientSecret,
    String scope,
    String claim,
    Map<Role, Set<String>> roles,
    String breakGlass) {
  private static final List<String> REQUIRED =
      List.of("issuer", "client-id", "client-secret-file", "claim", "break-glass");
  private static final String ROLE = "role.";
  private static final int LONGEST = 500;

  public ProviderSettings {
    roles = Map.copyOf(roles);
  }

  /**
   * Reads a file of lines {@code name=value}.
   *
   * @throws StoplogException USAGE that says what is wrong where, and never a secret
   */
  public static ProviderSettings read(Path file) {
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      lines.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, "--provider: " + file, e);
    }
    Set<String> unknown = new HashSet<>(lines.stringPropertyNames());
    REQUIRED.forEach(unknown::remove);
    unknown.remove("scope");
    Map<Role, Set<String>> roles = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      Set<String> values = values(lines.getProperty(ROLE + role.word(), ""));
      unknown.remove(ROLE + role.word());
      if (!values.isEmpty()) {
        roles.put(role, values);
      }
    }
    if (!unknown.isEmpty()) {
      throw wrong(file, "there is no setting " + unknown.stream().sorted().findFirst().orElse(""));
    }
    for (String name : REQUIRED) {
      String value = lines.getProperty(name, "").strip();
      if (value.isEmpty() || value.length() > LONGEST) {
        throw wrong(file, name + " is missing, or longer than " + LONGEST + " characters");
      }
    }
    if (roles.isEmpty()) {
      throw wrong(file, "no role is mapped: write role.viewer=VALUE of the claim");
    }
    String issuer = lines.getProperty("issuer").strip();
    if (!isSafe(issuer)) {
      throw wrong(file, "issuer: write it as https://NAME");
    }
    String name =
        AccountName.of(lines.getProperty("break-glass"))
            .orElseThrow(() -> wrong(file, "break-glass: the name of an account"));
    return new ProviderSettings(
        issuer,
        lines.getProperty("client-id").strip(),
        secret(file, lines.getProperty("client-secret-file").strip()),
        lines.getProperty("scope", "openid").strip(),
        lines.getProperty("claim").strip(),
        roles,
        name);
  }

  private static Set<String> values(String text) {
    return Stream.of(text.split(","))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .collect(Collectors.toSet());
  }

  private static String secret(Path file, String name) {
    Path path = file.toAbsolutePath().resolveSibling(name);
    try {
      Set<PosixFilePermission> others = new HashSet<>(Files.getPosixFilePermissions(path));
      others.retainAll(Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ));
      if (!others.isEmpty()) {
        throw wrong(file, "others can read " + path + "; run chmod 600 on it");
      }
      String secret = Files.readString(path).lines().findFirst().orElse("").strip();
      if (!secret.isEmpty()) {
        return secret;
      }
      throw wrong(file, "the first line of client-secret-file is empty");
    } catch (IOException | UnsupportedOperationException e) {
      throw wrong(file, "client-secret-file cannot be read: " + path);
    }
  }

  private static StoplogException wrong(Path file, String what) {
    return new StoplogException(Problem.USAGE, "--provider: " + file + ": " + what);
  }

  /** Whether nobody on the way reads along: TLS, or this machine. */
  static boolean isSafe(String address) {
    try {
      URI uri = new URI(address);
      String host = uri.getHost();
      if (host == null || uri.getUserInfo() != null || uri.getFragment() != null) {
        return false;
      }
      return "https".equals(uri.getScheme())
          || ("http".equals(uri.getScheme())
              && host.matches("127\\.[0-9.]+|\\[::1\\]")
              && InetAddress.getByName(host).isLoopbackAddress());
    } catch (URISyntaxException | UnknownHostException e) {
      return false;
    }
  }

  /** The most that these values of the claim are worth; empty when they are worth nothing. */
  Optional<Role> roleOf(Set<String> values) {
    return Stream.of(Role.ADMINISTRATOR, Role.APPROVER, Role.RESPONDER, Role.VIEWER, Role.SUPPORT)
        .filter(role -> roles.getOrDefault(role, Set.of()).stream().anyMatch(values::contains))
        .findFirst();
  }

  /** No secret: it may be logged. */
  @Override
  public String toString() {
    return issuer;
  }
}
