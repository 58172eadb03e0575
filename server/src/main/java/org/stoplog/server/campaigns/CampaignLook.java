package org.stoplog.server.campaigns;

/** Looks at once at what is due for campaigns, in the caller's thread. */
public interface CampaignLook {
  void look();
}
