package org.stoplog.server.suppliers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.apps.ReviewItem;

/**
 * Apps that wait.
 *
 * @param error why nothing was done, null when nothing was asked
 */
public record ReviewPage(
    List<ReviewItem> items, int waiting, boolean mayEdit, @Nullable String error) {
  public ReviewPage {
    items = List.copyOf(items);
  }
}
