package org.stoplog.gateway.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stoplog.catalog.Elements;
import org.stoplog.gateway.policy.Action;
import org.stoplog.gateway.policy.Language;

/** What holds for the requests of all suppliers: {@link Sample}. */
class SamplesTest {
  static List<Sample> samples() {
    return Sample.all();
  }

  @Test
  void hasOneOfEachSupplier() {
    Set<Language> languages =
        Sample.all().stream()
            .map(Sample::language)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Language.class)));
    languages.addAll(
        List.of(Language.MIXPANEL, Language.SEGMENT, Language.POSTHOG, Language.AMPLITUDE));
    assertThat(languages).isEqualTo(EnumSet.allOf(Language.class));
    assertThat(EnumSet.allOf(Language.class).stream().map(Language::mappingNumber))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void isReadAndSentAsItCame(Sample sample) {
    ConnectionDecoder decoder = Wire.of(sample.language()).decoder();
    Request request = sample.request();
    Decoded decoded = decoder.decode(request);
    assertThat(decoded.opaque()).isNull();
    assertThat(decoded.body()).isSameAs(request.body());
    assertThat(decoded.query()).isSameAs(request.query());
    Rows rows = Rows.of(decoder.mapping(), decoded);
    assertThat(rows.rows).isNotEmpty();
    assertThat(rows.rows.getFirst().cells()).containsAll(sample.cells());
    assertThat(rows.rows.getFirst().elements()).containsAll(sample.elements());
  }

  /** All but the address is byte for byte the same. */
  @ParameterizedTest
  @MethodSource("samples")
  void masksAnAddressAndNothingElse(Sample sample) {
    Wire wire = Wire.of(sample.language()).rule("contact.email", Action.MASK);
    Decoded decoded = wire.decoder().decode(sample.request());
    assertThat(decoded.opaque()).isNull();
    String others = "otto@example.com";
    assertThat(new String(decoded.body(), UTF_8))
        .isEqualTo(
            sample
                .body()
                .replace(sample.written(), sample.masked())
                .replace(others, Rewriting.EMAIL));
    String query = sample.query();
    assertThat(decoded.query())
        .isEqualTo(query == null ? null : query.replace(sample.written(), sample.masked()));
    assertThat(Elements.catalogue().idsOf(decoded.elements())).doesNotContain("contact.email");
  }

  @ParameterizedTest
  @MethodSource("samples")
  void dropsAllAtOnce(Sample sample) {
    Wire wire = Wire.of(sample.language());
    Elements.catalogue().all().forEach(element -> wire.rule(element.id(), Action.DROP));
    ConnectionDecoder decoder = wire.decoder();
    Decoded once = decoder.decode(sample.request());
    assertThat(once.opaque()).isNull();
    String sent = new String(once.body(), UTF_8) + once.query();
    assertThat(sent).doesNotContain(sample.written());
    Request again =
        new Request(
            "POST", sample.path(), once.query(), sample.type(), null, once.body(), Wire.NOW, true);
    Decoded twice = decoder.decode(again);
    assertThat(twice.opaque()).as(sent).isNull();
    assertThat(twice.edits()).as(sent).isZero();
  }

  /** Hashing leaves something that the supplier's own reader takes. */
  @ParameterizedTest
  @MethodSource("samples")
  void hashesAllAndIsReadAgain(Sample sample) {
    Wire wire = Wire.of(sample.language());
    Elements.catalogue().all().forEach(element -> wire.rule(element.id(), Action.HASH));
    Decoded once = wire.decoder().decode(sample.request());
    assertThat(once.events()).isPositive();
    assertThat(new String(once.body(), UTF_8) + once.query()).doesNotContain(sample.written());
    Request again =
        new Request(
            "POST", sample.path(), once.query(), sample.type(), null, once.body(), Wire.NOW, true);
    assertThat(Wire.of(sample.language()).decoder().decode(again).opaque()).isNull();
  }
}
