import { AppError } from '../../base/errors.ts';
import type { TelegramProblem } from '../../edges/telegram-account/port.ts';
import { texts } from './texts.ts';

/** What an operator is told when Telegram doesn't let an account look at a chat, or into it. */
export function chatProblem(problem: TelegramProblem, cause?: unknown): AppError {
  switch (problem.kind) {
    case 'not_admin':
      return new AppError('not_chat_admin', texts.rightsLacking, { cause });
    case 'chat_closed':
      return new AppError('not_found', texts.closed, { cause });
    case 'join_requested':
      return new AppError('conflict', texts.requested, { cause });
    case 'too_many_chats':
      return new AppError('conflict', texts.tooManyChats, { cause });
    case 'flood_wait':
      return new AppError('flood_wait', texts.wait, { cause, retryAfter: problem.seconds });
    case 'proxy_unavailable':
      return new AppError('proxy_unavailable', texts.proxyUnavailable, { cause });
    case 'unavailable':
      return new AppError('telegram_unavailable', texts.unavailable, { cause });
    default:
      return new AppError('refused_by_telegram', texts.refused(problem.code), { cause });
  }
}
