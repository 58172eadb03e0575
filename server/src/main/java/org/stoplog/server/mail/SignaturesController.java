package org.stoplog.server.mail;

import java.net.InetAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Redirects;
import org.stoplog.server.platform.Transactions;

/** Sets which resolver is asked for the keys of mail signatures. Off until somebody does. */
@Controller
final class SignaturesController {
  static final String PATH = MailController.PATH + "/signatures";
  private static final int UNPROCESSABLE = 422;
  private static final int HIGHEST_PORT = 65_535;

  private final Pages pages;
  private final Transactions transactions;

  SignaturesController(Pages pages, Transactions transactions) {
    this.pages = pages;
    this.transactions = transactions;
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @GetMapping(PATH)
  View show(@RequestParam(name = "saved", defaultValue = "false") boolean saved) {
    ResolverRows.Resolver kept =
        transactions.run(jdbc -> new ResolverRows(jdbc).find()).orElse(null);
    return pages.view(
        "mail-signatures",
        kept == null
            ? new SignaturesPage(false, "", "53", null, saved)
            : new SignaturesPage(true, kept.address(), String.valueOf(kept.port()), null, saved));
  }

  @Access(value = Permission.MANAGE_MAIL, listener = Listener.INTERNAL)
  @PostMapping(PATH)
  View set(
      @RequestParam(name = "address", defaultValue = "") String typedAddress,
      @RequestParam(name = "port", defaultValue = "") String typedPort) {
    String address = typedAddress.strip();
    String port = typedPort.strip().isEmpty() ? "53" : typedPort.strip();
    String error = error(address, port);
    if (error != null) {
      boolean isOn = transactions.run(jdbc -> new ResolverRows(jdbc).find()).isPresent();
      return pages.view(
          "mail-signatures", new SignaturesPage(isOn, address, port, error, false), UNPROCESSABLE);
    }
    transactions.act(
        act -> {
          new ResolverRows(act.jdbc())
              .set(
                  address.isEmpty()
                      ? null
                      : new ResolverRows.Resolver(address, Integer.parseInt(port)));
          act.record(
              Caller.signedIn().account(),
              "mail-resolver.changed",
              Map.of("on", !address.isEmpty()));
          return true;
        });
    return Redirects.see(PATH + "?saved=true");
  }

  private static @Nullable String error(String address, String port) {
    if (!address.isEmpty() && !isLiteral(address)) {
      return "A resolver is given by its address in digits, such as 192.0.2.53 or 2001:db8::53.";
    }
    boolean isPort = port.matches("[1-9][0-9]{0,4}") && Integer.parseInt(port) <= HIGHEST_PORT;
    return isPort ? null : "A port is a number from 1 to 65535; 53 for most resolvers.";
  }

  private static boolean isLiteral(String address) {
    try {
      return !InetAddress.ofLiteral(address).isAnyLocalAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
