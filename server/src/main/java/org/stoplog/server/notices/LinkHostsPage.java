package org.stoplog.server.notices;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts letters may link to.
 *
 * @param typed what stands in the form, a host a line
 * @param approval path of the change that waits; null for none
 * @param error what is wrong with what was typed; empty when nothing is
 */
public record LinkHostsPage(
    List<String> hosts, String typed, @Nullable String approval, String error) {
  public LinkHostsPage {
    hosts = List.copyOf(hosts);
  }
}
