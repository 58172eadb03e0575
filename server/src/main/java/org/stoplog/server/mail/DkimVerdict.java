package org.stoplog.server.mail;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of the check of one signature of a mail.
 *
 * @param domain that the signature claims to be of; a stranger's word unless it is valid
 * @param why null when it is valid
 */
public record DkimVerdict(String domain, Outcome outcome, @Nullable Why why) {
  /** How it ended. */
  public enum Outcome {
    /** The domain signed this mail, as it is. */
    VALID,
    FAILED,
    /** The domain names no such key. */
    NO_KEY,
    NOT_CHECKED;

    public String slug() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Why it is not valid; the first ones are what was found without the key. */
  public enum Why {
    BROKEN("the signature does not follow the standard"),
    SHA1("it is made with SHA-1, which can be forged"),
    UNKNOWN_WAY("it is made in a way that is not known here"),
    PART_OF_BODY("it covers only a part of the body, and anybody may have added the rest"),
    SENDER_NOT_SIGNED("it does not cover the sender"),
    HEADER_ADDED("a second sender or subject was added"),
    TOO_LONG("the head of the mail is too long to look at"),
    SENDERS("the mail names more than one sender, or none"),
    BODY_ALTERED("the body is not the one that was signed"),
    EXPIRED("its time was over when the mail reached us"),
    FUTURE("it was made after the mail reached us, as it says"),
    DOES_NOT_FIT("it does not fit the domain's key: the mail was altered, or it is made up"),
    NO_SUCH_KEY("the domain names no such key"),
    REVOKED("the domain has withdrawn this key"),
    SEVERAL_KEYS("the domain names several keys at once"),
    KEY_BROKEN("the domain's key cannot be read"),
    KEY_SMALL("the domain's key has less than 1 024 bits"),
    KEY_HUGE("the domain's key has more than 8 192 bits"),
    KEY_FOR_OTHER_USE("the domain's key is for something else"),
    KEY_FOR_TESTS("the domain says that this key is for tests only"),
    NO_RESOLVER("no resolver is set that could be asked for the domain's key"),
    NO_ANSWER("the resolver gave no answer for the domain's key in time");

    private final String words;

    Why(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }
}
