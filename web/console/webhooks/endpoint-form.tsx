import { Button, Group, Stack, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../../shared/dialog.tsx';
import { useTexts } from '../../shared/language.tsx';
import { SecretShown } from '../../shared/secret-shown.tsx';
import { Failure } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';
import { webhooksTexts } from './texts.ts';
import {
  type Endpoint,
  type EndpointWords,
  useAddEndpoint,
  useEndpointActions,
  useEventTypes,
} from './use-endpoints.ts';

/** Makes an endpoint; its secret is shown once, before the window closes. */
export function AddEndpoint({ onClose }: { onClose: () => void }) {
  const t = useTexts(webhooksTexts);
  const add = useAddEndpoint();
  return (
    <Dialog title={t.add} onClose={onClose}>
      {add.data ? (
        <Stack>
          <SecretShown hint={t.secret} secret={add.data.secret} />
          <Button onClick={onClose}>{t.gotIt}</Button>
        </Stack>
      ) : (
        <EndpointForm
          initial={{ url: '', event_types: ['message.*'], description: '' }}
          error={add.error}
          isBusy={add.isPending}
          onSubmit={(words) => add.mutate(words)}
          onCancel={onClose}
        />
      )}
    </Dialog>
  );
}

export function EditEndpoint({ endpoint, onClose }: { endpoint: Endpoint; onClose: () => void }) {
  const t = useTexts(webhooksTexts);
  const { change } = useEndpointActions(endpoint.id);
  return (
    <Dialog title={t.editTitle} onClose={onClose}>
      <EndpointForm
        initial={endpoint}
        error={change.error}
        isBusy={change.isPending}
        onSubmit={(words) => change.mutate(words, { onSuccess: onClose })}
        onCancel={onClose}
      />
    </Dialog>
  );
}

function EndpointForm(props: {
  initial: EndpointWords;
  error: unknown;
  isBusy: boolean;
  onSubmit: (words: EndpointWords) => void;
  onCancel: () => void;
}) {
  const t = useTexts(webhooksTexts);
  const common = useTexts(commonTexts);
  const types = useEventTypes();
  const [url, setUrl] = useState(props.initial.url);
  const [description, setDescription] = useState(props.initial.description);
  const [eventTypes, setEventTypes] = useState<string[]>(props.initial.event_types);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        props.onSubmit({ url: url.trim(), description, event_types: eventTypes });
      }}
    >
      <Stack>
        <TextInput
          label={t.url}
          description={t.urlHint}
          type="url"
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
          required
          data-autofocus
        />
        <TagsInput
          label={t.types}
          description={t.typesHint}
          data={types.data ?? []}
          value={eventTypes}
          onChange={setEventTypes}
          maxDropdownHeight={220}
        />
        <TextInput
          label={t.description}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
          maxLength={500}
        />
        {props.error ? <Failure error={props.error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onCancel}>
            {common.cancel}
          </Button>
          <Button type="submit" loading={props.isBusy} disabled={eventTypes.length === 0}>
            {common.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
