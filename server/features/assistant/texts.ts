import type { HandOverReason } from '../../../contract/assistant.ts';
import type { Text } from '../../base/text.ts';

export const texts = {
  onePrice: {
    ru: 'Задайте обе цены: price_in и price_out.',
    en: 'Set both prices: price_in and price_out.',
  },
  budgetWithoutPrices: {
    ru: 'Бюджет в деньгах считается по ценам: задайте price_in и price_out или ограничьте токены (budget_tokens).',
    en: 'A budget of money is counted by prices: set price_in and price_out, or bound the tokens (budget_tokens).',
  },
  roleNotFound: { ru: 'Такой роли нет.', en: 'There is no such role.' },
  roleNameTaken: (name: string): Text => ({
    ru: `Роль «${name}» уже есть. Выберите другое имя.`,
    en: `There is a role "${name}" already. Choose another name.`,
  }),
  roleAssigned: {
    ru: 'Тем, кто напишет этому аккаунту, отвечает ИИ в этой роли.',
    en: 'The AI answers in this role whoever writes to the account.',
  },
  roleTaken: {
    ru: 'Тем, кто напишет этому аккаунту, отвечают люди.',
    en: 'People answer whoever writes to the account.',
  },
  roleRemoved: {
    ru: 'Роль удалена. Там, где она была назначена, отвечать будет человек.',
    en: 'The role is deleted. Where it was assigned, a person will answer.',
  },
  documentNotFound: { ru: 'Такого документа нет.', en: 'There is no such document.' },
  documentRemoved: { ru: 'Документ удалён', en: 'The document is deleted' },
  fileNeeded: {
    ru: 'Пришлите один файл в поле file (multipart/form-data).',
    en: 'Send one file in the field file (multipart/form-data).',
  },
  unknownFile: (name: string): Text => ({
    ru: `Файл «${name}» прочитать нельзя. Подходят txt, md, html, csv и docx; PDF сохраните как текст или docx.`,
    en: `The file "${name}" cannot be read. Fit are txt, md, html, csv and docx; save a PDF as text or docx.`,
  }),
  brokenFile: (name: string): Text => ({
    ru: `Файл «${name}» повреждён или внутри не то, что обещает его расширение.`,
    en: `The file "${name}" is damaged, or holds something else than its extension says.`,
  }),
  emptyDocument: {
    ru: 'В документе нет текста.',
    en: 'There is no text in the document.',
  },
  documentTooLong: (most: number): Text => ({
    ru: `Документ длиннее ${most} символов. Разделите его на части по темам: так и ответы будут точнее.`,
    en: `The document is longer than ${most} characters. Split it by topic: answers get better too.`,
  }),
  fileTooLarge: (megabytes: number): Text => ({
    ru: `Файл больше ${megabytes} МБ.`,
    en: `The file is larger than ${megabytes} MB.`,
  }),
  knowledgeFull: {
    ru: 'База знаний заполнена. Удалите то, что устарело.',
    en: 'The knowledge base is full. Delete what is out of date.',
  },
  answerNotFound: { ru: 'Такого ответа нет.', en: 'There is no such answer.' },
  answerNotOpen: {
    ru: 'Этот ответ уже отправлен, отклонён или передан человеку.',
    en: 'This answer was already sent, discarded or left to a person.',
  },
  answerDiscarded: { ru: 'Черновик отклонён', en: 'The draft is discarded' },
} satisfies Record<string, Text | ((...args: never[]) => Text)>;

/** Why an answer was left to a person, in words for the one it is left to. */
export const handOverTexts: Record<HandOverReason, Text> = {
  not_configured: {
    ru: 'Модель или роль не настроена.',
    en: 'No model or no role is set up.',
  },
  switched_off: { ru: 'Ответы AI выключены.', en: 'Answers of the AI are switched off.' },
  limit_of_answers: {
    ru: 'AI уже дал в этом диалоге столько ответов, сколько ему разрешено.',
    en: 'The AI has given all the answers it may give in this dialog.',
  },
  over_budget: {
    ru: 'Бюджет на сегодня исчерпан.',
    en: "Today's budget is used up.",
  },
  injection: {
    ru: 'Сообщение похоже на попытку управлять моделью.',
    en: 'The message looks like an attempt to steer the model.',
  },
  model_unreachable: {
    ru: 'Модель недоступна. Проверьте адрес, ключ и имя модели в настройках AI.',
    en: 'The model is out of reach. Check its address, key and name in the settings of the AI.',
  },
  timeout: { ru: 'Модель не ответила вовремя.', en: 'The model did not answer in time.' },
  interrupted: {
    ru: 'Сервер остановился, пока модель отвечала.',
    en: 'The server stopped while the model was answering.',
  },
  refused: { ru: 'Модель отказалась отвечать.', en: 'The model refused to answer.' },
  unsure: {
    ru: 'В фактах и базе знаний нет ответа на этот вопрос.',
    en: 'The facts and the knowledge hold no answer to this question.',
  },
  nonsense: { ru: 'Модель ответила бессмыслицей.', en: 'The model answered nonsense.' },
  wrong_language: {
    ru: 'Модель ответила не на том языке.',
    en: 'The model answered in the wrong language.',
  },
  leaked_prompt: {
    ru: 'В ответе оказались внутренние инструкции.',
    en: 'The answer gave away internal instructions.',
  },
  unfounded: {
    ru: 'В ответе есть цена, скидка, ссылка или контакт, которых нет ни в фактах, ни в базе знаний.',
    en: 'The answer has a price, a discount, a link or a contact that neither the facts nor the knowledge hold.',
  },
  forbidden_words: {
    ru: 'В ответе есть то, чего эта роль не говорит.',
    en: 'The answer says what this role never says.',
  },
  over_length: { ru: 'Ответ длиннее разрешённого.', en: 'The answer is longer than allowed.' },
};
