import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from './language.tsx';
import { notifyDone } from './notify.tsx';
import {
  emptyProxy,
  isProxyComplete,
  type ProxyDraft,
  type ProxyType,
  proxyBody,
} from './proxy-address.ts';
import { ProxyFields } from './proxy-fields.tsx';
import { ProxyTest } from './proxy-test.tsx';
import { Failure } from './states.tsx';
import { commonTexts } from './texts.ts';
import { useAction } from './use-action.ts';

/** A proxy as the server shows it: without the password. */
export type StoredProxy = {
  type: ProxyType | null;
  host: string | null;
  port: number | null;
  user: string | null;
  hasPassword: boolean;
};

type ProxyFormProps<T extends ProxyType> = {
  stored: StoredProxy;
  /** What can carry it. */
  types: readonly T[];
  /** Rooms whose lists change by it. */
  refreshes: readonly string[];
  save: (proxy: ReturnType<typeof proxyBody> & { type: T }) => Promise<unknown>;
  forget: () => Promise<unknown>;
  /** Left out where there is nothing to test. */
  test?: (() => Promise<{ message: string }>) | undefined;
  texts: {
    saved: string;
    forget: string;
    forgotten: string;
    test: string;
    testHint: string;
  };
};

/** Sets a proxy, tries the one that is stored, forgets it. */
export function ProxyForm<T extends ProxyType>(props: ProxyFormProps<T>) {
  const { stored, types, refreshes, texts: t } = props;
  const common = useTexts(commonTexts);
  const [draft, setDraft] = useState(() => draftOf(stored));
  const type = types.find((one) => one === draft.type);
  // Saved without it, the stored password would be lost unnoticed.
  const isPasswordMissing = stored.hasPassword && draft.username !== '' && draft.password === '';
  const save = useAction((chosen: T) => props.save({ ...proxyBody(draft), type: chosen }), {
    refreshes,
    quiet: true,
    onDone: () => {
      setDraft((before) => ({ ...before, password: '' }));
      notifyDone(t.saved);
    },
  });
  const forget = useAction(props.forget, {
    refreshes,
    onDone: () => {
      setDraft(emptyProxy);
      notifyDone(t.forgotten);
    },
  });
  return (
    <Stack>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (type) save.mutate(type);
        }}
      >
        <Stack gap="sm">
          <ProxyFields
            value={draft}
            onChange={setDraft}
            types={types}
            hasPassword={stored.hasPassword}
          />
          {save.error && <Failure error={save.error} />}
          <Group>
            <Button
              type="submit"
              disabled={!type || !isProxyComplete(draft) || isPasswordMissing}
              loading={save.isPending}
            >
              {common.save}
            </Button>
            {stored.host && (
              <Button
                variant="default"
                loading={forget.isPending}
                onClick={() => forget.mutate(undefined)}
              >
                {t.forget}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
      {props.test && (
        <>
          <Text size="sm" c="dimmed">
            {t.testHint}
          </Text>
          <ProxyTest label={t.test} run={props.test} />
        </>
      )}
    </Stack>
  );
}

function draftOf({ type, host, port, user }: StoredProxy): ProxyDraft {
  return {
    type: type ?? 'socks5',
    host: host ?? '',
    port: port?.toString() ?? '',
    username: user ?? '',
    password: '',
  };
}
