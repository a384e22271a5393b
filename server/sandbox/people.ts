import { ApiProblem } from '#common/api/client';
import { money } from '#common/money';
import { join, pay, signIn, topUp, type Newcomer, type World } from './newcomer.ts';

/** Cards of the sandbox's acquirer; its list stands on the sandbox desk. */
const GOOD_CARD = '4242424242424242';
const EMPTY_CARD = '4000000000009995';

type Person = Newcomer & { key: string; story: { en: string; 'zh-CN': string } };

/** Who can be tried out without registering. They are made on first use, by the steps that a newcomer takes. */
export const PEOPLE: readonly Person[] = [
  {
    key: 'lin', name: '林知夏', email: 'lin.zhixia@mail.example', phone: '+8613800006620', handle: 'zhixia', locale: 'zh-CN',
    password: 'lamp-river-quiet-82', paymentPassword: '739164',
    story: { en: 'Customer; one top-up failed for lack of funds on the card', 'zh-CN': '客户，有一笔充值因卡内余额不足没成' },
  },
  {
    key: 'mateo', name: 'Mateo Quillfeather', email: 'mateo@mail.example', phone: '+447400123456', handle: 'mateo', locale: 'en',
    password: 'harbour-slate-tulip-41', paymentPassword: '582047',
    story: { en: 'Customer who pays in pounds and yuan', 'zh-CN': '客户，用英镑和人民币付款' },
  },
  {
    key: 'ouyang', name: '欧阳若溪', email: 'ouyang.ruoxi@mail.example', phone: '+8613900004410', handle: 'ruoxi', locale: 'zh-CN',
    password: 'cedar-window-tea-93', paymentPassword: '461982',
    story: { en: 'New customer, no money yet', 'zh-CN': '新客户，还没有钱' },
  },
];

const person = (key: string): Person | undefined => PEOPLE.find((one) => one.key === key);

/** Demo people that exist already sign in; a new one is made first. Answers the cookies of the session. */
export async function enterAs(world: World, key: string): Promise<{ name: string; cookies: string[] } | null> {
  const wanted = person(key);
  if (!wanted) return null;
  try {
    return { name: wanted.name, cookies: (await signIn(world, wanted)).cookies() };
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'sign_in_failed') throw error;
  }
  const { call, cookies } = await join(world, wanted);
  await live(world, wanted, call);
  return { name: wanted.name, cookies: cookies() };
}

/** What a person has done before we meet them. */
async function live(world: World, { key, ...newcomer }: Person, call: Parameters<typeof topUp>[0]): Promise<void> {
  if (key === 'lin') {
    await enterAs(world, 'ouyang');
    await topUp(call, money(100_000n, 'CNY'), GOOD_CARD);
    await pay(call, newcomer, '@ruoxi', money(18_500n, 'CNY'), '十一月房租分摊');
    await pay(call, newcomer, '@ruoxi', money(2_600n, 'CNY'), '');
    // The card says no: that is the story, not a fault.
    await topUp(call, money(50_000n, 'CNY'), EMPTY_CARD).catch((error: unknown) => {
      if (!(error instanceof ApiProblem)) throw error;
    });
  }
  if (key === 'mateo') {
    await topUp(call, money(30_000n, 'GBP'), GOOD_CARD);
    await topUp(call, money(88_640n, 'CNY'), GOOD_CARD);
  }
}
