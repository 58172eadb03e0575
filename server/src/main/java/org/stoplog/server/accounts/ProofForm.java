package org.stoplog.server.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/**
 * The part of a form in which somebody shows that it is them, now: password and code, or a passkey.
 *
 * @param site the host name at which passkeys work; empty where they do not, or the person has none
 * @param about what the proof is for; a passkey signs it
 */
public record ProofForm(String site, String about) {
  static final String WRONG =
      "Password, code or passkey is wrong. Each code works once: wait for the next one.";

  /** Where the browser gets what the passkey signs. */
  public String challengePath() {
    return "/passkeys/challenge?for=prove&about=" + URLEncoder.encode(about, UTF_8);
  }
}
