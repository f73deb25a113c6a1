/** What the messages of campaigns carry as their origin; their origin id is the campaign's. */
export const CAMPAIGN_ORIGIN = 'campaign';
