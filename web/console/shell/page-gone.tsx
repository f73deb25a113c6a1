import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { Empty } from '../../shared/states.tsx';
import { commonTexts } from '../../shared/texts.ts';

/** An address that leads nowhere, inside the frame: the menu leads on. */
export default function PageGone() {
  const t = useTexts(commonTexts);
  return (
    <Page title={t.pageGone}>
      <Empty
        title={t.pageGone}
        action={
          <Button component={Link} to="/">
            {t.toOverview}
          </Button>
        }
      />
    </Page>
  );
}
