package org.stoplog.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class AgeTest {
  @Test
  void readsAges() throws Exception {
    Age.Converter converter = new Age.Converter();
    assertThat(converter.convert("26h").duration()).isEqualTo(Duration.ofHours(26));
    assertThat(converter.convert("30m").duration()).isEqualTo(Duration.ofMinutes(30));
    assertThat(converter.convert("2d").duration()).isEqualTo(Duration.ofDays(2));
    for (String wrong : new String[] {"", "26", "0h", "-1h", "1w", "h"}) {
      assertThatThrownBy(() -> converter.convert(wrong))
          .isInstanceOf(TypeConversionException.class);
    }
  }
}
