package org.stoplog.server.severance;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What may be called or run about a cut outside of gateways. The folder's owner writes it; nobody
 * changes it in a page, and no page adds an argument.
 *
 * @param actions by their names
 */
public record ActionSettings(Map<String, Action> actions) {
  public static final ActionSettings NONE = new ActionSettings(Map.of());

  private static final Pattern KEY =
      Pattern.compile("(webhook|command|probe)\\.([a-z0-9-]{1,40})\\.([a-z-]+)");
  private static final Map<String, Set<String>> FIELDS =
      Map.of(
          "webhook", Set.of("url", "secret-file", "ca-file", "private"),
          "command", Set.of("argv", "seconds"),
          "probe", Set.of("argv", "seconds", "refused"));
  private static final int MOST_SECONDS = 60;
  private static final int LEAST_SECRET = 16;
  private static final JsonMapper JSON = new JsonMapper();

  public ActionSettings {
    actions = Map.copyOf(actions);
  }

  /** Something that may be done. */
  public sealed interface Action {
    String name();

    /** As it is stored and shown. */
    String kind();
  }

  /**
   * A call to a program of the owner's.
   *
   * @param isPrivate whether its address may be of a private network
   * @param trust whose certificates are trusted alone; null for Java's authorities
   */
  public record Webhook(
      String name, URI url, byte[] secret, boolean isPrivate, @Nullable SSLContext trust)
      implements Action {
    public Webhook {
      secret = secret.clone();
    }

    @Override
    public byte[] secret() {
      return secret.clone();
    }

    @Override
    public String kind() {
      return "webhook";
    }

    /** No secret: it may be logged. */
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * A command on the server's machine.
   *
   * @param argv the program by its whole path, and its arguments; {@code {supplier}}, {@code
   *     {severance}} and {@code {item}} stand for ids
   */
  public record Command(String name, List<String> argv, Duration patience) implements Action {
    public Command {
      argv = List.copyOf(argv);
    }

    @Override
    public String kind() {
      return "command";
    }
  }

  /**
   * A command that tries an old credential.
   *
   * @param refused exit codes that say that it was refused; 0 says that it still opens something
   */
  public record Probe(Command command, Set<Integer> refused) implements Action {
    public Probe {
      refused = Set.copyOf(refused);
    }

    @Override
    public String name() {
      return command.name();
    }

    @Override
    public String kind() {
      return "probe";
    }
  }

  /** In the order of their names. */
  List<Action> all(boolean areProbes) {
    return new TreeMap<>(actions)
        .values().stream().filter(one -> (one instanceof Probe) == areProbes).toList();
  }

  Optional<Action> find(String name) {
    return Optional.ofNullable(actions.get(name));
  }

  /**
   * Reads a file of lines {@code KIND.NAME.FIELD=value}.
   *
   * @throws StoplogException USAGE that says what is wrong where, and never a secret
   */
  public static ActionSettings read(Path file) {
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      lines.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new StoplogException(Problem.FILE_UNREADABLE, "--actions: " + file, e);
    }
    Map<String, Map<String, String>> fields = new TreeMap<>();
    for (String key : new TreeSet<>(lines.stringPropertyNames())) {
      var parts = KEY.matcher(key);
      if (!parts.matches()
          || !FIELDS.getOrDefault(parts.group(1), Set.of()).contains(parts.group(3))) {
        throw wrong(file, "there is no setting " + key);
      }
      fields
          .computeIfAbsent(parts.group(1) + "." + parts.group(2), name -> new HashMap<>())
          .put(parts.group(3), lines.getProperty(key).strip());
    }
    Map<String, Action> actions = new HashMap<>();
    fields.forEach(
        (id, values) -> {
          String name = id.substring(id.indexOf('.') + 1);
          Action made =
              switch (id.substring(0, id.indexOf('.'))) {
                case "webhook" -> webhook(file, id, name, values);
                case "command" -> command(file, id, name, values);
                default -> new Probe(command(file, id, name, values), refused(file, id, values));
              };
          if (actions.put(name, made) != null) {
            throw wrong(file, "two actions are called " + name);
          }
        });
    return new ActionSettings(actions);
  }

