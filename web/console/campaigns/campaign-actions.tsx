import { Button } from '@mantine/core';
import { IconFlag, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ConfirmTyping } from '../../shared/confirm-typing.tsx';
import { useTexts } from '../../shared/language.tsx';
import { notifyDone, offerUndo } from '../../shared/notify.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { useMay } from '../session/use-session.ts';
import type { Campaign } from './campaign.ts';
import { DeleteDraft } from './delete-draft.tsx';
import { campaignsTexts } from './texts.ts';
import { useSteer } from './use-campaigns.ts';
import { wizardTexts } from './wizard-texts.ts';

/** What can be done with a campaign in its state. */
export function CampaignActions({ campaign }: { campaign: Campaign }) {
  const t = useTexts(wizardTexts);
  const mayWrite = useMay()('outreach.write');
  if (!mayWrite || campaign.status === 'done') return null;
  if (campaign.status === 'draft')
    return (
      <>
        <DeleteDraft campaign={campaign} />
        <Button
          component={Link}
          to="/campaigns/new"
          search={{ draft: String(campaign.id), step: 'accounts' } as never}
        >
          {t.continueDraft}
        </Button>
      </>
    );
  return (
    <>
      <FinishButton campaign={campaign} />
      <PauseOrResume campaign={campaign} />
    </>
  );
}

function PauseOrResume({ campaign }: { campaign: Campaign }) {
  const t = useTexts(campaignsTexts);
  const common = useTexts(commonTexts);
  const pause = useSteer(campaign.id, 'pause');
  const resume = useSteer(campaign.id, 'resume');
  if (campaign.status === 'paused')
    return (
      <Button
        leftSection={<IconPlayerPlay size={16} aria-hidden />}
        loading={resume.isPending}
        onClick={() =>
          resume.mutate(undefined, {
            onSuccess: (answer) =>
              offerUndo(answer.message ?? '', common.undo, () => pause.mutate(undefined)),
          })
        }
      >
        {t.resume}
      </Button>
    );
  return (
    <Button
      variant="default"
      leftSection={<IconPlayerPause size={16} aria-hidden />}
      loading={pause.isPending}
      onClick={() =>
        pause.mutate(undefined, {
          onSuccess: (answer) =>
            offerUndo(answer.message ?? '', common.undo, () => resume.mutate(undefined)),
        })
      }
    >
      {t.pause}
    </Button>
  );
}

function FinishButton({ campaign }: { campaign: Campaign }) {
  const t = useTexts(campaignsTexts);
  const [isOpen, setIsOpen] = useState(false);
  const finish = useSteer(campaign.id, 'finish', {
    onDone: ({ message }) => notifyDone(message ?? t.statuses.done),
  });
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFlag size={16} aria-hidden />}
        onClick={() => setIsOpen(true)}
      >
        {t.finish}
      </Button>
      <ConfirmTyping
        isOpen={isOpen}
        title={t.finishTitle}
        word={campaign.name}
        action={t.finish}
        isBusy={finish.isPending}
        onClose={() => setIsOpen(false)}
        onConfirm={() => finish.mutate(undefined)}
      >
        {t.finishHint}
      </ConfirmTyping>
    </>
  );
}
