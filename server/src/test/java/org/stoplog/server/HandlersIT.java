package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.stoplog.server.accounts.Role;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Permission;

/** Every handler, by everybody. */
class HandlersIT {
  /** The whole surface. A new handler is added here by hand, with what it asks for. */
  private static final Map<String, Permission> EXPECTED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("GET /", Permission.WORK),
              Map.entry("GET /account", Permission.OWN_ACCOUNT),
              Map.entry("GET /account/prove", Permission.OWN_ACCOUNT),
              Map.entry("GET /account/mail", Permission.WORK),
              Map.entry("POST /account/mail", Permission.WORK),
              Map.entry("GET /account/passkeys", Permission.OWN_ACCOUNT),
              Map.entry("POST /account/passkeys", Permission.OWN_ACCOUNT),
              Map.entry("POST /account/passkeys/new", Permission.OWN_ACCOUNT),
              Map.entry("GET /account/passkeys/{id}/remove", Permission.OWN_ACCOUNT),
              Map.entry("POST /account/passkeys/{id}/remove", Permission.OWN_ACCOUNT),
              Map.entry("GET /account/second-factor", Permission.OWN_ACCOUNT),
              Map.entry("POST /account/second-factor", Permission.OWN_ACCOUNT),
              Map.entry("GET /account/tokens", Permission.WORK),
              Map.entry("POST /account/tokens", Permission.WORK),
              Map.entry("POST /account/tokens/{id}/end", Permission.WORK),
              Map.entry("GET /api/v1/approvals", Permission.WORK),
              Map.entry("GET /api/v1/audit", Permission.READ_AUDIT),
              Map.entry("GET /api/v1/backups", Permission.MAKE_BACKUPS),
              Map.entry("POST /api/v1/backups", Permission.MAKE_BACKUPS),
              Map.entry("GET /api/v1/batches", Permission.WORK),
              Map.entry("GET /api/v1/batches/{number}", Permission.WORK),
              Map.entry("GET /api/v1/coverage", Permission.WORK),
              Map.entry("GET /api/v1/if-tonight", Permission.READ_SUPPLIERS),
              Map.entry("GET /api/v1/imports", Permission.SEND_IMPORTS),
              Map.entry("POST /api/v1/imports", Permission.SEND_IMPORTS),
              Map.entry("GET /api/v1/imports/{id}", Permission.SEND_IMPORTS),
              Map.entry("POST /api/v1/imports/{id}/discard", Permission.SEND_IMPORTS),
              Map.entry("POST /api/v1/imports/{id}/start", Permission.SEND_IMPORTS),
              Map.entry("GET /api/v1/incidents", Permission.READ_INCIDENTS),
              Map.entry("POST /api/v1/incidents", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /api/v1/incidents/{id}", Permission.READ_INCIDENTS),
              Map.entry("GET /api/v1/incidents/{id}/claims", Permission.READ_INCIDENTS),
              Map.entry("PUT /api/v1/incidents/{id}/claims", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /api/v1/incidents/{id}/colleagues", Permission.READ_INCIDENTS),
              Map.entry("GET /api/v1/incidents/{id}/exposures", Permission.READ_INCIDENTS),
              Map.entry("POST /api/v1/incidents/{id}/exposures", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /api/v1/incidents/{id}/exposures/{number}", Permission.READ_INCIDENTS),
              Map.entry("GET /api/v1/incidents/{id}/files", Permission.READ_INCIDENTS),
              Map.entry("POST /api/v1/incidents/{id}/files", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /api/v1/incidents/{id}/files/{hash}", Permission.READ_INCIDENTS),
              Map.entry(
                  "POST /api/v1/incidents/{id}/files/{hash}/password",
                  Permission.WORK_ON_INCIDENTS),
              Map.entry(
                  "POST /api/v1/incidents/{id}/files/{hash}/readings",
                  Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /api/v1/incidents/{id}/members", Permission.READ_INCIDENTS),
              Map.entry("POST /api/v1/incidents/{id}/members", Permission.WORK_ON_INCIDENTS),
              Map.entry(
                  "POST /api/v1/incidents/{id}/members/{account}/remove",
                  Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /api/v1/incidents/{id}/notes", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /api/v1/incidents/{id}/packs", Permission.READ_INCIDENTS),
              Map.entry("POST /api/v1/incidents/{id}/packs", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /api/v1/incidents/{id}/packs/{pack}", Permission.READ_INCIDENTS),
              Map.entry("GET /api/v1/incidents/{id}/questions", Permission.READ_INCIDENTS),
              Map.entry("POST /api/v1/incidents/{id}/questions", Permission.WORK_ON_INCIDENTS),
              Map.entry(
                  "POST /api/v1/incidents/{id}/questions/{question}", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /api/v1/incidents/{id}/scope", Permission.READ_INCIDENTS),
              Map.entry("POST /api/v1/incidents/{id}/scope", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /api/v1/incidents/{id}/state", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /api/v1/incidents/{id}/tasks", Permission.READ_INCIDENTS),
              Map.entry("POST /api/v1/incidents/{id}/tasks", Permission.WORK_ON_INCIDENTS),
              Map.entry(
                  "POST /api/v1/incidents/{id}/tasks/{task}/done", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /api/v1/incidents/{id}/tickets", Permission.READ_INCIDENTS),
              Map.entry("POST /api/v1/incidents/{id}/tickets", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /api/v1/incidents/{id}/tickets/{search}", Permission.READ_INCIDENTS),
              Map.entry(
                  "GET /api/v1/incidents/{id}/tickets/{search}/at/{ticket}",
                  Permission.READ_INCIDENTS),
              Map.entry(
                  "GET /api/v1/incidents/{id}/tickets/{search}/list", Permission.READ_INCIDENTS),
              Map.entry(
                  "POST /api/v1/incidents/{id}/tickets/{search}/start",
                  Permission.WORK_ON_INCIDENTS),
              Map.entry(
                  "POST /api/v1/incidents/{id}/tickets/{search}/tasks",
                  Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /api/v1/incidents/{id}/timeline", Permission.READ_INCIDENTS),
              Map.entry("GET /api/v1/incidents/{id}/times", Permission.READ_INCIDENTS),
              Map.entry("POST /api/v1/incidents/{id}/times", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /api/v1/me", Permission.WORK),
              Map.entry("POST /api/v1/people/look-ups", Permission.LOOK_UP_PEOPLE),
              Map.entry("GET /api/v1/people/look-ups/{id}", Permission.LOOK_UP_PEOPLE),
              Map.entry("GET /api/v1/running", Permission.WORK),
              Map.entry("GET /api/v1/running/{id}", Permission.WORK),
              Map.entry("POST /api/v1/running/{id}/stop", Permission.WORK),
              Map.entry("GET /api/v1/suppliers", Permission.READ_SUPPLIERS),
              Map.entry("POST /api/v1/suppliers", Permission.EDIT_SUPPLIERS),
              Map.entry("GET /api/v1/suppliers/{id}", Permission.READ_SUPPLIERS),
              Map.entry("PUT /api/v1/suppliers/{id}", Permission.EDIT_SUPPLIERS),
              Map.entry("GET /api/v1/suppliers/{id}/connections", Permission.READ_SUPPLIERS),
              Map.entry("POST /api/v1/suppliers/{id}/connections", Permission.EDIT_SUPPLIERS),
              Map.entry(
                  "GET /api/v1/suppliers/{id}/connections/{connection}", Permission.READ_SUPPLIERS),
              Map.entry(
                  "PUT /api/v1/suppliers/{id}/connections/{connection}", Permission.EDIT_SUPPLIERS),
              Map.entry(
                  "POST /api/v1/suppliers/{id}/connections/{connection}/cuts",
                  Permission.CUT_SUPPLIERS),
              Map.entry("GET /api/v1/suppliers/{id}/cuts", Permission.READ_SUPPLIERS),
              Map.entry("POST /api/v1/suppliers/{id}/cuts", Permission.CUT_SUPPLIERS),
              Map.entry("GET /api/v1/suppliers/{id}/cuts/attempts", Permission.READ_SUPPLIERS),
              Map.entry("POST /api/v1/suppliers/{id}/cuts/{cut}/restore", Permission.CUT_SUPPLIERS),
              Map.entry("GET /api/v1/suppliers/{id}/engagements", Permission.READ_SUPPLIERS),
              Map.entry("POST /api/v1/suppliers/{id}/engagements", Permission.EDIT_SUPPLIERS),
              Map.entry(
                  "GET /api/v1/suppliers/{id}/engagements/{engagement}", Permission.READ_SUPPLIERS),
              Map.entry(
                  "PUT /api/v1/suppliers/{id}/engagements/{engagement}", Permission.EDIT_SUPPLIERS),
              Map.entry(
                  "POST /api/v1/suppliers/{id}/engagements/{engagement}/grants",
                  Permission.EDIT_SUPPLIERS),
              Map.entry("GET /api/v1/suppliers/{id}/grants", Permission.READ_SUPPLIERS),
              Map.entry("GET /api/v1/suppliers/{id}/grants/{grant}", Permission.READ_SUPPLIERS),
              Map.entry("PUT /api/v1/suppliers/{id}/grants/{grant}", Permission.EDIT_SUPPLIERS),
              Map.entry(
                  "POST /api/v1/suppliers/{id}/grants/{grant}/remove", Permission.EDIT_SUPPLIERS),
              Map.entry("GET /accounts", Permission.MANAGE_ACCOUNTS),
              Map.entry("GET /accounts/approved/{id}", Permission.APPROVE),
              Map.entry("POST /accounts/approved/{id}/link", Permission.MANAGE_ACCOUNTS),
              Map.entry("POST /accounts/invite", Permission.MANAGE_ACCOUNTS),
              Map.entry("GET /accounts/{id}/disable", Permission.MANAGE_ACCOUNTS),
              Map.entry("POST /accounts/{id}/disable", Permission.MANAGE_ACCOUNTS),
              Map.entry("POST /accounts/{id}/open-again", Permission.MANAGE_ACCOUNTS),
              Map.entry("GET /approvals", Permission.WORK),
              Map.entry("GET /approvals/{id}", Permission.WORK),
              Map.entry("POST /approvals/{id}/approve", Permission.APPROVE),
              Map.entry("POST /approvals/{id}/refuse", Permission.APPROVE),
              Map.entry("POST /approvals/{id}/withdraw", Permission.WORK),
              Map.entry("GET /assets/{hash}/{name}", Permission.ANYONE),
              Map.entry("GET /audit", Permission.READ_AUDIT),
              Map.entry("POST /audit/check", Permission.READ_AUDIT),
              Map.entry("GET /backups", Permission.MAKE_BACKUPS),
              Map.entry("POST /backups", Permission.MAKE_BACKUPS),
              Map.entry("GET /gateways", Permission.READ_SUPPLIERS),
              Map.entry("POST /gateways", Permission.MANAGE_GATEWAYS),
              Map.entry("GET /gateways/connections/{id}", Permission.READ_SUPPLIERS),
              Map.entry("GET /gateways/connections/{id}/cut", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /gateways/connections/{id}/cut", Permission.WORK_ON_INCIDENTS),
              Map.entry(
                  "POST /gateways/connections/{id}/held/destroy", Permission.WORK_ON_INCIDENTS),
              Map.entry(
                  "POST /gateways/connections/{id}/held/release", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /gateways/connections/{id}/hosts", Permission.MANAGE_GATEWAYS),
              Map.entry("POST /gateways/connections/{id}/hosts", Permission.MANAGE_GATEWAYS),
              Map.entry("POST /gateways/connections/{id}/hosts/remove", Permission.MANAGE_GATEWAYS),
              Map.entry("GET /gateways/connections/{id}/policy", Permission.MANAGE_GATEWAYS),
              Map.entry("POST /gateways/connections/{id}/policy", Permission.MANAGE_GATEWAYS),
              Map.entry("POST /gateways/connections/{id}/restore", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /gateways/connections/{id}/secret", Permission.MANAGE_GATEWAYS),
              Map.entry("GET /gateways/forward", Permission.READ_SUPPLIERS),
              Map.entry("POST /gateways/forward/senders", Permission.MANAGE_GATEWAYS),
              Map.entry("POST /gateways/forward/senders/{id}/revoke", Permission.MANAGE_GATEWAYS),
              Map.entry("GET /gateways/forward/unknown-hosts.csv", Permission.READ_SUPPLIERS),
              Map.entry("POST /gateways/policy/hand-out", Permission.MANAGE_GATEWAYS),
              Map.entry("POST /gateways/record", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /gateways/{id}", Permission.READ_SUPPLIERS),
              Map.entry("POST /gateways/{id}/pair", Permission.MANAGE_GATEWAYS),
              Map.entry("POST /gateways/{id}/revoke", Permission.MANAGE_GATEWAYS),
              Map.entry("GET /health", Permission.ANYONE),
              Map.entry("GET /incidents", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/new", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/claims", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/changes", Permission.READ_INCIDENTS),
              Map.entry("GET /incidents/{id}/claims.json", Permission.READ_INCIDENTS),
              Map.entry("GET /incidents/{id}/claims/new", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/claims/{claim}", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/exposure", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/reach", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/reach", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/exposures/{number}", Permission.READ_INCIDENTS),
              Map.entry("GET /incidents/{id}/files", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/files", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/files/{hash}", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/files/{hash}/password", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/files/{hash}/readings", Permission.WORK_ON_INCIDENTS),
              Map.entry(
                  "GET /incidents/{id}/files/{hash}/readings/{version}", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/mail", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/questions", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/questions/{alarm}", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/inquiries", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/inquiries", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/inquiries/panel", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/inquiries/ask", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/inquiries/close", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/waiting", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/waiting/{id}", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/questions/new", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/questions/new", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/questions/chase", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/letters", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/letters", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/letters/notes", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/letters/{letter}", Permission.READ_INCIDENTS),
              Map.entry(
                  "POST /incidents/{id}/letters/{letter}/attachments/{number}",
                  Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/exports", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/exports", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/exports/{export}", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/exports/{export}/take", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/members", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/members", Permission.WORK_ON_INCIDENTS),
              Map.entry(
                  "POST /incidents/{id}/members/{account}/remove", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/news", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/notes", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/tickets", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/tickets", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/tickets/{search}", Permission.READ_INCIDENTS),
              Map.entry(
                  "GET /incidents/{id}/tickets/{search}/at/{ticket}", Permission.READ_INCIDENTS),
              Map.entry(
                  "GET /incidents/{id}/tickets/{search}/claim/new", Permission.WORK_ON_INCIDENTS),
              Map.entry(
                  "POST /incidents/{id}/tickets/{search}/claim", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/tickets/{search}/list.csv", Permission.READ_INCIDENTS),
              Map.entry(
                  "POST /incidents/{id}/tickets/{search}/reviews", Permission.WORK_ON_INCIDENTS),
              Map.entry(
                  "POST /incidents/{id}/tickets/{search}/start", Permission.WORK_ON_INCIDENTS),
              Map.entry(
                  "POST /incidents/{id}/tickets/{search}/tasks", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/notices", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/notices", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/notices/new", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/notices/panel", Permission.READ_INCIDENTS),
              Map.entry("GET /incidents/{id}/notices/{notice}", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/notices/{notice}", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/notices/{notice}/edit", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/notices/{notice}/letter", Permission.READ_INCIDENTS),
              Map.entry(
                  "POST /incidents/{id}/notices/{notice}/waves", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/packs", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/packs", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/packs/panel", Permission.READ_INCIDENTS),
              Map.entry("GET /incidents/{id}/packs/{pack}", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/packs/{pack}/keys", Permission.WORK_ON_INCIDENTS),
              Map.entry(
                  "POST /incidents/{id}/packs/{pack}/keys/{key}/take",
                  Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/packs/{pack}/take", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/questions", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/questions", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/questions/{question}", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/scope", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/scope", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/state", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/statement", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/statement", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/statement/ask", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/statement/discard", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/statement/edit", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/statement/edit", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/statement/panel", Permission.READ_INCIDENTS),
              Map.entry("GET /public-site", Permission.READ_INCIDENTS),
              Map.entry("POST /public-site/export", Permission.READ_INCIDENTS),
              Map.entry("GET /incidents/{id}/support", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/support", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/support/{code}/end", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/tasks", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/tasks/{task}/done", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/times/{kind}", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/times/{kind}", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/organisations", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/organisations", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/organisations/{round}", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/organisations/{round}/ask", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/organisations/{round}/discard", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/organisations/{round}/end", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/organisations/{round}/resume", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/organisations/{round}/stop", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/organisations/{round}/{organisation}", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/organisations/{round}/{organisation}/renew", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/organisations/{round}/{organisation}/revoke", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/organisations/{round}/{organisation}/questions/{asked}", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/waves/{wave}", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/waves/{wave}/ask", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/waves/{wave}/discard", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/waves/{wave}/end", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/waves/{wave}/letter", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/waves/{wave}/preview", Permission.LOOK_UP_PEOPLE),
              Map.entry("GET /incidents/{id}/waves/{wave}/residual", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/waves/{wave}/residual", Permission.WORK_ON_INCIDENTS),
              Map.entry(
                  "POST /incidents/{id}/waves/{wave}/preview/letter", Permission.LOOK_UP_PEOPLE),
              Map.entry(
                  "GET /incidents/{id}/waves/{wave}/residual.csv", Permission.WORK_ON_INCIDENTS),
              Map.entry(
                  "POST /incidents/{id}/waves/{wave}/residual/take", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/notices/untold.csv", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/waves/{wave}/delegate", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/notices/hold", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/notices/hold", Permission.WORK_ON_INCIDENTS),
              Map.entry(
                  "POST /incidents/{id}/notices/hold/{number}/lift", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /incidents/{id}/notices/outside", Permission.READ_INCIDENTS),
              Map.entry("POST /incidents/{id}/notices/outside", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/waves/{wave}/resume", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /incidents/{id}/waves/{wave}/stop", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /ledger", Permission.WORK),
              Map.entry("GET /ledger/batches/{id}", Permission.WORK),
              Map.entry("GET /ledger/batches/{id}/left-out", Permission.WORK),
              Map.entry("GET /ledger/batches/{id}/undo", Permission.KEEP_RECORD),
              Map.entry("POST /ledger/batches/{id}/undo", Permission.KEEP_RECORD),
              Map.entry("GET /ledger/coverage", Permission.WORK),
              Map.entry("GET /ledger/folders", Permission.WORK),
              Map.entry("POST /ledger/folders", Permission.KEEP_RECORD),
              Map.entry("POST /ledger/folders/{id}/again", Permission.KEEP_RECORD),
              Map.entry("POST /ledger/folders/{id}/end", Permission.KEEP_RECORD),
              Map.entry("GET /ledger/export", Permission.WORK),
              Map.entry("GET /ledger/import", Permission.KEEP_RECORD),
              Map.entry("POST /ledger/import", Permission.KEEP_RECORD),
              Map.entry("GET /ledger/import/{id}", Permission.KEEP_RECORD),
              Map.entry("POST /ledger/import/{id}", Permission.KEEP_RECORD),
              Map.entry("POST /ledger/import/{id}/discard", Permission.KEEP_RECORD),
              Map.entry("GET /metrics", Permission.SEE_HEALTH),
              Map.entry("GET /mail", Permission.MANAGE_MAIL),
              Map.entry("GET /mail/new", Permission.MANAGE_MAIL),
              Map.entry("POST /mail/new", Permission.MANAGE_MAIL),
              Map.entry("GET /mail/came-back", Permission.MANAGE_MAIL),
              Map.entry("POST /mail/came-back/{id}", Permission.MANAGE_MAIL),
              Map.entry("GET /mail/event-webhooks", Permission.MANAGE_MAIL),
              Map.entry("POST /mail/event-webhooks", Permission.MANAGE_MAIL),
              Map.entry("POST /mail/event-webhooks/{id}/active", Permission.MANAGE_MAIL),
              Map.entry("POST /mail/event-webhooks/{id}/remove", Permission.MANAGE_MAIL),
              Map.entry("GET /mail/mailboxes", Permission.MANAGE_MAIL),
              Map.entry("POST /mail/mailboxes", Permission.MANAGE_MAIL),
              Map.entry("POST /mail/mailboxes/{id}/active", Permission.MANAGE_MAIL),
              Map.entry("POST /mail/mailboxes/{id}/remove", Permission.MANAGE_MAIL),
              Map.entry("POST /mail/mailboxes/{id}/test", Permission.MANAGE_MAIL),
              Map.entry("GET /mail/signatures", Permission.MANAGE_MAIL),
              Map.entry("POST /mail/signatures", Permission.MANAGE_MAIL),
              Map.entry("GET /mail/{id}", Permission.MANAGE_MAIL),
              Map.entry("POST /mail/{id}", Permission.MANAGE_MAIL),
              Map.entry("POST /mail/{id}/remove", Permission.MANAGE_MAIL),
              Map.entry("GET /mail/{id}/signing", Permission.MANAGE_MAIL),
              Map.entry("POST /mail/{id}/signing/check", Permission.MANAGE_MAIL),
              Map.entry("POST /mail/{id}/signing/make", Permission.MANAGE_MAIL),
              Map.entry("POST /mail/{id}/signing/off", Permission.MANAGE_MAIL),
              Map.entry("POST /mail/{id}/signing/on", Permission.MANAGE_MAIL),
              Map.entry("POST /mail/{id}/signing/remove", Permission.MANAGE_MAIL),
              Map.entry("POST /mail/{id}/test", Permission.MANAGE_MAIL),
              Map.entry("GET /notices/link-hosts", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /notices/link-hosts", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /passkeys/challenge", Permission.ANYONE),
              Map.entry("GET /people", Permission.LOOK_UP_PEOPLE),
              Map.entry("POST /people/look-up", Permission.LOOK_UP_PEOPLE),
              Map.entry("GET /people/look-ups/{id}", Permission.LOOK_UP_PEOPLE),
              Map.entry("GET /people/look-ups/{id}/forget", Permission.FORGET_PEOPLE),
              Map.entry("POST /people/look-ups/{id}/forget", Permission.FORGET_PEOPLE),
              Map.entry("GET /people/look-ups/{id}/reveal", Permission.LOOK_UP_PEOPLE),
              Map.entry("POST /people/look-ups/{id}/reveal", Permission.LOOK_UP_PEOPLE),
              Map.entry("POST /people/look-ups/{id}/reveal/show", Permission.LOOK_UP_PEOPLE),
              Map.entry("GET /people/organisations", Permission.LOOK_UP_PEOPLE),
              Map.entry(
                  "GET /people/organisations/contacts/{id}/reveal", Permission.LOOK_UP_PEOPLE),
              Map.entry(
                  "POST /people/organisations/contacts/{id}/reveal", Permission.LOOK_UP_PEOPLE),
              Map.entry(
                  "POST /people/organisations/contacts/{id}/reveal/show",
                  Permission.LOOK_UP_PEOPLE),
              Map.entry("GET /people/organisations/export", Permission.LOOK_UP_PEOPLE),
              Map.entry("POST /people/organisations/import", Permission.KEEP_RECORD),
              Map.entry("GET /people/organisations/{id}", Permission.LOOK_UP_PEOPLE),
              Map.entry("POST /people/organisations/{id}/clauses", Permission.KEEP_RECORD),
              Map.entry("POST /people/organisations/{id}/contacts", Permission.KEEP_RECORD),
              Map.entry("POST /people/organisations/{id}/remove", Permission.KEEP_RECORD),
              Map.entry("GET /running", Permission.WORK),
              Map.entry("GET /running/{id}", Permission.WORK),
              Map.entry("POST /running/{id}/stop", Permission.WORK),
              Map.entry("GET /sign-in", Permission.ANYONE),
              Map.entry("POST /sign-in", Permission.ANYONE),
              Map.entry("GET /sign-in/provider", Permission.ANYONE),
              Map.entry("GET /sign-in/provider/back", Permission.ANYONE),
              Map.entry("POST /sign-out", Permission.OWN_ACCOUNT),
              Map.entry("GET /suppliers/connections/{id}", Permission.EDIT_SUPPLIERS),
              Map.entry("POST /suppliers/connections/{id}", Permission.EDIT_SUPPLIERS),
              Map.entry("GET /severances", Permission.READ_SUPPLIERS),
              Map.entry("GET /severances/import", Permission.EDIT_SUPPLIERS),
              Map.entry("POST /severances/import", Permission.EDIT_SUPPLIERS),
              Map.entry("POST /severances/import/{id}", Permission.EDIT_SUPPLIERS),
              Map.entry("GET /severances/connections.csv", Permission.READ_SUPPLIERS),
              Map.entry("POST /severances/alarms/{id}/seen", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /severances/connections/{id}/elsewhere", Permission.WORK_ON_INCIDENTS),
              Map.entry(
                  "POST /severances/connections/{id}/elsewhere", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /severances/connections/{id}/plan", Permission.EDIT_SUPPLIERS),
              Map.entry("POST /severances/connections/{id}/plan", Permission.EDIT_SUPPLIERS),
              Map.entry("GET /severances/connections/{id}/reach", Permission.EDIT_SUPPLIERS),
              Map.entry("POST /severances/connections/{id}/reach", Permission.EDIT_SUPPLIERS),
              Map.entry(
                  "POST /severances/connections/{id}/reach/{reach}/remove",
                  Permission.EDIT_SUPPLIERS),
              Map.entry(
                  "POST /severances/connections/{id}/reauthorise", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /severances/items/{id}", Permission.READ_SUPPLIERS),
              Map.entry("POST /severances/items/{id}", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /severances/items/{id}/probe", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /severances/{id}/actions", Permission.WORK_ON_INCIDENTS),
              Map.entry("GET /severances/{id}", Permission.READ_SUPPLIERS),
              Map.entry("POST /severances/{id}/own-copy", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /severances/{id}/restore", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /severances/{id}/review", Permission.APPROVE),
              Map.entry("GET /suppliers/engagements/{id}/grant", Permission.EDIT_SUPPLIERS),
              Map.entry("POST /suppliers/engagements/{id}/grant", Permission.EDIT_SUPPLIERS),
              Map.entry("GET /suppliers/engagements/{id}", Permission.EDIT_SUPPLIERS),
              Map.entry("POST /suppliers/engagements/{id}", Permission.EDIT_SUPPLIERS),
              Map.entry("POST /suppliers/grants/{id}/remove", Permission.EDIT_SUPPLIERS),
              Map.entry("GET /suppliers/grants/{id}", Permission.EDIT_SUPPLIERS),
              Map.entry("POST /suppliers/grants/{id}", Permission.EDIT_SUPPLIERS),
              Map.entry("GET /suppliers/if-tonight.csv", Permission.READ_SUPPLIERS),
              Map.entry("POST /suppliers/import/{id}", Permission.EDIT_SUPPLIERS),
              Map.entry("GET /suppliers/import", Permission.EDIT_SUPPLIERS),
              Map.entry("POST /suppliers/import", Permission.EDIT_SUPPLIERS),
              Map.entry("GET /suppliers/minimisation", Permission.READ_SUPPLIERS),
              Map.entry("GET /suppliers/minimisation.csv", Permission.READ_SUPPLIERS),
              Map.entry("GET /suppliers/new", Permission.EDIT_SUPPLIERS),
              Map.entry("POST /suppliers/new", Permission.EDIT_SUPPLIERS),
              Map.entry("POST /suppliers/refresh", Permission.EDIT_SUPPLIERS),
              Map.entry("GET /suppliers/register.csv", Permission.READ_SUPPLIERS),
              Map.entry("GET /suppliers/register", Permission.READ_SUPPLIERS),
              Map.entry("GET /suppliers/review", Permission.READ_SUPPLIERS),
              Map.entry("POST /suppliers/review", Permission.EDIT_SUPPLIERS),
              Map.entry("GET /suppliers/{id}/connection", Permission.EDIT_SUPPLIERS),
              Map.entry("POST /suppliers/{id}/connection", Permission.EDIT_SUPPLIERS),
              Map.entry("GET /suppliers/{id}/contact", Permission.EDIT_SUPPLIERS),
              Map.entry("POST /suppliers/{id}/contact", Permission.EDIT_SUPPLIERS),
              Map.entry("GET /suppliers/{id}/declared", Permission.READ_SUPPLIERS),
              Map.entry("GET /suppliers/{id}/deletion", Permission.EDIT_SUPPLIERS),
              Map.entry("POST /suppliers/{id}/deletion", Permission.EDIT_SUPPLIERS),
              Map.entry("GET /suppliers/{id}/end", Permission.EDIT_SUPPLIERS),
              Map.entry("POST /suppliers/{id}/end", Permission.EDIT_SUPPLIERS),
              Map.entry("GET /suppliers/{id}/engagement", Permission.EDIT_SUPPLIERS),
              Map.entry("POST /suppliers/{id}/engagement", Permission.EDIT_SUPPLIERS),
              Map.entry("GET /suppliers/{id}/facts", Permission.EDIT_SUPPLIERS),
              Map.entry("POST /suppliers/{id}/facts", Permission.EDIT_SUPPLIERS),
              Map.entry("GET /suppliers/{id}/severance", Permission.READ_SUPPLIERS),
              Map.entry("GET /suppliers/{id}/severance/attempts.csv", Permission.READ_SUPPLIERS),
              Map.entry("GET /suppliers/{id}/severance/cut", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /suppliers/{id}/severance/cut", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /suppliers/{id}/severance/items", Permission.WORK_ON_INCIDENTS),
              Map.entry("POST /suppliers/{id}/severance/quiet-days", Permission.EDIT_SUPPLIERS),
              Map.entry("GET /suppliers/{id}", Permission.READ_SUPPLIERS),
              Map.entry("GET /support", Permission.SUPPORT_INCIDENT),
              Map.entry("POST /support", Permission.SUPPORT_INCIDENT),
              Map.entry("GET /support/{id}", Permission.SUPPORT_INCIDENT),
              Map.entry("POST /support/{id}/copy", Permission.SUPPORT_INCIDENT),
              Map.entry("POST /support/{id}/look-up", Permission.SUPPORT_INCIDENT),
              Map.entry("GET /suppliers", Permission.READ_SUPPLIERS),
              Map.entry("GET /welcome/{token}", Permission.ANYONE),
              Map.entry("POST /welcome/{token}", Permission.ANYONE)));

  /** All that answers at the gateways' door. */
  private static final Map<String, Permission> FOR_GATEWAYS =
      new TreeMap<>(
          Map.of(
              "GET /gateway/v1/policy", Permission.GATEWAY,
              "POST /gateway/v1/held", Permission.GATEWAY,
              "POST /gateway/v1/held/{id}", Permission.GATEWAY,
              "PUT /gateway/v1/segments/{number}", Permission.GATEWAY));

  /** All that strangers can reach. What they send is of nobody. */
  private static final Map<String, Permission> FOR_ALL =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("GET /public-assets/{hash}/{name}", Permission.ANYONE),
              Map.entry("GET /organisations/{token}", Permission.ANYONE),
              Map.entry("POST /organisations/{token}/acknowledge", Permission.ANYONE),
              Map.entry("POST /organisations/{token}/ask", Permission.ANYONE),
              Map.entry("POST /organisations/{token}/list", Permission.ANYONE),
              Map.entry("POST /events/{secret}", Permission.ANYONE),
              Map.entry("GET /is-this-from-you", Permission.ANYONE),
              Map.entry("POST /is-this-from-you", Permission.ANYONE),
              Map.entry("GET /is-this-from-you/answers/{token}", Permission.ANYONE),
              Map.entry("GET /was-i-affected", Permission.ANYONE),
              Map.entry("GET /was-i-affected/{slug}", Permission.ANYONE),
              Map.entry("POST /was-i-affected/{slug}", Permission.ANYONE),
              Map.entry("GET /statements", Permission.ANYONE),
              Map.entry("GET /statements/{name}", Permission.ANYONE),
              Map.entry("GET /statements/{name}/{number}", Permission.ANYONE),
              Map.entry("GET /statements/{name}/{number}/{file}", Permission.ANYONE)));

  @TempDir static Path home;
  private static House house;

  @BeforeAll
  static void open() throws IOException {
    house = new House(home);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void everyHandlerDeclaresWhoMayCallItAndAtWhichDoor() {
    Map<String, Permission> found = new TreeMap<>();
    Map<String, Permission> forGateways = new TreeMap<>();
    Map<String, Permission> forAll = new TreeMap<>();
    for (Map.Entry<RequestMappingInfo, HandlerMethod> handler :
        house.server().handlers().entrySet()) {
      Access access = handler.getValue().getMethodAnnotation(Access.class);
      assertThat(access).as(handler.getValue().toString()).isNotNull();
      Set<RequestMethod> methods = handler.getKey().getMethodsCondition().getMethods();
      assertThat(methods).as(handler.getValue().toString()).hasSize(1);
      for (String path : handler.getKey().getPatternValues()) {
        Map<String, Permission> ofDoor =
            switch (access.listener()) {
              case INTERNAL -> found;
              case GATEWAY -> forGateways;
              case PUBLIC -> forAll;
            };
        ofDoor.put(methods.iterator().next() + " " + path, access.value());
      }
    }
    assertThat(found).isEqualTo(EXPECTED);
    assertThat(forGateways).isEqualTo(FOR_GATEWAYS);
    assertThat(forAll).isEqualTo(FOR_ALL);
  }

  /** Whoever asks, and with all that an administrator and a gateway have to show. */
  @Test
  void everyHandlerAnswersAtItsOwnDoorOnly() {
    house.empty();
    House.Person ada = house.administrator();
    String token = house.token(ada, House.ALL);
    String gateway = house.pair(ada, "door").token();
    Browser internal = ada.browser();
    Browser door = new Browser(house.gatewayBase(), "agent of ada");
    Browser street = new Browser(house.publicBase(), "agent of ada");
    door.cookies().putAll(internal.cookies());
    street.cookies().putAll(internal.cookies());
    for (String bearer : List.of("", token, gateway)) {
      EXPECTED
          .keySet()
          .forEach(handler -> assertThat(at(door, handler, bearer)).as(handler).isEqualTo(404));
      FOR_ALL
          .keySet()
          .forEach(handler -> assertThat(at(door, handler, bearer)).as(handler).isEqualTo(404));
    }
    for (String bearer : List.of("", token, gateway)) {
      for (Map<String, Permission> others : List.of(EXPECTED, FOR_GATEWAYS)) {
        for (String handler : others.keySet()) {
          // What is no form is refused before anything asks whose it is.
          int refused = handler.startsWith("GET ") ? handler.equals("GET /") ? 302 : 404 : 400;
          assertThat(at(street, handler, bearer)).as(handler).isEqualTo(refused);
        }
      }
    }
    for (String handler : FOR_ALL.keySet()) {
      assertThat(at(internal, handler, "")).as(handler).isEqualTo(404);
      assertThat(at(house.browser("program"), handler, token)).as(handler).isEqualTo(404);
    }
    for (String handler : FOR_GATEWAYS.keySet()) {
      assertThat(at(internal, handler, "")).as(handler).isEqualTo(404);
      assertThat(at(house.browser("program"), handler, token)).as(handler).isEqualTo(404);
      for (String bearer : List.of("", token, gateway + "x", gateway.substring(1))) {
        assertThat(at(door, handler, bearer)).as(handler).isEqualTo(401);
      }
      // It is let in, and then finds what is asked wrong, or that there is nothing for it.
      int answer = handler.equals("POST /gateway/v1/held") ? 204 : 400;
      assertThat(at(door, handler, gateway)).as(handler).isEqualTo(answer);
    }
  }

  private static int at(Browser browser, String handler, String bearer) {
    String[] parts = handler.split(" ");
    HttpRequest.Builder request = browser.request(filled(parts[1]));
    if (!browser.base().equals(house.gatewayBase()) && !browser.base().equals(house.publicBase())) {
      request.header("X-Form-Token", Browser.token(formOf(browser)));
    }
    if (!bearer.isEmpty()) {
      request.header("Authorization", "Bearer " + bearer);
    }
    HttpResponse<String> answer =
        browser.send(request.method(parts[0], HttpRequest.BodyPublishers.noBody()));
    if (browser.base().equals(house.publicBase())) {
      assertThat(answer.headers().allValues("Set-Cookie")).as(handler).isEmpty();
    }
    if (browser.base().equals(house.gatewayBase())) {
      assertThat(answer.body()).as(handler).doesNotContain("<html");
      assertThat(answer.headers().allValues("Set-Cookie")).as(handler).isEmpty();
    }
    return answer.statusCode();
  }

  /** What a program may call with a token. A handler is added here by hand. */
  private static final Set<String> BY_TOKEN =
      Set.of(
          "GET /health",
          "GET /metrics",
          "GET /api/v1/approvals",
          "GET /api/v1/audit",
          "GET /api/v1/backups",
          "POST /api/v1/backups",
          "GET /api/v1/batches",
          "GET /api/v1/batches/{number}",
          "GET /api/v1/coverage",
          "GET /api/v1/if-tonight",
          "GET /api/v1/imports",
          "POST /api/v1/imports",
          "GET /api/v1/imports/{id}",
          "POST /api/v1/imports/{id}/discard",
          "POST /api/v1/imports/{id}/start",
          "GET /api/v1/incidents",
          "POST /api/v1/incidents",
          "GET /api/v1/incidents/{id}",
          "GET /api/v1/incidents/{id}/claims",
          "PUT /api/v1/incidents/{id}/claims",
          "GET /api/v1/incidents/{id}/colleagues",
          "GET /api/v1/incidents/{id}/exposures",
          "POST /api/v1/incidents/{id}/exposures",
          "GET /api/v1/incidents/{id}/exposures/{number}",
          "GET /api/v1/incidents/{id}/files",
          "POST /api/v1/incidents/{id}/files",
          "GET /api/v1/incidents/{id}/files/{hash}",
          "POST /api/v1/incidents/{id}/files/{hash}/password",
          "POST /api/v1/incidents/{id}/files/{hash}/readings",
          "GET /api/v1/incidents/{id}/members",
          "POST /api/v1/incidents/{id}/members",
          "POST /api/v1/incidents/{id}/members/{account}/remove",
          "POST /api/v1/incidents/{id}/notes",
          "GET /api/v1/incidents/{id}/packs",
          "POST /api/v1/incidents/{id}/packs",
          "GET /api/v1/incidents/{id}/packs/{pack}",
          "GET /api/v1/incidents/{id}/questions",
          "POST /api/v1/incidents/{id}/questions",
          "POST /api/v1/incidents/{id}/questions/{question}",
          "GET /api/v1/incidents/{id}/scope",
          "POST /api/v1/incidents/{id}/scope",
          "POST /api/v1/incidents/{id}/state",
          "GET /api/v1/incidents/{id}/tasks",
          "POST /api/v1/incidents/{id}/tasks",
          "POST /api/v1/incidents/{id}/tasks/{task}/done",
          "GET /api/v1/incidents/{id}/tickets",
          "POST /api/v1/incidents/{id}/tickets",
          "GET /api/v1/incidents/{id}/tickets/{search}",
          "GET /api/v1/incidents/{id}/tickets/{search}/at/{ticket}",
          "GET /api/v1/incidents/{id}/tickets/{search}/list",
          "POST /api/v1/incidents/{id}/tickets/{search}/start",
          "POST /api/v1/incidents/{id}/tickets/{search}/tasks",
          "GET /api/v1/incidents/{id}/timeline",
          "GET /api/v1/incidents/{id}/times",
          "POST /api/v1/incidents/{id}/times",
          "GET /api/v1/me",
          "POST /api/v1/people/look-ups",
          "GET /api/v1/people/look-ups/{id}",
          "GET /api/v1/running",
          "GET /api/v1/running/{id}",
          "POST /api/v1/running/{id}/stop",
          "GET /api/v1/suppliers",
          "POST /api/v1/suppliers",
          "GET /api/v1/suppliers/{id}",
          "PUT /api/v1/suppliers/{id}",
          "GET /api/v1/suppliers/{id}/connections",
          "POST /api/v1/suppliers/{id}/connections",
          "GET /api/v1/suppliers/{id}/connections/{connection}",
          "PUT /api/v1/suppliers/{id}/connections/{connection}",
          "POST /api/v1/suppliers/{id}/connections/{connection}/cuts",
          "GET /api/v1/suppliers/{id}/cuts",
          "POST /api/v1/suppliers/{id}/cuts",
          "GET /api/v1/suppliers/{id}/cuts/attempts",
          "POST /api/v1/suppliers/{id}/cuts/{cut}/restore",
          "GET /api/v1/suppliers/{id}/engagements",
          "POST /api/v1/suppliers/{id}/engagements",
          "GET /api/v1/suppliers/{id}/engagements/{engagement}",
          "PUT /api/v1/suppliers/{id}/engagements/{engagement}",
          "POST /api/v1/suppliers/{id}/engagements/{engagement}/grants",
          "GET /api/v1/suppliers/{id}/grants",
          "GET /api/v1/suppliers/{id}/grants/{grant}",
          "PUT /api/v1/suppliers/{id}/grants/{grant}",
          "POST /api/v1/suppliers/{id}/grants/{grant}/remove");

  @Test
  void onlyFewHandlersAreForTokens() {
    Set<String> found = new TreeSet<>();
    for (Map.Entry<RequestMappingInfo, HandlerMethod> handler :
        house.server().handlers().entrySet()) {
      Access access = handler.getValue().getMethodAnnotation(Access.class);
      if (access != null && access.byToken()) {
        Set<RequestMethod> methods = handler.getKey().getMethodsCondition().getMethods();
        handler
            .getKey()
            .getPatternValues()
            .forEach(path -> found.add(methods.iterator().next() + " " + path));
      }
    }
    assertThat(found).isEqualTo(BY_TOKEN);
  }

  /** The token of an administrator, with all that a token may have, also beside their session. */
  @Test
  void everyHandlerThatIsNotForTokensRefusesThem() {
    house.empty();
    House.Person ada = house.administrator();
    String token = house.token(ada, House.ALL);
    for (String handler : EXPECTED.keySet()) {
      if (handler.startsWith("GET /assets/")) {
        continue; // who asks is not looked at
      }
      String[] parts = handler.split(" ");
      for (Browser browser : List.of(house.browser("program"), ada.browser())) {
        HttpRequest.Builder request =
            browser
                .request(filled(parts[1]))
                .setHeader("Accept", "application/json")
                .header("Authorization", "Bearer " + token);
        HttpRequest.Builder ready = ready(request, parts[0], Map.of());
        int status = browser.send(ready).statusCode();
        assertThat(status == 403).as(handler).isEqualTo(!BY_TOKEN.contains(handler));
      }
    }
    assertThat(ada.browser().get("/").statusCode())
        .as("the session was not touched")
        .isEqualTo(200);
  }

  private static boolean isAmong(Set<Permission> permissions, Permission asked) {
    return asked == Permission.ANYONE || permissions.contains(asked);
  }

  @Test
  void everyHandlerRefusesEveryRoleThatMayNotCallIt() {
    house.empty();
    House.Person ada = house.administrator();
    Map<Role, Browser> browsers = new LinkedHashMap<>();
    for (Role role : Role.values()) {
      browsers.put(role, ada.browser());
    }
    for (Role role : new Role[] {Role.VIEWER, Role.RESPONDER, Role.SUPPORT, Role.APPROVER}) {
      browsers.put(role, house.invite(ada, role.word(), role.word()).browser());
    }
    for (Map.Entry<String, Permission> handler : EXPECTED.entrySet()) {
      if (handler.getKey().equals("POST /sign-out")) {
        continue; // SignInIT; here it would end the sessions that are asked with
      }
      assertThat(status(house.browser("nobody"), handler.getKey()))
          .as("nobody, %s", handler.getKey())
          .satisfies(status -> assertThat(isRefused(status)).isEqualTo(isForMembers(handler)));
      browsers.forEach(
          (role, browser) ->
              assertThat(isRefused(status(browser, handler.getKey())))
                  .as("%s, %s", role, handler.getKey())
                  .isEqualTo(!isAllowed(role, handler.getValue())));
    }
  }

  private static boolean isForMembers(Map.Entry<String, Permission> handler) {
    return handler.getValue() != Permission.ANYONE;
  }

  private static boolean isAllowed(Role role, Permission permission) {
    return permission == Permission.ANYONE || role.permissions().contains(permission);
  }

  private static boolean isRefused(int status) {
    return status == 401 || status == 403;
  }

  /** Asks as a program, which is told a refusal by its status. */
  private static int status(Browser browser, String handler) {
    String[] parts = handler.split(" ");
    String path = filled(parts[1]);
    HttpRequest.Builder request = browser.request(path).setHeader("Accept", "application/json");
    if (parts[0].equals("GET")) {
      return browser.send(request.GET()).statusCode();
    }
    String token = Browser.token(formOf(browser));
    // Without the fields of the form: a handler that is reached finds them missing.
    HttpResponse<String> answer =
        browser.send(
            ready(
                browser.request(path).setHeader("Accept", "application/json"),
                parts[0],
                Map.of("form-token", token)));
    return answer.statusCode();
  }

  private static HttpRequest.Builder ready(
      HttpRequest.Builder request, String method, Map<String, String> fields) {
    return switch (method) {
      case "GET" -> request.GET();
      case "POST" -> Browser.form(request, fields);
      default ->
          request
              .header("X-Form-Token", fields.getOrDefault("form-token", ""))
              .method(method, HttpRequest.BodyPublishers.noBody());
    };
  }

  /** A token may no more than its owner at the time, and only what it was given. */
  @Test
  void everyHandlerRefusesATokenThatMayLess() {
    house.empty();
    House.Person ada = house.administrator();
    House.Person vera = house.invite(ada, "viewer", "vera");
    Map<String, Set<Permission>> tokens =
        Map.of(
            house.token(ada),
            Set.of(Permission.WORK),
            house.token(vera, "work,read-incidents,read-suppliers"),
            Set.of(Permission.WORK, Permission.READ_INCIDENTS, Permission.READ_SUPPLIERS));
    tokens.forEach(
        (token, permissions) -> {
          for (String handler : BY_TOKEN) {
            String[] parts = handler.split(" ");
            HttpRequest.Builder request =
                house
                    .browser("program")
                    .request(filled(parts[1]))
                    .header("Authorization", "Bearer " + token);
            int status =
                house.browser("program").send(ready(request, parts[0], Map.of())).statusCode();
            assertThat(status == 403)
                .as(handler)
                .isEqualTo(!isAmong(permissions, EXPECTED.get(handler)));
          }
        });
  }

  private static String filled(String path) {
    return path.replaceAll(
            "\\{(id|task|account|notice|wave|letter|export|code|search|connection|engagement|grant|cut|reach|alarm|pack|key|round|asked)}",
            "00000000-0000-0000-0000-000000000000")
        .replaceAll("\\{(number|ticket|organisation)}", "1")
        .replaceAll("\\{(claim|kind|question|version)}", "none")
        .replace("{token}", "none")
        .replace("{secret}", "none")
        .replace("{slug}", "none")
        .replace("{hash}", "none")
        .replace("{name}", "none")
        .replace("{file}", "none");
  }

  /** Any page with a form; a new browser is given its cookie with it. */
  private static String formOf(Browser browser) {
    return browser.get("/sign-in").body();
  }
}
