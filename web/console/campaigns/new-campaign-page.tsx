import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { Empty, Loaded } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAddress } from '../../shared/use-address.ts';
import { useMay } from '../session/use-session.ts';
import { BeginDraft } from './begin-draft.tsx';
import { DraftWizard } from './draft-wizard.tsx';
import { campaignsTexts } from './texts.ts';
import { useCampaign } from './use-campaigns.ts';

/**
 * Making a campaign, step by step. What was chosen stands in the address until there is enough for
 * a draft; from then on the draft is on the server.
 */
export default function NewCampaignPage() {
  const t = useTexts(campaignsTexts);
  const common = useTexts(commonTexts);
  const mayWrite = useMay()('outreach.write');
  const [address] = useAddress();
  const id = Number(address['draft']) || undefined;
  const query = useCampaign(id);
  if (!mayWrite)
    return (
      <Page title={t.newCampaign}>
        <Empty title={common.notAllowed} />
      </Page>
    );
  if (id === undefined) return <BeginDraft />;
  if (!query.data)
    return (
      <Page title={t.newCampaign}>
        <Loaded query={query}>{() => null}</Loaded>
      </Page>
    );
  return <DraftWizard key={id} campaign={query.data.campaign} />;
}
