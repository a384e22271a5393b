import type { Language } from './books.ts';

/** The e-wallet's own words; it is another company and does not use the wallet's catalogue. */
export type PageTexts = {
  title: string;
  lead: string;
  payTo: string;
  amount: string;
  until: string;
  account: string;
  sandbox: string;
  choose: string;
  approve: string;
  refuse: string;
  refuseMeans: string;
  over: string;
  overMeans: string;
  back: string;
  unknown: string;
  unknownMeans: string;
};

export const PAGE_TEXTS: Record<Language, PageTexts> = {
  'zh-CN': {
    title: '同意付款',
    lead: '{merchant} 请你付款。选好付款账户，再决定同意还是拒绝。',
    payTo: '收款方',
    amount: '金额',
    until: '15 分钟内有效，逾期自动取消。',
    account: '付款账户',
    sandbox: '沙箱：这些都是测试账户，每个账户有不同的结果。',
    choose: '请先选一个付款账户',
    approve: '付款 {amount}',
    refuse: '拒绝付款',
    refuseMeans: '拒绝后不会扣款。',
    over: '这笔付款已有结果',
    overMeans: '结果请看商户页面，这里不会再扣款。',
    back: '回到商户',
    unknown: '没有这笔付款',
    unknownMeans: '地址可能不完整。没有扣款，请从商户页面重新打开。',
  },
  en: {
    title: 'Approve payment',
    lead: '{merchant} asks you to pay. Choose an account, then approve or refuse.',
    payTo: 'Pay to',
    amount: 'Amount',
    until: 'Good for 15 minutes, then cancelled by itself.',
    account: 'Account to pay from',
    sandbox: 'Sandbox: these are test accounts, each with an outcome of its own.',
    choose: 'Choose an account first',
    approve: 'Pay {amount}',
    refuse: 'Refuse payment',
    refuseMeans: 'If you refuse, nothing is taken.',
    over: 'This payment has been decided',
    overMeans: 'See the merchant’s page for the result. Nothing more is taken here.',
    back: 'Back to the merchant',
    unknown: 'There is no such payment',
    unknownMeans: 'The address may be incomplete. Nothing was taken, open it again from the merchant’s page.',
  },
};
