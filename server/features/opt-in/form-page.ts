import { createHash } from 'node:crypto';
import { type FormField, formFields } from '../../../contract/opt-in.ts';
import { Html, html, withLinks } from '../../base/http/html.ts';
import type { Language, Text } from '../../base/text.ts';
import { formStyle, frameScript } from './form-style.ts';
import { fieldTexts, formTexts } from './form-texts.ts';
import type { FormFaults, GivenFields } from './read-form.ts';
import type { Point } from './tables.ts';

/** Where the page is shown. */
export type Surroundings = {
  /** In the midst of a site's own page. */
  isEmbedded: boolean;
  /** The site around it has no dark look. */
  isLight: boolean;
  /** The page from which the visitor came, in the browser's words. */
  cameFrom: string;
};

type FormState = { given: GivenFields; faults: FormFaults };

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const styleHash = hashOf(formStyle);
const scriptHash = hashOf(frameScript);

/** Nothing but the page's own style and, in a frame, the line that tells its height. */
export function pageHeaders(point: Point | undefined, isEmbedded: boolean): Record<string, string> {
  const frames = point?.allowedOrigins.length ? point.allowedOrigins.join(' ') : "'none'";
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      "default-src 'none'",
      `style-src ${styleHash}`,
      ...(isEmbedded ? [`script-src ${scriptHash}`] : []),
      "form-action 'self'",
      "base-uri 'none'",
      `frame-ancestors ${frames}`,
    ].join('; '),
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
}

/** The form to fill in, or to mend. It works without any script. */
export function formPage(point: Point, { given, faults }: FormState, around: Surroundings): string {
  const { language: l } = point;
  const isWrong = Object.keys(faults).length > 0;
  const summary = faults.form ?? formTexts.wrong;
  return page(
    point,
    l,
    point.title,
    around,
    html`
      <h1>${point.title}</h1>
      ${isWrong && html`<p class="summary" role="alert">${summary[l]}</p>`}
      <form method="post">
        ${formFields.map((field) => point.fields[field] && fieldOf(point, field, given, faults))}
        <div class="trap" aria-hidden="true">
          <label for="homepage">${formTexts.trap[l]}</label>
          <input type="text" id="homepage" name="homepage" tabindex="-1" autocomplete="off">
        </div>
        <div class="agree">
          <input type="checkbox" id="agree" name="agree" value="yes" required ${describedBy(
            'agree',
            faults.agree,
          )}>
          <div>
            <label for="agree">${withLinks(point.agreement)}</label>
            ${faultLine('agree', faults.agree, l)}
          </div>
        </div>
        <input type="hidden" name="version" value="${point.agreementVersion}">
        <input type="hidden" name="from" value="${around.cameFrom}">
        <button type="submit">${formTexts.send[l]}</button>
      </form>`,
  );
}

/** What a visitor reads who has filled the form. */
export function thanksPage(point: Point, chatLink: string | null, around: Surroundings): string {
  const { language: l } = point;
  return page(
    point,
    l,
    formTexts.thanks[l],
    around,
    html`
      <h1>${formTexts.thanks[l]}</h1>
      ${point.successText !== '' && html`<p>${withLinks(point.successText)}</p>`}
      <p>${formTexts.kept[l]}</p>
      ${
        chatLink &&
        html`
      <p>${formTexts.openChatHint[l]}</p>
      <p><a class="button" href="${chatLink}" target="_blank" rel="noopener">${formTexts.openChat[l]}</a></p>`
      }
      <p class="soft">${formTexts.afterStop[l]}</p>`,
  );
}

/** A page that says one thing: there is no such form, or it is closed. */
export function noticePage(
  language: Language,
  heading: Text,
  hint: Text,
  around: Surroundings,
): string {
  const body = html`
      <h1>${heading[language]}</h1>
      <p>${hint[language]}</p>`;
  return page(undefined, language, heading[language], around, body);
}

function page(
  point: Point | undefined,
  language: Language,
  title: string,
  { isEmbedded, isLight }: Surroundings,
  body: Html,
): string {
  return html`<!doctype html>
<html lang="${language}"${isLight && html` class="light"`}>
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>${title}</title>
    <style>${new Html(formStyle)}</style>
  </head>
  <body${isEmbedded && html` class="embed" data-key="${point?.key}"`}>
    <main>${body}
    </main>
    ${isEmbedded && html`<script>${new Html(frameScript)}</script>`}
  </body>
</html>
`.text;
}

/** How each field is best typed and filled in by the browser. */
const inputs: Record<FormField, Html> = {
  name: html`type="text" autocomplete="name" maxlength="100"`,
  phone: html`type="tel" autocomplete="tel" maxlength="32"`,
  username: html`type="text" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="100"`,
};

function fieldOf(point: Point, field: FormField, given: GivenFields, faults: FormFaults): Html {
  const { language: l, fields } = point;
  const { label, hint } = fieldTexts[field];
  const isRequired = fields[field] === 'required';
  const isEither = field !== 'name' && isEitherOf(point);
  const isOptional = !isRequired && !isEither;
  const hints = [isEither && 'either', hint && `${field}-hint`];
  return html`
        ${isEither && field === 'phone' && html`<p class="either" id="either">${formTexts.either[l]}</p>`}
        <div class="field">
          <label for="${field}">${label[l]}${
            isOptional && html` <span class="soft">(${formTexts.optional[l]})</span>`
          }</label>
          ${hint && html`<p class="soft" id="${field}-hint">${hint[l]}</p>`}
          <input id="${field}" name="${field}" ${inputs[field]} value="${given[field] ?? ''}" ${
            isRequired && html`required`
          } ${describedBy(field, faults[field], hints)}>
          ${faultLine(field, faults[field], l)}
        </div>`;
}

/** Either of the two will do; a browser alone can't check that. */
function isEitherOf({ fields }: Point): boolean {
  return fields.phone === 'optional' && fields.username === 'optional';
}

type Hints = readonly (string | false | undefined)[];

/** Ties a field to what is said about it, for those who hear the page. */
function describedBy(field: string, fault: Text | undefined, hints: Hints = []): Html {
  const ids = [...hints, fault && `${field}-fault`].filter(Boolean).join(' ');
  return html`${ids !== '' && html`aria-describedby="${ids}"`} ${fault && html`aria-invalid="true"`}`;
}

function faultLine(field: string, fault: Text | undefined, language: Language) {
  return fault && html`<p class="bad" id="${field}-fault">${fault[language]}</p>`;
}
