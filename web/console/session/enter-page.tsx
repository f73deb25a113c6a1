import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { api, take } from '../../shared/api.ts';
import { useTexts } from '../../shared/language.tsx';
import { Loading } from '../../shared/states.tsx';
import { Doorway } from './doorway.tsx';
import { sessionTexts } from './texts.ts';
import { useEnter } from './use-enter.ts';

/** Signs in by a one-time link. The token stands behind the `#`, where no server's log sees it. */
export default function EnterPage() {
  const t = useTexts(sessionTexts);
  const navigate = useNavigate();
  const isAsked = useRef(false);
  const enter = useEnter((token: string) => take(api.POST('/session/link', { body: { token } })));
  const { mutateAsync } = enter;
  useEffect(() => {
    if (isAsked.current) return;
    isAsked.current = true;
    const token = location.hash.slice(1);
    mutateAsync(token).then(
      () => navigate({ to: '/', replace: true }),
      () => {},
    );
  }, [mutateAsync, navigate]);
  if (!enter.error)
    return (
      <Doorway title={t.entering}>
        <Loading />
      </Doorway>
    );
  return (
    <Doorway title={t.linkSpent} hint={t.linkSpentHint}>
      <Button component={Link} to="/">
        {t.toSignIn}
      </Button>
    </Doorway>
  );
}
