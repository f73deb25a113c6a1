import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { offerUndo } from '../../shared/notify.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useAction } from '../../shared/use-action.ts';
import { type Campaign, fieldsOf } from './campaign.ts';
import { wizardTexts } from './wizard-texts.ts';

/** Throws a draft away; for a moment it can be made again as it was. */
export function DeleteDraft({ campaign }: { campaign: Campaign }) {
  const t = useTexts(wizardTexts);
  const common = useTexts(commonTexts);
  const navigate = useNavigate();
  const client = useQueryClient();
  const { audience_id, script_id } = campaign;
  const remake = useAction(
    (audience: number) =>
      take(
        api.POST('/campaigns', {
          body: { ...fieldsOf(campaign), script_id, audience_id: audience },
        }),
      ),
    {
      refreshes: ['campaigns'],
      onDone: (answer) =>
        void navigate({
          to: '/campaigns/new',
          search: { draft: String(answer.campaign.id), step: 'accounts' } as never,
        }),
    },
  );
  const remove = useAction(
    () => take(api.DELETE('/campaigns/{id}', { params: { path: { id: campaign.id } } })),
    {
      onDone: async () => {
        await navigate({ to: '/campaigns' });
        void client.invalidateQueries({ queryKey: ['campaigns'] });
        if (audience_id !== null)
          offerUndo(t.draftDeleted, common.undo, () => remake.mutate(audience_id));
      },
    },
  );
  return (
    <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate(undefined)}>
      {t.deleteDraft}
    </Button>
  );
}
