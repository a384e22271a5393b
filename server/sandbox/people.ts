import { ApiProblem, type Call } from '#common/api/client';
import { money } from '#common/money';
import { hasStory, pay, signInOrJoin, topUp, type Browser, type Newcomer, type World } from './newcomer.ts';

/** Cards of the sandbox's acquirer; its list stands on the sandbox desk. */
const GOOD_CARD = '4242424242424242';
const EMPTY_CARD = '4000000000009995';

type Person = Newcomer & {
  key: string;
  story: { en: string; 'zh-CN': string };
  /** What this person has done before we meet them. */
  live: (call: Call, world: World) => Promise<void>;
};

/** Who can be tried out without registering. They are made on first use, by the steps that a newcomer takes. */
export const PEOPLE: readonly Person[] = [
  {
    key: 'lin',
    name: '林知夏',
    email: 'lin.zhixia@mail.example',
    phone: '+8613800006620',
    handle: 'zhixia',
    locale: 'zh-CN',
    password: 'lamp-river-quiet-82',
    paymentPassword: '739164',
    story: {
      en: 'Customer; one top-up was declined by the bank',
      'zh-CN': '客户，有一笔充值未成功',
    },
    async live(call, world) {
      await enterAs(world, 'ouyang');
      await topUp(call, money(100_000n, 'CNY'), GOOD_CARD);
      await pay(call, this, { payee: '@ruoxi', amount: money(18_500n, 'CNY'), note: '十一月房租分摊' });
      await pay(call, this, { payee: '@ruoxi', amount: money(2_600n, 'CNY'), note: '' });
      await refused(topUp(call, money(50_000n, 'CNY'), EMPTY_CARD));
    },
  },
  {
    key: 'mateo',
    name: 'Mateo Quillfeather',
    email: 'mateo@mail.example',
    phone: '+447400123456',
    handle: 'mateo',
    locale: 'en',
    password: 'harbour-slate-tulip-41',
    paymentPassword: '582047',
    story: {
      en: 'Customer with pounds and yuan in the wallet',
      'zh-CN': '客户，钱包里有英镑和人民币',
    },
    async live(call) {
      await topUp(call, money(30_000n, 'GBP'), GOOD_CARD);
      await topUp(call, money(88_640n, 'CNY'), GOOD_CARD);
    },
  },
  {
    key: 'ouyang',
    name: '欧阳若溪',
    email: 'ouyang.ruoxi@mail.example',
    phone: '+8613900004410',
    handle: 'ruoxi',
    locale: 'zh-CN',
    password: 'cedar-window-tea-93',
    paymentPassword: '461982',
    story: { en: 'New customer, never topped up', 'zh-CN': '新客户，没有充过值' },
    live: async () => undefined,
  },
];

/** The card says no: that is the story, not a fault. */
const refused = (attempt: Promise<void>): Promise<void> =>
  attempt.catch((error: unknown) => {
    if (!(error instanceof ApiProblem)) throw error;
  });

export type Entered = { name: string; cookies: string[] };
const entering = new Map<string, Promise<Browser>>();

/** Signs a demo person in, who is made first if need be. Two visitors at once do not make the same person twice. */
export async function enterAs(world: World, key: string): Promise<Entered | null> {
  const person = PEOPLE.find((one) => one.key === key);
  if (!person) return null;
  const before = entering.get(key);
  const mine = (async () => {
    await before?.catch(() => undefined);
    return arrive(world, person);
  })();
  entering.set(key, mine);
  try {
    return { name: person.name, cookies: (await mine).cookies() };
  } finally {
    if (entering.get(key) === mine) entering.delete(key);
  }
}

async function arrive(world: World, person: Person): Promise<Browser> {
  const me = await signInOrJoin(world, person);
  if (!(await hasStory(me.call))) await person.live(me.call, world);
  return me;
}
