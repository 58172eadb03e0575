package org.stoplog.server.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.stoplog.ledger.store.CanonicalJson;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;
import org.stoplog.server.platform.Transactions;

/** Tells a program who it is here. */
@Controller
final class ApiController {
  private final Transactions transactions;

  ApiController(Transactions transactions) {
    this.transactions = transactions;
  }

  @Access(value = Permission.WORK, listener = Listener.INTERNAL, byToken = true)
  @Summary("Tells who this token is of, what it may and until when.")
  @GetMapping("/api/v1/me")
  ResponseEntity<byte[]> me() {
    Caller caller = Caller.signedIn();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("account", caller.account().toString());
    body.put("name", caller.name());
    body.put("permissions", caller.permissions().stream().map(Permission::word).sorted().toList());
    UUID token = caller.token();
    if (token != null) {
      transactions
          .run(jdbc -> new ApiTokens(jdbc).find(token))
          .ifPresent(
              found ->
                  body.put(
                      "token",
                      Map.of(
                          "id", found.id().toString(),
                          "purpose", found.purpose(),
                          "expiresAt", found.expiresAt().toString())));
    }
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body(CanonicalJson.write(body).getBytes(UTF_8));
  }
}