  private static Webhook webhook(Path file, String id, String name, Map<String, String> values) {
    URI url;
    try {
      url = new URI(values.getOrDefault("url", ""));
    } catch (URISyntaxException e) {
      throw wrong(file, id + ".url: write it as https://NAME");
    }
    if (!"https".equals(url.getScheme()) || url.getHost() == null || url.getRawUserInfo() != null) {
      throw wrong(file, id + ".url: write it as https://NAME");
    }
    String isPrivate = values.getOrDefault("private", "no");
    if (!Set.of("yes", "no").contains(isPrivate)) {
      throw wrong(file, id + ".private: yes or no");
    }
    String authority = values.get("ca-file");
    return new Webhook(
        name,
        url,
        secret(file, id, values.getOrDefault("secret-file", "")),
        isPrivate.equals("yes"),
        authority == null ? null : trust(file, id, authority));
  }

  private static SSLContext trust(Path file, String id, String name) {
    Path path = file.toAbsolutePath().resolveSibling(name);
    try (InputStream in = Files.newInputStream(path)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int place = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("own-" + place++, one);
      }
      if (place == 0) {
        throw wrong(file, id + ".ca-file: " + path + " holds no certificate");
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw wrong(file, id + ".ca-file: " + path + " holds no certificates in PEM");
    }
  }

  private static byte[] secret(Path file, String id, String name) {
    Path path = file.toAbsolutePath().resolveSibling(name);
    try {
      Set<PosixFilePermission> others = new HashSet<>(Files.getPosixFilePermissions(path));
      others.retainAll(Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ));
      if (!others.isEmpty()) {
        throw wrong(file, "others can read " + path + "; run chmod 600 on it");
      }
      String secret = Files.readString(path).lines().findFirst().orElse("").strip();
      if (secret.length() >= LEAST_SECRET) {
        return secret.getBytes(StandardCharsets.UTF_8);
      }
      throw wrong(
          file, id + ".secret-file: its first line has fewer than " + LEAST_SECRET + " characters");
    } catch (IOException | UnsupportedOperationException e) {
      throw wrong(file, id + ".secret-file cannot be read: " + path);
    }
  }

  private static Command command(Path file, String id, String name, Map<String, String> values) {
    List<String> argv;
    try {
      argv = List.of(JSON.readValue(values.getOrDefault("argv", ""), String[].class));
    } catch (JacksonException | NullPointerException e) {
      throw wrong(file, id + ".argv: write it as [\"/path/of/program\", \"argument\"]");
    }
    if (argv.isEmpty() || !Path.of(argv.getFirst()).isAbsolute()) {
      throw wrong(file, id + ".argv: it begins with the whole path of a program");
    }
    String seconds = values.getOrDefault("seconds", "30");
    int most = seconds.matches("[0-9]{1,3}") ? Integer.parseInt(seconds) : 0;
    if (most < 1 || most > MOST_SECONDS) {
      throw wrong(file, id + ".seconds: a number from 1 to " + MOST_SECONDS);
    }
    return new Command(name, argv, Duration.ofSeconds(most));
  }

  private static Set<Integer> refused(Path file, String id, Map<String, String> values) {
    Set<Integer> codes = new TreeSet<>();
    for (String code : Stream.of(values.getOrDefault("refused", "").split(",")).toList()) {
      String text = code.strip();
      if (!text.matches("[1-9][0-9]{0,2}")) {
        throw wrong(file, id + ".refused: exit codes other than 0, with commas between");
      }
      codes.add(Integer.parseInt(text));
    }
    return codes;
  }

  private static StoplogException wrong(Path file, String what) {
    return new StoplogException(Problem.USAGE, "--actions: " + file + ": " + what);
  }

  /** No secret: it may be logged. */
  @Override
  public String toString() {
    return String.join(", ", new TreeSet<>(actions.keySet()));
  }
}
