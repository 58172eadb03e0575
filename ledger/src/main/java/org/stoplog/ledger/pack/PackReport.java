package org.stoplog.ledger.pack;

import java.util.List;

/**
 * What was found of a pack.
 *
 * @param incident as people call it
 * @param key id of the key that signed it
 * @param keyCompared whether that is the key, or a checkpoint's, that was given beside the pack
 * @param sha256 of the whole archive, to compare with what is written elsewhere
 * @param bytes of all files, unpacked
 * @param checked what was, and is right
 * @param unchecked what cannot be, here, and why
 * @param wrong what is not as it must be; empty for a pack that can be relied on
 */
public record PackReport(
    String pack,
    String edition,
    String incident,
    String madeAt,
    String key,
    boolean keyCompared,
    String sha256,
    int files,
    long bytes,
    List<String> checked,
    List<String> unchecked,
    List<String> wrong) {
  public PackReport {
    checked = List.copyOf(checked);
    unchecked = List.copyOf(unchecked);
    wrong = List.copyOf(wrong);
  }

  public boolean isGood() {
    return wrong.isEmpty();
  }
}
