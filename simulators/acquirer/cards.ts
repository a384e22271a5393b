import { brandOf } from './pages/card-number.ts';

export type ChargeStatus = 'succeeded' | 'declined' | 'requires_challenge' | 'processing';
export type DeclineCode =
  | 'insufficient_funds'
  | 'do_not_honor'
  | 'expired_card'
  | 'incorrect_cvc'
  | 'invalid_number'
  | 'limit_exceeded'
  | 'authentication_failed'
  | 'card_not_supported'
  | 'cancelled';

/** What happens to the connection on which the charge was asked for. */
type Connection = 'kept' | 'cut_before_acceptance' | 'cut_after_acceptance' | 'answers_late';
/** What the callbacks tell about the charge. */
type News = 'usual' | 'none' | 'duplicated' | 'out_of_order' | 'wrong_amount' | 'wrong_currency' | 'forged';

/** What a test card makes happen. */
export type Behaviour = {
  name: string;
  /** The first answer. */
  first: ChargeStatus;
  /** What `processing` ends in. */
  then?: 'succeeded' | 'declined';
  declineCode?: DeclineCode;
  connection?: Connection;
  news?: News;
};
type TestCard = Behaviour & { number: string; en: string; zh: string };

/** Every card that exists here. Numbers outside this table are refused at the frame, so that nobody leaves a real card in a sandbox. */
const TEST_CARDS: readonly TestCard[] = [
  { name: 'success', number: '4242424242424242', first: 'succeeded', en: 'Succeeds at once', zh: '直接成功' },
  {
    name: 'success_mastercard',
    number: '5555555555554444',
    first: 'succeeded',
    en: 'Succeeds at once',
    zh: '直接成功',
  },
  {
    name: 'success_unionpay',
    number: '6200000000000005',
    first: 'succeeded',
    en: 'Succeeds at once',
    zh: '直接成功',
  },
  {
    name: 'challenge',
    number: '4000000000003220',
    first: 'requires_challenge',
    en: 'Bank asks for a code first',
    zh: '银行先要验证码',
  },
  {
    name: 'insufficient_funds',
    number: '4000000000009995',
    first: 'declined',
    declineCode: 'insufficient_funds',
    en: 'Insufficient funds',
    zh: '卡内余额不足',
  },
  {
    name: 'do_not_honor',
    number: '4000000000000002',
    first: 'declined',
    declineCode: 'do_not_honor',
    en: 'Bank declines without a reason',
    zh: '银行拒绝，未说明原因',
  },
  {
    name: 'expired_card',
    number: '4000000000000069',
    first: 'declined',
    declineCode: 'expired_card',
    en: 'Card expired',
    zh: '卡已过期',
  },
  {
    name: 'incorrect_cvc',
    number: '4000000000000127',
    first: 'declined',
    declineCode: 'incorrect_cvc',
    en: 'Security code is wrong',
    zh: '安全码不对',
  },
  {
    name: 'invalid_number',
    number: '4000000000000036',
    first: 'declined',
    declineCode: 'invalid_number',
    en: 'Bank does not know this number',
    zh: '银行查无此卡号',
  },
  {
    name: 'limit_exceeded',
    number: '4000000000006975',
    first: 'declined',
    declineCode: 'limit_exceeded',
    en: 'Over the card’s limit',
    zh: '超过卡的限额',
  },
  {
    name: 'authentication_failed',
    number: '4000000000000101',
    first: 'declined',
    declineCode: 'authentication_failed',
    en: 'Bank cannot verify the cardholder',
    zh: '银行无法验证持卡人',
  },
  {
    name: 'card_not_supported',
    number: '4000000000000119',
    first: 'declined',
    declineCode: 'card_not_supported',
    en: 'Card not supported',
    zh: '不支持这种卡',
  },
  {
    name: 'network_error',
    number: '4000000000000143',
    first: 'declined',
    connection: 'cut_before_acceptance',
    en: 'Connection breaks, nothing charged',
    zh: '连接中断，未扣款',
  },
  {
    name: 'answer_dropped',
    number: '4000000000000150',
    first: 'succeeded',
    connection: 'cut_after_acceptance',
    news: 'none',
    en: 'Charged, but answer and callback are lost',
    zh: '已扣款，应答和回调都丢失',
  },
  {
    name: 'answer_late',
    number: '4000000000000168',
    first: 'succeeded',
    connection: 'answers_late',
    en: 'Charged, answer comes after 30 s',
    zh: '已扣款，30 秒后才应答',
  },
  {
    name: 'processing_succeeds',
    number: '4000000000000077',
    first: 'processing',
    then: 'succeeded',
    en: 'Processing, then succeeds',
    zh: '处理中，随后成功',
  },
  {
    name: 'processing_declines',
    number: '4000000000000085',
    first: 'processing',
    then: 'declined',
    declineCode: 'insufficient_funds',
    en: 'Processing, then declined',
    zh: '处理中，随后被拒',
  },
  {
    name: 'duplicate_callbacks',
    number: '4000000000000176',
    first: 'processing',
    then: 'succeeded',
    news: 'duplicated',
    en: 'Callback arrives 5 times',
    zh: '回调重复 5 次',
  },
  {
    name: 'out_of_order_callbacks',
    number: '4000000000000184',
    first: 'processing',
    then: 'succeeded',
    news: 'out_of_order',
    en: 'Callbacks in the wrong order',
    zh: '回调次序颠倒',
  },
  {
    name: 'wrong_amount_callback',
    number: '4000000000000192',
    first: 'processing',
    then: 'succeeded',
    news: 'wrong_amount',
    en: 'Callback tells another amount',
    zh: '回调金额不符',
  },
  {
    name: 'wrong_currency_callback',
    number: '4000000000000200',
    first: 'processing',
    then: 'succeeded',
    news: 'wrong_currency',
    en: 'Callback tells another currency',
    zh: '回调币种不符',
  },
  {
    name: 'forged_callback',
    number: '4000000000000218',
    first: 'processing',
    then: 'declined',
    declineCode: 'do_not_honor',
    news: 'forged',
    en: 'Forged success, then a real decline',
    zh: '先收到伪造的成功，实际被拒',
  },
];

const byNumber = new Map(TEST_CARDS.map((card) => [card.number, card]));
const byName = new Map(TEST_CARDS.map((card) => [card.name, card]));

/** The name of what a number makes happen; the number itself goes no further. */
export const behaviourNameOf = (number: string): string | undefined => byNumber.get(number)?.name;

export function behaviourOf(name: string): Behaviour {
  const card = byName.get(name);
  if (card === undefined) throw new Error('a charge names a test card that this version does not have');
  return card;
}

/** The table for people: `GET /test-cards`, and the list below the fields. */
export const listTestCards = (): { number: string; brand: string; name: string; en: string; zh: string }[] =>
  TEST_CARDS.map(({ number, name, en, zh }) => ({ number, brand: brandOf(number), name, en, zh }));
