package org.stoplog.gateway.decode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.Elements;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.ConnectionMode;
import org.stoplog.gateway.policy.ConnectionPolicy;
import org.stoplog.gateway.policy.Language;
import org.stoplog.gateway.policy.Refusal;
import org.stoplog.ledger.reader.Mapping;
import org.stoplog.ledger.reader.TrafficReader;
import org.stoplog.ledger.reader.ValueRules;

/**
 * Reads the requests of one connection and rewrites them by its policy. Not thread-safe: one for
 * each thread and each version of the policy.
 */
public final class ConnectionDecoder {
  /** What a body may inflate to, in bytes; the largest batch of a supplier here is 20 MB. */
  public static final int MOST_BYTES = 20 << 20;

  private static final byte[] NOTHING = new byte[0];
  private static final int IP = Elements.catalogue().get("device.ip_address").ordinal();
  private static final ElementSet USER_AGENT =
      Elements.catalogue().get("device.user_agent").asSet();
  private static final ElementSet REPLAY =
      Elements.catalogue().get("behaviour.session_replay").asSet();

  private final ConnectionPolicy policy;
  private final Supplier supplier;
  private final Mapping mapping;
  private final Unwrapping unwrapping;
  private final TrafficReader reader;
  private final boolean rewrites;
  private final ElementSet touched;
  private final int most;
  private final boolean sendsAddress;
  private final boolean sendsUserAgent;

  public ConnectionDecoder(ConnectionPolicy policy) {
    this(policy, MOST_BYTES);
  }

  /**
   * @param most bytes that a body may have, and inflate to; what is longer is opaque
   */
  public ConnectionDecoder(ConnectionPolicy policy, int most) {
    this.policy = policy;
    supplier = Supplier.of(policy.language());
    mapping = mapping(policy.language());
    unwrapping = new Unwrapping(most);
    // A copy is recorded as the supplier got it: nobody rewrote that.
    rewrites = policy.mode() == ConnectionMode.REVERSE;
    ValueRules rules = rewrites ? new Rewriting(policy) : ValueRules.NONE;
    touched = rules.touched();
    this.most = 2 * most;
    reader =
        new TrafficReader(
            mapping, supplier.rules(), supplier.batches(), policy.language().keptPaths(), rules);
    sendsAddress = policy.sendsAddress() && sends(IP);
    sendsUserAgent = policy.sendsUserAgent() && sends(USER_AGENT.ordinals().getFirst());
  }

  /** How the rows of this language are to be read. */
  public static Mapping mapping(Language language) {
    Supplier supplier = Supplier.of(language);
    return supplier.fields().mapping(supplier.format());
  }

  public Mapping mapping() {
    return mapping;
  }

  /** Whether the sender's address may be handed on: the policy says so, and no rule touches it. */
  public boolean sendsAddress() {
    return sendsAddress;
  }

  /** Whether the sender's User-Agent may be handed on. */
  public boolean sendsUserAgent() {
    return sendsUserAgent;
  }

  /**
   * What the supplier would say to a request that it does not get.
   *
   * @param events how many events it had, 1 when that is not known
   */
  public SinkReply sink(Request request, long events) {
    return supplier.sink(request.path(), Parameters.of(request), Math.max(1, events), request);
  }

  /** For a request whose decoding failed by a fault of ours: it is not known what is in it. */
  public Decoded undecoded(Request request) {
    return opaque(request, "fault", added(request));
  }

  /** Never throws for anything that a stranger sends. */
  public Decoded decode(Request request) {
    ElementSet added = added(request);
    if (supplier.isReplay(request.path())) {
      return unread(request, "session-replay", REPLAY, added);
    }
    try {
      return read(request, added);
    } catch (Unreadable e) {
      return opaque(request, e.slug(), added);
    }
  }

  private Decoded read(Request request, ElementSet added) throws Unreadable {
    FieldTree names = Translating.names(request, supplier);
    if (!names.isEmpty() && !touched.isEmpty() && policy.unreadable() != Refusal.PASS) {
      checkNames(names, request);
    }
    Unwrapping.Payload payload =
        unwrapping.unwrap(request, supplier.formFields(), supplier.shapes(request.path()));
    Translated translated = Translating.of(request, payload, supplier, names, most);
    if (payload == null && !supplier.shapes(request.path()).contains(Shape.QUERIES)) {
      String query = request.query();
      if (query != null && !Form.isHarmless(query)) {
        throw new Unreadable("query");
      }
    }
    byte[] json = translated != null ? translated.json() : payload != null ? payload.text() : null;
    if (json == null) {
      return decoded(request, null, added, Decoded.Verdict.SEND);
    }
    ElementSet closed = ElementSet.NONE;
    if (translated != null) {
      for (Translated.Closed part : translated.closed()) {
        closed = closed.plus(part.elements());
      }
      // A file that was declared is known to go; what else may be in one, nobody can say.
      if (rewrites
          && policy.unreadable() != Refusal.PASS
          && !closed.minus(touched).minus(policy.declared()).isEmpty()) {
        return opaque(request, "file", added.plus(closed));
      }
      if (!closed.isEmpty() && translated.hasNoValues()) {
        return unread(request, "file", closed, added);
      }
    }
    ElementSet sent = added.plus(closed.minus(touched));
    String fault = reader.read(json, 0, json.length, sent(request, sent));
    if (fault != null) {
      throw new Unreadable(fault);
    }
    return told(request, payload, translated, sent, closed);
  }

