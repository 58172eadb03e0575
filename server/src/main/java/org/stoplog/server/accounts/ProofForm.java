package org.stoplog.server.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/**
 * The part of a form in which somebody shows that it is them, now: password and code, or a passkey.
 *
 * @param site the host name at which passkeys work; empty where they do not, or the person has none
 * @param path of the page, for somebody who confirms at a provider; empty for whoever has a
 *     password
 * @param about what the proof is for; a passkey signs it
 */
public record ProofForm(String site, String about, String path) {
  static final String WRONG =
      "Password, code or passkey is wrong. Each code works once: wait for the next one.";

  public boolean isByProvider() {
    return !path.isEmpty();
  }

  /** Where somebody goes to be asked anew. */
  public String provingPath() {
    return "/account/prove?about="
        + URLEncoder.encode(about, UTF_8)
        + "&path="
        + URLEncoder.encode(path, UTF_8);
  }

  /** Where the browser gets what the passkey signs. */
  public String challengePath() {
    return "/passkeys/challenge?for=prove&about=" + URLEncoder.encode(about, UTF_8);
  }
}
