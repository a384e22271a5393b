/**
 * Runs inside the acquirer's frame. Card data goes from here to this frame's own origin and nowhere else; the page around it
 * hears `ready`, `height`, `valid`, `submit`, `token` and `error`, and may say `tokenize`, `focus` and `theme`.
 */
import {
  brandOf,
  digitsOf,
  grouped,
  isPast,
  missingDigits,
  NUMBER_MAX_DIGITS,
  passesLuhn,
  readExpiry,
} from './card-number.ts';

type Texts = Record<string, string>;
type Config = { session: string; origin: string; texts: Texts; brands: Record<string, string> };
type FieldName = 'number' | 'expiry' | 'cvc' | 'name';
type FromParent = { channel?: unknown; type?: unknown; requestId?: unknown; theme?: unknown };

/** Marks our messages among whatever else a page may post. */
const CHANNEL = 'card-fields';
const FIELDS: readonly FieldName[] = ['number', 'expiry', 'cvc', 'name'];
/** How long the frame waits for its own server, in milliseconds. */
const ANSWER_TIMEOUT_MILLIS = 8_000;

function element<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page lacks #${id}`);
  return found;
}

const config = JSON.parse(element('config', HTMLScriptElement).textContent) as Config;
const { texts } = config;
const inputs = Object.fromEntries(FIELDS.map((name) => [name, element(name, HTMLInputElement)])) as Record<
  FieldName,
  HTMLInputElement
>;
const say = (message: { type: string; [fact: string]: unknown }): void =>
  window.parent.postMessage({ channel: CHANNEL, ...message }, config.origin);

/** Why a field cannot be sent as it is, as a key of the texts; null if it can. */
function faultOf(name: FieldName): string | null {
  const { value } = inputs[name];
  switch (name) {
    case 'number': {
      const digits = digitsOf(value);
      if (digits === '') return 'numberMissing';
      const missing = missingDigits(digits);
      if (missing > 0) return missing === 1 ? 'numberShortByOne' : 'numberShort';
      return passesLuhn(digits) ? null : 'numberWrong';
    }
    case 'expiry': {
      const expiry = readExpiry(value);
      if (expiry === null) return value.trim() === '' ? 'expiryMissing' : 'expiryWrong';
      return isPast(expiry, new Date()) ? 'expiryPast' : null;
    }
    case 'cvc':
      return value === '' ? 'cvcMissing' : /^\d{3,4}$/.test(value) ? null : 'cvcWrong';
    case 'name':
      return value.trim() === '' ? 'nameMissing' : null;
  }
}

function showFault(name: FieldName, fault: string | null): void {
  const note = element(`${name}-error`, HTMLParagraphElement);
  const input = inputs[name];
  note.hidden = fault === null;
  const sentence =
    fault === null
      ? ''
      : (texts[fault] ?? '').replace('{count}', String(missingDigits(digitsOf(inputs.number.value))));
  const place = note.querySelector('span');
  if (place !== null) place.textContent = sentence;
  input.parentElement?.classList.toggle('bad', fault !== null);
  if (fault === null) {
    input.removeAttribute('aria-invalid');
    input.removeAttribute('aria-describedby');
  } else {
    input.setAttribute('aria-invalid', 'true');
    input.setAttribute('aria-describedby', `${name}-error`);
  }
}

function showFormFault(fault: string | null): void {
  const note = element('form-error', HTMLParagraphElement);
  note.hidden = fault === null;
  note.textContent = fault === null ? '' : (texts[fault] ?? '');
}

/** Writes the value as it stands on the card, and keeps the caret behind the digit it was behind. */
function tidy(input: HTMLInputElement, write: (digits: string) => string): void {
  const before = digitsOf(input.value.slice(0, input.selectionStart ?? input.value.length)).length;
  const isAtEnd = input.selectionStart === input.value.length;
  input.value = write(digitsOf(input.value));
  if (document.activeElement !== input) return;
  let caret = 0;
  for (let seen = 0; caret < input.value.length && seen < before; caret++)
    if (/\d/.test(input.value[caret] ?? '')) seen++;
  if (isAtEnd) caret = input.value.length;
  input.setSelectionRange(caret, caret);
}

function writeExpiry(digits: string, isErasing: boolean): string {
  // "8" can only be August; a pasted "08/2029" loses its century.
  const padded = /^[2-9]/.test(digits) ? `0${digits}` : digits;
  const short = padded.length > 4 ? padded.slice(0, 2) + padded.slice(-2) : padded;
  if (short.length > 2) return `${short.slice(0, 2)} / ${short.slice(2)}`;
  return short.length === 2 && !isErasing ? `${short} / ` : short;
}

let wasValid = false;
function reportValidity(): void {
  const isValid = FIELDS.every((name) => faultOf(name) === null);
  if (isValid !== wasValid) say({ type: 'valid', valid: isValid });
  wasValid = isValid;
}

