package org.stoplog.server.bounces;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.mail.Reply;
import org.stoplog.server.notices.CameBack;
import org.stoplog.server.notices.Severity;

/**
 * What a provider says of one mail. It holds no address.
 *
 * @param mark of the copy, where the provider gave one back; null for none
 * @param messageId in angle brackets; null for none
 * @param same what makes it the same event when it is called again
 */
record HookEvent(
    @Nullable String mark,
    @Nullable String messageId,
    CameBack.Kind kind,
    Severity severity,
    @Nullable String status,
    @Nullable String said,
    @Nullable Instant at,
    String same) {
  private static final int LONGEST = 300;
  private static final Pattern MARK = Pattern.compile("(?:^|\\+)([0-9A-Za-z]{20})(?:@.*)?$");
  private static final Pattern ID = Pattern.compile("<?([^<>\\s@]{3,120}@[^<>\\s@]{1,255})>?");
  private static final Pattern STATUS = Pattern.compile("[245]\\.[0-9]{1,3}\\.[0-9]{1,3}");

  /** By which mail it is about. */
  record About(@Nullable String mark, @Nullable String messageId) {
    /**
     * @param marks where one may stand, alone or in an address behind a plus
     */
    static About of(String messageId, String... marks) {
      Matcher id = ID.matcher(messageId.strip());
      String mark = null;
      for (String one : marks) {
        Matcher found = MARK.matcher(one.length() > 400 ? "" : one.strip());
        if (mark == null && found.find()) {
          mark = found.group(1).toLowerCase(java.util.Locale.ROOT);
        }
      }
      return new About(mark, id.matches() ? "<" + id.group(1) + ">" : null);
    }
  }

  /**
   * @param severity of a bounce
   * @param said as the provider gave it; empty for nothing
   * @param recipient taken out of what was said
   * @param id of the event, by the provider
   */
  static HookEvent of(
      About about,
      CameBack.Kind kind,
      Severity severity,
      String status,
      String said,
      String recipient,
      @Nullable Instant at,
      String id) {
    String reason = said.length() > 4 * LONGEST ? said.substring(0, 4 * LONGEST) : said;
    String clean = new Reply(0, null, reason).textWithout(recipient);
    String known = STATUS.matcher(status.strip()).matches() ? status.strip() : null;
    return new HookEvent(
        about.mark(),
        about.messageId(),
        kind,
        severity,
        known,
        clean.isBlank() ? null : clean.substring(0, Math.min(clean.length(), LONGEST)),
        at,
        // A failure is one, also when it is reported by mail, too.
        kind == CameBack.Kind.BOUNCED
            ? String.valueOf(known)
            : id.substring(0, Math.min(id.length(), LONGEST)));
  }

  @Override
  public String toString() {
    return "HookEvent[" + kind + "]";
  }
}
