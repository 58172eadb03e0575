package org.stoplog.server.start;

import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Decision;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;

/** The first page. */
@Controller
final class StartController {
  private final Pages pages;
  private final List<Decision.Source> sources;

  StartController(Pages pages, List<Decision.Source> sources) {
    this.pages = pages;
    this.sources = List.copyOf(sources);
  }

  @Access(value = Permission.WORK, listener = Listener.INTERNAL)
  @GetMapping("/")
  View start() {
    Caller caller = Caller.signedIn();
    List<Decision> decisions =
        sources.stream().flatMap(source -> source.decisionsOf(caller).stream()).toList();
    return pages.view("start", new StartPage(decisions));
  }
}
