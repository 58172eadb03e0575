package org.stoplog.server.mail;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How messages of a route are signed, and what the DNS says of the domain that they come from.
 *
 * @param path of the page, and above what its forms post to
 * @param route path of the route's own page
 * @param isOn whether messages are signed
 * @param error what was refused; null for nothing
 * @param checked when the DNS was asked last; null when it was not
 * @param canAsk whether a resolver is set
 */
public record SigningPage(
    String path,
    String route,
    String name,
    String domain,
    boolean isOn,
    @Nullable String error,
    List<Key> keys,
    boolean canAsk,
    @Nullable String checked,
    List<SenderDomain.Finding> findings) {
  public SigningPage {
    keys = List.copyOf(keys);
    findings = List.copyOf(findings);
  }

  /**
   * A key.
   *
   * @param name where its record stands
   * @param record what stands there
   * @param kind RSA or Ed25519, in words
   */
  public record Key(String name, String record, String kind) {}
}
