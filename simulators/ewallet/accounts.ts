export type DeclineCode =
  | 'refused_by_payer'
  | 'insufficient_funds'
  | 'account_declined'
  | 'expired'
  | 'cancelled';
export type PaymentStatus = 'awaits_approval' | 'processing' | 'paid' | 'declined';

/** What the callbacks tell about the payment. */
type News = 'usual' | 'none' | 'duplicated' | 'out_of_order' | 'wrong_amount' | 'forged';

/** What happens when the owner of a test account approves. */
type Behaviour = {
  then: 'paid' | 'declined' | 'processing';
  declineCode?: DeclineCode;
  news?: News;
};
export type TestAccount = Behaviour & { number: string; en: string; zh: string };

/** Every account that exists here; the number is all that there is of it. */
export const TEST_ACCOUNTS: readonly TestAccount[] = [
  { number: '1001', then: 'paid', en: 'Pays', zh: '正常付款' },
  {
    number: '1002',
    then: 'declined',
    declineCode: 'insufficient_funds',
    en: 'Has not enough money',
    zh: '余额不足',
  },
  {
    number: '1003',
    then: 'declined',
    declineCode: 'account_declined',
    en: 'Is declined without a reason',
    zh: '被拒绝，不说原因',
  },
  {
    number: '1004',
    then: 'paid',
    news: 'none',
    en: 'Pays, and the callback never comes',
    zh: '付款，但不回调',
  },
  {
    number: '1005',
    then: 'paid',
    news: 'duplicated',
    en: 'Pays, the callback comes twice',
    zh: '付款，回调来两次',
  },
  {
    number: '1006',
    then: 'paid',
    news: 'out_of_order',
    en: 'Pays, callbacks come in the wrong order',
    zh: '付款，回调顺序颠倒',
  },
  {
    number: '1007',
    then: 'paid',
    news: 'wrong_amount',
    en: 'Pays, the callback tells another amount',
    zh: '付款，回调里的金额不对',
  },
  {
    number: '1008',
    then: 'declined',
    declineCode: 'account_declined',
    news: 'forged',
    en: 'Is declined, a forged callback says paid',
    zh: '被拒绝，有人伪造回调说已付款',
  },
  { number: '1009', then: 'processing', en: 'Pays after a while', zh: '过一会儿才付款' },
];

export const accountOf = (number: string | null): TestAccount | undefined =>
  TEST_ACCOUNTS.find((account) => account.number === number);

/** As its owner knows it, and nobody else. */
export const maskedAccount = (number: string): string => `•••• ${number}`;
