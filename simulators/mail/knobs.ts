/** What goes wrong next at the simulated mail server. Not kept over a restart: a forgotten fault would puzzle the next day. */
export type MailKnobs = {
  /** How many of the next mails are answered 451 (try again later). */
  temporaryFailures: number;
  /** How many of the next mails are accepted and kept while the answer is lost. */
  lostAnswers: number;
  /** Recipients that are answered 550 (no such mailbox). */
  rejectAddresses: string[];
  /** Milliseconds before each mail is answered. */
  delayMillis: number;
};

export const noMailTrouble = (): MailKnobs => ({
  temporaryFailures: 0,
  lostAnswers: 0,
  rejectAddresses: [],
  delayMillis: 0,
});

const count = { type: 'integer', minimum: 0, maximum: 1_000_000 };
export const mailKnobsSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    temporaryFailures: count,
    lostAnswers: count,
    rejectAddresses: { type: 'array', maxItems: 1_000, items: { type: 'string', maxLength: 254 } },
    delayMillis: { type: 'integer', minimum: 0, maximum: 120_000 },
  },
};
