package org.stoplog.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CanonicalJsonTest {
  @Test
  void spellsAValueInOneWay() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("z", 1);
    value.put("a", Arrays.asList(true, null, "x", Map.of()));
    value.put("B", Map.of("k", Long.MIN_VALUE));
    assertThat(CanonicalJson.write(value))
        .isEqualTo("{\"B\":{\"k\":-9223372036854775808},\"a\":[true,null,\"x\",{}],\"z\":1}");
  }

  @Test
  void escapesSoThatAnyReaderGetsTheTextBack() {
    String text = "\" \\ / \b\f\n\r\t \u0001 \u0000 \u007f é 漢 😀 \u2028";
    String json = CanonicalJson.write(text);
    assertThat(JsonMapper.shared().readTree(json).asString()).isEqualTo(text);
    assertThat(json).contains("\\u0001").contains("\\u0000").contains("😀");
  }

  @Test
  void refusesWhatHasNoOneSpelling() {
    for (Object value : List.of(1.5, 1.5f, 'c', new Object(), "\ud83d", "\ude00x", "a\ud83db")) {
      assertThatIllegalArgumentException()
          .as("%s", value.getClass())
          .isThrownBy(() -> CanonicalJson.write(value));
    }
  }
}
