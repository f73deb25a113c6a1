import { Button, NumberInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../../shared/dialog.tsx';
import { useTexts } from '../../shared/language.tsx';
import { SecretShown } from '../../shared/secret-shown.tsx';
import { Failure } from '../../shared/states.tsx';
import { webhooksTexts } from './texts.ts';
import { type Endpoint, useEndpointActions } from './use-endpoints.ts';

const USUAL_HOURS = 24;
const MOST_HOURS = 168;

/** A new secret, shown once; for some hours the old one signs as well. */
export function RotateSecret({ endpoint, onClose }: { endpoint: Endpoint; onClose: () => void }) {
  const t = useTexts(webhooksTexts);
  const { rotate } = useEndpointActions(endpoint.id);
  const [hours, setHours] = useState<number | string>(USUAL_HOURS);
  return (
    <Dialog title={t.rotate} onClose={onClose}>
      {rotate.data ? (
        <Stack>
          <SecretShown hint={t.secret} secret={rotate.data.secret} />
          <Button onClick={onClose}>{t.gotIt}</Button>
        </Stack>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            rotate.mutate(Number(hours));
          }}
        >
          <Stack>
            <NumberInput
              label={t.overlap}
              description={t.rotateHint}
              value={hours}
              onChange={setHours}
              min={0}
              max={MOST_HOURS}
              allowDecimal={false}
            />
            {rotate.error && <Failure error={rotate.error} />}
            <Button type="submit" loading={rotate.isPending}>
              {t.rotate}
            </Button>
          </Stack>
        </form>
      )}
    </Dialog>
  );
}
