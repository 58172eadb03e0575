package org.stoplog.server.notices;

import java.util.List;

/** The text that a new notice begins with: a draft to be read, changed and checked by people. */
final class Starter {
  private Starter() {}

  static Content content() {
    return new Content(
        "",
        "",
        "",
        "",
        List.of(
            new Content.Text(
                "en",
                "About your data at {{supplier}}",
                """
                Hello {{name}},

                {{supplier}}, a company that works for us, was breached. Data about you was among what was \
                taken.

                This was taken, as far as we know: {{elements}}.

                Be careful with messages that use this data. We never ask for your password, and we send \
                no links in messages about this. To reach us, type our address yourself.

                {{contact}}
                """
                    .strip(),
                "there",
                "we do not know yet which data")));
  }
}
