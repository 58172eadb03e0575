package org.stoplog.server.start;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.stoplog.server.platform.Decision;
import org.stoplog.server.platform.NavigationItem;
import org.stoplog.server.platform.Pages;
import org.stoplog.server.platform.Permission;

/** Puts the start page together. */
@Configuration(proxyBeanMethods = false)
public class StartConfiguration {
  @Bean
  StartController startController(Pages pages, List<Decision.Source> sources) {
    return new StartController(pages, sources);
  }

  @Bean
  NavigationItem startItem() {
    return new NavigationItem(0, "Start", "/", Permission.WORK);
  }
}
