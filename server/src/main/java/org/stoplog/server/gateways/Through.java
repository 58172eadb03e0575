package org.stoplog.server.gateways;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.ConnectionMode;
import org.stoplog.gateway.policy.CutReply;
import org.stoplog.gateway.policy.Language;
import org.stoplog.gateway.policy.Refusal;

/**
 * What gateways do with a connection, as the form says it.
 *
 * @param upstream null only for one that records
 * @param privateReason why the upstream may be an address of a private network; null when it may
 *     not
 * @param rules by id of the element; what is not named passes
 */
record Through(
    Language language,
    ConnectionMode mode,
    @Nullable String upstream,
    @Nullable String privateReason,
    Senders senders,
    CutReply whenCut,
    Refusal unreadable,
    Refusal undeclared,
    boolean failOpen,
    boolean sendsAddress,
    boolean sendsUserAgent,
    Map<String, Action> rules) {
  Through {
    rules = Map.copyOf(rules);
  }

  /** What a form begins with: a copy is recorded, nothing is changed, nobody notices. */
  static final Through FIRST =
      new Through(
          Language.JSON,
          ConnectionMode.RECORD_ONLY,
          null,
          null,
          new Senders(Senders.Kind.SECRET, null, null),
          CutReply.SINK,
          Refusal.PASS,
          Refusal.PASS,
          true,
          false,
          false,
          Map.of());

  boolean hashes() {
    return rules.containsValue(Action.HASH);
  }

  /** For what two people approve: all of it, in words. */
  Map<String, @Nullable Object> content() {
    Map<String, @Nullable Object> all = new TreeMap<>();
    all.put("language", Words.of(language));
    all.put("mode", Words.of(mode));
    all.put("upstream", upstream);
    all.put("private", privateReason != null);
    all.put("sender", Words.of(senders.kind()));
    all.put("certificate", senders.certificate());
    all.put("host", senders.host());
    all.put("whenCut", Words.of(whenCut));
    all.put("unreadable", Words.of(unreadable));
    all.put("undeclared", Words.of(undeclared));
    all.put("failOpen", failOpen);
    all.put("sendsAddress", sendsAddress);
    all.put("sendsUserAgent", sendsUserAgent);
    Map<String, String> words = new TreeMap<>();
    rules.forEach((element, action) -> words.put(element, Words.of(action)));
    all.put("rules", words);
    return all;
  }
}
