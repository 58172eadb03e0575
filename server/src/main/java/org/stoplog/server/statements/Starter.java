package org.stoplog.server.statements;

import java.util.List;

/** What a new statement begins with: a draft, to be made true. */
final class Starter {
  private static final String BODY =
      """
      ## What happened

      On [date] {{supplier}}, a supplier of ours, told us that somebody got at data that it holds for us. Our own systems were not part of it.

      ## Who is affected

      As of {{as-of}} we know of {{people}} people. Of these, {{confirmed}} are surely affected and {{possible}} possibly.

      ## Which data

      These are among the data: {{elements}}.

      ## What we did

      [What was cut off, and when.]

      ## What you can do

      Be careful with mails that speak of this. We ask nobody for a password or a payment. Type our address yourself instead of following a link.

      ## How to reach us

      [Address]
      """;

  private Starter() {}

  static StatementForm.Typed form(String exposure) {
    return new StatementForm.Typed(
        "",
        exposure,
        "",
        false,
        false,
        List.of(new Content.Text("en", "About the incident at [supplier]", BODY.strip(), "")));
  }
}