function onInput(name: FieldName, event: Event): void {
  const isErasing = event instanceof InputEvent && event.inputType.startsWith('delete');
  const input = inputs[name];
  if (name === 'number') tidy(input, (digits) => grouped(digits.slice(0, NUMBER_MAX_DIGITS)));
  if (name === 'expiry') tidy(input, (digits) => writeExpiry(digits, isErasing));
  if (name === 'cvc') tidy(input, (digits) => digits.slice(0, 4));
  if (name === 'number') showBrand();
  showFormFault(null);
  if (faultOf(name) === null || !element(`${name}-error`, HTMLParagraphElement).hidden) showFault(name, null);
  reportValidity();
}

function showBrand(): void {
  const tag = element('brand', HTMLSpanElement);
  const name = config.brands[brandOf(digitsOf(inputs.number.value))];
  tag.hidden = name === undefined;
  tag.textContent = name ?? '';
}

/** Server's refusals that belong to one field, with the sentence that helps. */
const FIELD_OF_REFUSAL: Record<string, readonly [FieldName, string]> = {
  invalid_number: ['number', 'numberWrong'],
  not_a_test_card: ['number', 'notATestCard'],
  invalid_expiry: ['expiry', 'expiryWrong'],
  invalid_cvc: ['cvc', 'cvcWrong'],
  invalid_name: ['name', 'nameMissing'],
};

type Tokenized = { token: string; brand: string; last4: string; expiry: string };
let underWay = false;

async function tokenize(requestId: unknown): Promise<void> {
  if (underWay) return;
  const wrong = FIELDS.filter((name) => faultOf(name) !== null);
  for (const name of FIELDS) showFault(name, faultOf(name));
  if (wrong[0] !== undefined) {
    inputs[wrong[0]].focus();
    return say({ type: 'error', requestId, code: 'invalid_fields', fields: wrong });
  }
  underWay = true;
  const outcome = await askForToken();
  underWay = false;
  if ('token' in outcome) return say({ type: 'token', requestId, ...outcome });
  const place = FIELD_OF_REFUSAL[outcome.code];
  if (place === undefined) showFormFault(outcome.code === 'session_expired' ? 'sessionOver' : 'failed');
  else {
    showFault(...place);
    inputs[place[0]].focus();
  }
  say({ type: 'error', requestId, code: outcome.code, fields: place === undefined ? [] : [place[0]] });
}

async function askForToken(): Promise<Tokenized | { code: string }> {
  const { number, expiry, cvc, name } = inputs;
  try {
    const answer = await fetch('/fields/tokens', {
      method: 'POST',
      credentials: 'omit',
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MILLIS),
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        session: config.session,
        number: digitsOf(number.value),
        expiry: expiry.value,
        cvc: cvc.value,
        name: name.value,
      }),
    });
    const body: unknown = await answer.json();
    return answer.ok ? (body as Tokenized) : { code: (body as { error: { code: string } }).error.code };
  } catch {
    return { code: 'connection_failed' };
  }
}

function pickTestCard(number: string): void {
  const year = (new Date().getFullYear() + 3) % 100;
  Object.assign(inputs.number, { value: grouped(number) });
  Object.assign(inputs.expiry, { value: `12 / ${year}` });
  Object.assign(inputs.cvc, { value: '123' });
  if (inputs.name.value === '') inputs.name.value = 'LIN ZHIXIA';
  for (const name of FIELDS) showFault(name, null);
  showFormFault(null);
  showBrand();
  reportValidity();
  element('test-cards', HTMLDetailsElement).open = false;
}

function onMessage(event: MessageEvent<FromParent | null>): void {
  // Only the page that opened this session may speak, and only as our parent.
  if (event.origin !== config.origin || event.source !== window.parent || event.data?.channel !== CHANNEL)
    return;
  if (event.data.type === 'tokenize') void tokenize(event.data.requestId);
  if (event.data.type === 'focus') inputs.number.focus();
  if (event.data.type === 'theme') setTheme(event.data.theme);
}

function setTheme(theme: unknown): void {
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme;
  if (theme === 'system') delete document.documentElement.dataset['theme'];
}

for (const name of FIELDS) {
  inputs[name].addEventListener('input', (event) => onInput(name, event));
  // Leaving a field that was never touched is no mistake yet.
  inputs[name].addEventListener('blur', () => inputs[name].value !== '' && showFault(name, faultOf(name)));
}
const form = element('card', HTMLFormElement);
form.addEventListener('submit', (event) => event.preventDefault());
// The button that pays lies outside of the frame, so the browser's own "Enter submits" finds none.
form.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) say({ type: 'submit' });
});
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-number]'))
  button.addEventListener('click', () => pickTestCard(button.dataset['number'] ?? ''));
window.addEventListener('message', onMessage);
new ResizeObserver(() =>
  say({ type: 'height', height: Math.ceil(document.body.getBoundingClientRect().height) }),
).observe(document.body);
say({ type: 'ready' });
// What was typed or filled in before this ran is there already.
if (FIELDS.some((name) => inputs[name].value !== '')) {
  inputs.number.value = grouped(digitsOf(inputs.number.value));
  showBrand();
  reportValidity();
}
