package org.stoplog.server.bounces;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.databind.json.JsonMapper;

/**
 * What calls are checked by.
 *
 * @param key certificates (SES), a public key (SendGrid), a signing key (Mailgun), or user and
 *     password (Postmark)
 * @param topic the only topic that may call (SES); empty for the others
 */
record HookSecret(String key, String topic) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  byte[] bytes() {
    return JSON.writeValueAsString(this).getBytes(UTF_8);
  }

  static HookSecret of(byte[] bytes) {
    return JSON.readValue(bytes, HookSecret.class);
  }

  @Override
  public String toString() {
    return "HookSecret[…]";
  }
}
