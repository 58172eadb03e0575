package org.stoplog.server.notices;

import java.util.ArrayList;
import java.util.List;
import org.stoplog.server.mail.MailRoutes;
import org.stoplog.server.messages.MessageKind;
import org.stoplog.server.messages.MessageServices;

/** By what waves can go out now. */
final class Ways {
  private final MailRoutes routes;
  private final MessageServices services;

  Ways(MailRoutes routes, MessageServices services) {
    this.routes = routes;
    this.services = services;
  }

  List<Way.Offered> all() {
    List<Way.Offered> ways = new ArrayList<>();
    routes.all().forEach(route -> ways.add(Way.Offered.of(route)));
    services.all().stream()
        .filter(service -> service.kind() != MessageKind.TEAM)
        .forEach(service -> ways.add(Way.Offered.of(service)));
    ways.addAll(Way.paper());
    return ways;
  }
}
