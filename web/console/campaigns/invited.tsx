import { Alert, Stack } from '@mantine/core';
import { formatNumber, formatShare } from '../../shared/counts.ts';
import { Figures } from '../../shared/figures.tsx';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import type { useResults } from './progress-tab.tsx';
import { campaignsTexts } from './texts.ts';

type Results = NonNullable<ReturnType<typeof useResults>['data']>;

/** What came of a campaign's invites, and which accounts may not invite any more. */
export function Invited({ invites }: { invites: NonNullable<Results['invites']> }) {
  const t = useTexts(campaignsTexts);
  const { language } = useLanguage();
  const { added, refused, link_sent, joined, joined_in_all, already_there, banned_there } = invites;
  const number = (n: number) => formatNumber(n, language);
  return (
    <Stack gap="xs">
      <Figures
        figures={[
          { label: t.added, value: number(added) },
          { label: t.notAddable, value: number(refused) },
          { label: t.linkSent, value: number(link_sent) },
          {
            label: t.joined,
            value: number(joined),
            hint: formatShare(joined, link_sent, language),
          },
          { label: t.joinedInAll, value: number(joined_in_all) },
          ...(already_there > 0 ? [{ label: t.alreadyThere, value: number(already_there) }] : []),
          ...(banned_there > 0 ? [{ label: t.bannedThere, value: number(banned_there) }] : []),
        ]}
      />
      {invites.accounts.map(
        ({ account_id, lost_because }) =>
          lost_because && (
            <Alert key={account_id} color="orange" variant="light" title={account_id}>
              {lost_because}
            </Alert>
          ),
      )}
    </Stack>
  );
}
