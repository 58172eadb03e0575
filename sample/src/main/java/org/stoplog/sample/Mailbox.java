package org.stoplog.sample;

import java.net.IDN;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One mailbox, whoever uses it and however its address is spelled. A mailbox is the same only as
 * itself: the truth never compares spellings.
 */
final class Mailbox {
  /** Mailboxes that differ only in their plus-tag. */
  static final class Family {
    final List<Mailbox> members = new ArrayList<>(2);
  }

  /** How an address may be written; all mean the same mailbox. */
  enum Spelling {
    PLAIN,
    UPPER_CASE,
    MIXED_CASE,
    SPACES,
    /** Domain in punycode, or in Unicode when that is not its plain form. */
    OTHER_DOMAIN,
    /** Letters and their accents as separate characters. */
    DECOMPOSED
  }

  final String local;
  final @Nullable String tag;
  final String domain;
  final Family family;
  final List<Holder> holders = new ArrayList<>(1);

  /** A mailbox of its own family. Local part and domain are lower case and composed. */
  Mailbox(String local, String domain) {
    this(local, null, domain, new Family());
    family.members.add(this);
  }

  private Mailbox(String local, @Nullable String tag, String domain, Family family) {
    this.local = local;
    this.tag = tag;
    this.domain = domain;
    this.family = family;
  }

  /** Another mailbox of this family, that people may have. */
  Mailbox tagged(String otherTag) {
    Mailbox tagged = new Mailbox(local, otherTag, domain, family);
    family.members.add(tagged);
    return tagged;
  }

  /**
   * What a supplier makes of this mailbox when it cuts the tag off (null) or has one of its own: a
   * mailbox that nobody at Northgate has.
   */
  Mailbox mistaken(@Nullable String otherTag) {
    return new Mailbox(local, otherTag, domain, family);
  }

  boolean isIdn() {
    return domain.chars().anyMatch(c -> c > 127);
  }

  boolean isUnicode() {
    return local.chars().anyMatch(c -> c > 127);
  }

  /** Lower case, composed, with the domain in ASCII: what hashes are made of. */
  String canonical() {
    return localWithTag() + "@" + IDN.toASCII(domain);
  }

  String plain() {
    return localWithTag() + "@" + domain;
  }

  String spelled(Spelling spelling) {
    return switch (spelling) {
      case PLAIN -> plain();
      case UPPER_CASE -> plain().toUpperCase(Locale.ROOT);
      case MIXED_CASE -> Character.toUpperCase(local.charAt(0)) + plain().substring(1);
      case SPACES -> "  " + plain() + " ";
      case OTHER_DOMAIN -> canonical();
      case DECOMPOSED -> Normalizer.normalize(localWithTag(), Normalizer.Form.NFD) + "@" + domain;
    };
  }

  private String localWithTag() {
    return tag == null ? local : local + "+" + tag;
  }
}
