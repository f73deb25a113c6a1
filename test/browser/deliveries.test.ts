import { sql } from 'drizzle-orm';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enqueueJob } from '../../server/features/jobs/enqueue-job.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';
import { expectAccessible, languages, openConsole, type TestConsole } from './support/console.ts';

const words = {
  ru: {
    actions: /^Действия/,
    rotate: 'Сменить секрет',
    overlap: 'Часов со старым секретом',
    kept: 'Секрет сохранён',
    oldWorks: 'Старый секрет действует ещё',
    test: 'Проверить',
    arrived: /Дошло: ответ 200/,
    replaySince: 'Отправить заново с момента…',
    since: 'С какого времени',
    replay: 'Отправить заново',
    again: /^Уйдёт заново: [1-9]/,
    dead: 'не доставлено',
    replayDead: 'Повторить недоставленное',
    delivered: 'доставлено',
    retry: 'Повторить',
    retried: 'Задача снова в очереди',
    done: 'готово',
    cancel: 'Прервать',
    cancelled: 'Задача прервана',
    isCancelled: 'отменено',
    download: /^Скачать /,
  },
  en: {
    actions: /^Actions/,
    rotate: 'Change the secret',
    overlap: 'Hours with the old secret',
    kept: 'I have kept it',
    oldWorks: 'The old secret works until',
    test: 'Test',
    arrived: /It arrived: answer 200/,
    replaySince: 'Post again from a moment on…',
    since: 'From when',
    replay: 'Post again',
    again: /^Will be posted again: [1-9]/,
    dead: 'not delivered',
    replayDead: 'Post all undelivered ones again',
    delivered: 'delivered',
    retry: 'Try again',
    retried: 'The job is queued again',
    done: 'done',
    cancel: 'Cancel the job',
    cancelled: 'The job is cancelled',
    isCancelled: 'cancelled',
    download: /^Download /,
  },
};

