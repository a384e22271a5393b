import type { Language } from './books.ts';

/** The acquirer's and the bank's own words; they are other companies and do not use the wallet's catalogue. */
export type FieldTexts = {
  title: string;
  number: string;
  expiry: string;
  expiryHint: string;
  cvc: string;
  name: string;
  numberMissing: string;
  /** `{count}` digits are missing. */
  numberShort: string;
  numberShortByOne: string;
  numberWrong: string;
  notATestCard: string;
  expiryMissing: string;
  expiryWrong: string;
  expiryPast: string;
  cvcMissing: string;
  cvcWrong: string;
  nameMissing: string;
  failed: string;
  sessionOver: string;
  testCards: string;
};

export const FIELD_TEXTS: Record<Language, FieldTexts> = {
  'zh-CN': {
    title: '银行卡信息',
    number: '卡号',
    expiry: '有效期',
    expiryHint: '月 / 年',
    cvc: '安全码',
    name: '卡上的姓名',
    numberMissing: '填写卡面上的卡号',
    numberShort: '卡号少 {count} 位，请再看一眼卡面',
    numberShortByOne: '卡号少 1 位，请再看一眼卡面',
    numberWrong: '有一位数字不对，请对照卡面',
    notATestCard: '沙箱只收测试卡，请从下面选一张',
    expiryMissing: '填写卡面上的月和年',
    expiryWrong: '按卡面填月和年，例如 08 / 29',
    expiryPast: '这张卡已过期，请换一张',
    cvcMissing: '填卡背面 3 位数字',
    cvcWrong: '应为卡背面 3 位数',
    nameMissing: '填写卡面上的姓名',
    failed: '连接中断，卡信息没有送出，请再试一次',
    sessionOver: '这一页已过期，没有扣款，请重新打开',
    testCards: '沙箱：选一张测试卡',
  },
  en: {
    title: 'Card details',
    number: 'Card number',
    expiry: 'Expiry date',
    expiryHint: 'MM / YY',
    cvc: 'Security code',
    name: 'Name on card',
    numberMissing: 'Enter the number on your card',
    numberShort: '{count} digits are missing, check your card',
    numberShortByOne: 'One digit is missing, check your card',
    numberWrong: 'One digit is wrong, check your card',
    notATestCard: 'The sandbox takes test cards only, pick one below',
    expiryMissing: 'Enter month and year from your card',
    expiryWrong: 'Enter month and year, e.g. 08 / 29',
    expiryPast: 'This card has expired, use another one',
    cvcMissing: 'Enter the 3 digits on the back',
    cvcWrong: 'Use the 3 digits on the back',
    nameMissing: 'Enter the name on your card',
    failed: 'The connection broke, nothing was sent, try again',
    sessionOver: 'This page has expired, nothing was charged, open it again',
    testCards: 'Sandbox: pick a test card',
  },
};

export type ChallengeTexts = {
  title: string;
  sandbox: string;
  bank: string;
  lead: string;
  merchant: string;
  amount: string;
  card: string;
  code: string;
  hint: string;
  wrong: string;
  wrongLast: string;
  approve: string;
  leadKeep: string;
  leadKeepOnly: string;
  approveKeep: string;
  titleKeep: string;
  cancelKeep: string;
  cancel: string;
  cancelMeans: string;
  over: string;
  overMeans: string;
  back: string;
  unknown: string;
  unknownMeans: string;
};

export const CHALLENGE_TEXTS: Record<Language, ChallengeTexts> = {
  'zh-CN': {
    title: '确认付款',
    sandbox: '沙箱：本次验证码是',
    bank: '示例银行',
    lead: '付款前，请填写我们发到你手机的验证码。',
    merchant: '商户',
    amount: '金额',
    card: '付款卡',
    code: '短信验证码',
    hint: '6 位数字，15 分钟内有效',
    wrong: '验证码不对，还可以试 {count} 次',
    wrongLast: '验证码不对，还可以试 1 次，再错这笔付款就取消',
    approve: '付款 {amount}',
    leadKeep: '付款前，请填写我们发到你手机的验证码。{merchant} 会保存这张卡，以后付款不用再输卡号。',
    leadKeepOnly: '{merchant} 想保存这张卡。请填写我们发到你手机的验证码；这一次不扣款。',
    approveKeep: '同意保存',
    titleKeep: '确认保存银行卡',
    cancelKeep: '不保存',
    cancel: '取消付款',
    cancelMeans: '取消后不会扣款。',
    over: '这笔付款已有结果',
    overMeans: '结果请看商户页面，这里不会再扣款。',
    back: '回到商户',
    unknown: '没有这笔付款',
    unknownMeans: '地址可能不完整。没有扣款，请从商户页面重新打开。',
  },
  en: {
    title: 'Confirm payment',
    sandbox: 'Sandbox: the code is',
    bank: 'Sample Bank',
    lead: 'Enter the code that we sent to your phone to pay.',
    merchant: 'Merchant',
    amount: 'Amount',
    card: 'Card',
    code: 'Code by text message',
    hint: '6 digits, good for 15 minutes',
    wrong: 'The code is wrong, {count} tries left',
    wrongLast: 'The code is wrong, 1 try left; another mistake cancels this payment',
    approve: 'Pay {amount}',
    leadKeep:
      'Enter the code that we sent to your phone to pay. {merchant} keeps this card, so that it need not be typed again.',
    leadKeepOnly:
      '{merchant} wants to keep this card. Enter the code that we sent to your phone; nothing is charged now.',
    approveKeep: 'Allow keeping it',
    titleKeep: 'Keep this card?',
    cancelKeep: 'Do not keep it',
    cancel: 'Cancel payment',
    cancelMeans: 'If you cancel, nothing is charged.',
    over: 'This payment has been decided',
    overMeans: 'See the merchant’s page for the result. Nothing more is charged here.',
    back: 'Back to the merchant',
    unknown: 'There is no such payment',
    unknownMeans:
      'The address may be incomplete. Nothing was charged, open it again from the merchant’s page.',
  },
};

const BRANDS: Record<string, string> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  unionpay: '银联',
  amex: 'American Express',
};
/** A card as people know it: `Visa (3220)`. */
export const cardName = ({ brand, last4 }: { brand: string; last4: string }, language: Language): string =>
  `${brandName(brand, language)} (${last4})`.trim();
export const brandName = (brand: string, language: Language): string =>
  brand === 'unionpay' && language === 'en' ? 'UnionPay' : (BRANDS[brand] ?? '');
