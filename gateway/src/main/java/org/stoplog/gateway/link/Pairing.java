package org.stoplog.gateway.link;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server gave this gateway: where it is, who the gateway is, and to whom it seals.
 *
 * @param server {@code https://NAME}, or {@code http:} on this machine; no slash at its end
 * @param token whoever has it is this gateway: never to be said
 */
public record Pairing(URI server, UUID gateway, String name, String token, byte[] sealingKey) {
  private static final int FORMAT = 1;
  private static final int MOST_BYTES = 16 << 10;
  private static final int KEY_BYTES = 32;
  private static final int LONGEST_NAME = 200;
  private static final List<String> KEYS =
      List.of("format", "gateway", "name", "sealing-key", "server", "token");
  private static final Pattern TOKEN = Pattern.compile("[!-~]{16,200}");

  /** Names that no name service is asked for: what it says may change after it was looked at. */
  private static final Pattern THIS_MACHINE =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\]");

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .build();

  public Pairing {
    sealingKey = sealingKey.clone();
  }

  /** Raw X25519, 32 bytes. */
  @Override
  public byte[] sealingKey() {
    return sealingKey.clone();
  }

  /**
   * Reads the file that the server made.
   *
   * @throws StoplogException PAIRING_INVALID that says what is wrong, and nothing of what is in it
   */
  public static Pairing read(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      Set<PosixFilePermission> others = Files.getPosixFilePermissions(file);
      others.retainAll(Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ));
      if (!others.isEmpty()) {
        throw wrong(file, "others can read it, and with it be this gateway; run chmod 600 on it");
      }
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw wrong(file, "it is not there");
    } catch (IOException | UnsupportedOperationException e) {
      throw wrong(file, "it cannot be read by this user");
    }
    return parse(file.toString(), bytes);
  }

  /**
   * Reads what the server of this process made.
   *
   * @throws StoplogException PAIRING_INVALID
   */
  public static Pairing of(byte[] json) {
    return parse("the server's own pairing", json);
  }

  private static Pairing parse(String file, byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      throw wrong(file, "it is too long");
    }
    JsonNode root;
    try {
      root = JSON.readTree(bytes);
    } catch (JacksonException e) {
      throw wrong(file, "it is not JSON"); // its message could quote the token
    }
    return parse(file, root);
  }

  private static Pairing parse(String file, JsonNode root) {
    if (!root.isObject() || root.path("format").asInt(0) != FORMAT) {
      throw wrong(file, "it is no pairing file of this version");
    }
    for (String key : root.propertyNames()) {
      if (!KEYS.contains(key)) {
        throw wrong(file, "it holds more than this version knows");
      }
    }
    String token = text(file, root, "token");
    if (!TOKEN.matcher(token).matches()) {
      throw wrong(file, "its token is none");
    }
    String name = text(file, root, "name");
    if (name.length() > LONGEST_NAME) {
      throw wrong(file, "its name is too long");
    }
    try {
      byte[] key = Base64.getDecoder().decode(text(file, root, "sealing-key"));
      if (key.length != KEY_BYTES) {
        throw wrong(file, "its sealing-key is none");
      }
      return new Pairing(
          server(file, text(file, root, "server")),
          UUID.fromString(text(file, root, "gateway")),
          name,
          token,
          key);
    } catch (IllegalArgumentException e) {
      throw wrong(file, "its gateway or its sealing-key is none");
    }
  }

  private static String text(String file, JsonNode root, String key) {
    JsonNode value = root.path(key);
    if (!value.isString() || value.stringValue().isBlank()) {
      throw wrong(file, key + " is missing");
    }
    return value.stringValue();
  }

  /**
   * Plain http is for this machine alone, and no setting changes that: the token would be there for
   * whoever reads along, and a policy could be put in the place of another.
   */
  private static URI server(String file, String text) {
    try {
      URI uri = new URI(text);
      String host = uri.getHost();
      boolean isPlain =
          host != null
              && uri.getUserInfo() == null
              && uri.getQuery() == null
              && uri.getFragment() == null
              && String.valueOf(uri.getPath()).isEmpty();
      if (isPlain && "https".equals(uri.getScheme())) {
        return uri;
      }
      if (isPlain && "http".equals(uri.getScheme()) && THIS_MACHINE.matcher(host).matches()) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw wrong(file, "its server is no address");
    }
    throw wrong(
        file,
        "its server is neither https://NAME nor on this machine; others could read the token on"
            + " the way");
  }

  private static StoplogException wrong(Path file, String what) {
    return wrong(file.toString(), what);
  }

  private static StoplogException wrong(String file, String what) {
    return new StoplogException(Problem.PAIRING_INVALID, file + ": " + what);
  }

  /** No token: it may be logged. */
  @Override
  public String toString() {
    return "pairing of " + gateway;
  }
}