describe.each(languages)('in %s', (language) => {
  const t = words[language];
  let site: TestConsole;
  let receiver: WebhookReceiver;
  beforeAll(async () => {
    receiver = await startWebhookReceiver();
    site = await openConsole({ WEBHOOK_INTERNAL_ORIGINS: receiver.url });
  });
  afterAll(async () => {
    await site?.stop();
    await receiver?.close();
  });

  const api = () => site.stage.server.api;
  let paths = 0;
  /** An endpoint that was told of one change. */
  async function endpoint(): Promise<{ path: string; secret: string; url: string }> {
    const path = `/hook-${++paths}`;
    const { body } = await api().post('/webhooks/endpoints', {
      url: `${receiver.url}${path}`,
      event_types: ['settings.*'],
    });
    await api().patch('/settings', { max_daily_messages: 40 + paths });
    return { path, secret: body.secret, url: body.endpoint.url };
  }
  const postsTo = (path: string) => receiver.posts.filter((post) => post.path === path);
  const posted = (path: string, count: number) =>
    site.stage.until(`${count} posts to ${path}`, async () => {
      await site.stage.settle();
      return postsTo(path).length >= count;
    });

  test('a secret is changed, and for some hours both sign', async () => {
    const { path, secret, url } = await endpoint();
    await posted(path, 1);
    const page = await site.open('/webhooks', { language });
    const card = page.getByRole('listitem').filter({ hasText: url });
    await card.getByRole('button', { name: t.actions }).click();
    await page.getByRole('menuitem', { name: t.rotate }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(t.overlap).fill('2');
    await dialog.getByRole('button', { name: t.rotate }).click();
    const fresh = (await dialog.locator('pre').textContent()) ?? '';
    await expectAccessible(page);
    await dialog.getByRole('button', { name: t.kept }).click();
    await card.getByText(t.oldWorks).waitFor();
    expect(fresh).toMatch(/^whsec_/);

    await card.getByRole('button', { name: t.test }).click();
    await page.getByText(t.arrived).waitFor();
    await posted(path, 2);
    const post = postsTo(path).at(-1);
    for (const one of [secret, fresh])
      expect(new Webhook(one).verify(post?.text ?? '', post?.headers ?? {})).toEqual(post?.body);
  });

  test('what was told since a moment is told again', async () => {
    const { path, url } = await endpoint();
    await posted(path, 1);
    await site.stage.advance(1);
    const page = await site.open('/webhooks', { language });
    const card = page.getByRole('listitem').filter({ hasText: url });
    await card.getByRole('button', { name: t.actions }).click();
    await page.getByRole('menuitem', { name: t.replaySince }).click();
    await page.getByLabel(t.since).fill('2026-03-01T00:00');
    await page.getByRole('dialog').getByRole('button', { name: t.replay, exact: true }).click();
    await page.getByText(t.again).waitFor();
    await posted(path, 2);
  });

  test('what never arrived is told again, one by one or all of it', async () => {
    receiver.decide = () => ({ status: 503 });
    const { path } = await endpoint();
    await posted(path, 1);
    await site.stage.server.app.db.execute(sql`
      update webhook_deliveries set status = 'dead', finished_at = now(), due_at = null
      where status = 'pending'`);
    receiver.decide = undefined;
    const page = await site.open('/webhooks/deliveries', { language });
    await page.getByRole('button', { name: t.dead, exact: true }).click();
    await page.getByRole('row').nth(1).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('503', { exact: true }).waitFor();
    await expectAccessible(page);
    await drawer.getByRole('button', { name: t.replay, exact: true }).click();
    await posted(path, 2);

    receiver.decide = () => ({ status: 503 });
    const other = await endpoint();
    await posted(other.path, 1);
    await site.stage.server.app.db.execute(sql`
      update webhook_deliveries set status = 'dead', finished_at = now(), due_at = null
      where status = 'pending'`);
    receiver.decide = undefined;
    await page.goto('/app/webhooks/deliveries');
    await page.getByRole('button', { name: t.replayDead }).click();
    await page.getByText(t.again).waitFor();
    await posted(other.path, 2);
  });

  test('a job that failed is tried again and ends well, with its file', async () => {
    await api().post('/contacts', { first_name: 'Anna', username: `anna_${language}_job` });
    const { body } = await api().post('/contacts/export?format=csv', { filter: {} });
    const { id } = body.job;
    await site.stage.settle();
    await site.stage.server.app.db.execute(sql`
      update jobs set status = 'failed', attempts = 5, last_error =
        ${JSON.stringify({ code: 'internal', ru: 'Диск полон.', en: 'The disk is full.' })}::jsonb
      where id = ${id}`);
    const page = await site.open(`/jobs?job=${id}`, { language });
    const drawer = page.getByRole('dialog');
    await drawer.getByText(language === 'ru' ? 'Диск полон.' : 'The disk is full.').waitFor();
    await expectAccessible(page);
    await drawer.getByRole('button', { name: t.retry }).click();
    await page.getByText(t.retried).waitFor();
    await site.stage.settle();
    await drawer.getByText(t.done, { exact: true }).waitFor();
    await drawer.getByRole('link', { name: t.download }).waitFor();
  });

  test('a job that waits is cancelled', async () => {
    const { app } = site.stage.server;
    const { id } = await app.database.transaction((tx) =>
      enqueueJob(app, tx, {
        workspaceId: site.stage.workspaceId,
        kind: 'contacts.import',
        title: { ru: 'Загрузка', en: 'Import' },
        args: {},
        actor: { kind: 'system' },
        dueAt: new Date(app.clock.now().getTime() + 3_600_000),
      }),
    );
    const page = await site.open(`/jobs?job=${id}`, { language });
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('button', { name: t.cancel }).click();
    await page.getByText(t.cancelled).waitFor();
    await drawer.getByText(t.isCancelled, { exact: true }).waitFor();
    expect((await api().get(`/jobs/${id}`)).body.job.status).toBe('cancelled');
  });
});