  /**
   * A path cannot be changed: where a rule is about whom it names, it is as if it were unreadable.
   */
  private void checkNames(FieldTree names, Request request) throws Unreadable {
    byte[] json = Translating.written(names, most).json();
    String fault = reader.read(json, 0, json.length, sent(request, ElementSet.NONE));
    if (fault != null || !reader.elements().and(touched).isEmpty()) {
      throw new Unreadable(fault == null ? "named-in-path" : fault);
    }
  }

  private TrafficReader.Sent sent(Request request, ElementSet added) {
    return new TrafficReader.Sent(
        request.time(), supplier.kind(request.path()), added, supplier.lines(request.path()));
  }

  private Decoded told(
      Request request,
      Unwrapping.@Nullable Payload payload,
      @Nullable Translated translated,
      ElementSet sent,
      ElementSet closed) {
    Translated.Changes changes =
        translated == null
            ? new Translated.Changes(reader.edits(), List.of())
            : translated.changes(reader.edits(), touched);
    byte[] body = request.body();
    String query = request.query();
    if (!changes.body().isEmpty() && payload != null) {
      byte[] text = Splice.apply(payload.text(), changes.body());
      if (payload.shape() == Shape.FORM) {
        text = WholeForm.trimmed(payload.text(), text);
      }
      byte[] wrapped = payload.wrap(text);
      if (payload.ofQuery()) {
        query = new String(wrapped, StandardCharsets.ISO_8859_1);
      } else {
        body = wrapped;
      }
    }
    if (!changes.query().isEmpty() && query != null) {
      byte[] before = query.getBytes(StandardCharsets.ISO_8859_1);
      byte[] after = WholeForm.trimmed(before, Splice.apply(before, changes.query()));
      query = new String(after, StandardCharsets.ISO_8859_1);
    }
    ElementSet elements = reader.elements().plus(sent);
    boolean refused =
        rewrites
            && policy.undeclared() == Refusal.REFUSE
            && !elements.minus(policy.declared()).isEmpty();
    return new Decoded(
        refused ? Decoded.Verdict.REFUSE : Decoded.Verdict.SEND,
        null,
        reader.frames(),
        reader.rows(),
        reader.leftOut(),
        elements,
        reader.found().plus(sent).plus(closed).minus(policy.declared()),
        body,
        query,
        changes.body().size() + changes.query().size());
  }

  /** Recordings and files are not read: a rule about them is about the request. */
  private Decoded unread(Request request, String why, ElementSet its, ElementSet added) {
    ElementSet elements = added.plus(its);
    Decoded.Verdict verdict =
        !rewrites
            ? Decoded.Verdict.SEND
            : !its.and(touched).isEmpty()
                ? Decoded.Verdict.SINK
                : policy.undeclared() == Refusal.REFUSE
                        && !elements.minus(policy.declared()).isEmpty()
                    ? Decoded.Verdict.REFUSE
                    : Decoded.Verdict.SEND;
    return decoded(request, why, elements, verdict);
  }

  private Decoded opaque(Request request, String why, ElementSet added) {
    Decoded.Verdict verdict =
        !rewrites
            ? Decoded.Verdict.SEND
            : switch (policy.unreadable()) {
              case PASS -> Decoded.Verdict.SEND;
              case DROP -> Decoded.Verdict.SINK;
              case REFUSE -> Decoded.Verdict.REFUSE;
            };
    return decoded(request, why, added, verdict);
  }

  private Decoded decoded(
      Request request, @Nullable String opaque, ElementSet elements, Decoded.Verdict verdict) {
    return new Decoded(
        verdict,
        opaque,
        NOTHING,
        0,
        0,
        elements,
        elements.minus(policy.declared()),
        request.body(),
        request.query(),
        0);
  }

  private ElementSet added(Request request) {
    ElementSet added = ElementSet.NONE;
    if (sendsAddress) {
      added = added.plus(supplier.ofAddress(Parameters.of(request)));
    }
    return sendsUserAgent && request.hasUserAgent() ? added.plus(USER_AGENT) : added;
  }

  private boolean sends(int ordinal) {
    return !rewrites || policy.action(ordinal) == Action.PASS;
  }
}
