import { ArrowDownToLine, CreditCard, Eye, Lock, RotateCw, Search, Snowflake } from 'lucide-react';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { Amount } from '#ui/Amount.tsx';
import { Avatar } from '#ui/Avatar.tsx';
import { Button } from '#ui/Button.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { MoneyBar } from '#ui/MoneyBar.tsx';
import { Pill } from '#ui/Pill.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { Timeline } from '#ui/Timeline.tsx';
import { WhereTrack } from '#ui/WhereTrack.tsx';
import { cny, t } from './words.tsx';

const Person = (): ReactElement => (
  <section>
    <div className="mb-2.5 flex items-center gap-3">
      <Avatar name={t('林知夏', 'Lin Zhixia')} />
      <div className="min-w-0 flex-1">
        <b className="text-15">{t('林知夏', 'Lin Zhixia')}</b>
        <div className="text-ink-3">{t('cus_2HX8 · 2024年3月开户', 'cus_2HX8 · since March 2024')}</div>
      </div>
      <Pill status="completed">{t('二级认证', 'Level 2')}</Pill>
    </div>
    <DefinitionRows
      rows={[
        {
          label: t('手机', 'Phone'),
          value: (
            <>
              138 •••• 6620 <TextLink onPress={() => undefined}>{t('查看', 'Reveal')}</TextLink>
            </>
          ),
        },
        { label: t('证件', 'ID'), value: t('2025年8月核验', 'checked August 2025') },
        { label: t('本次会话', 'This chat'), value: t('已登录，常用设备', 'signed in, known device') },
      ]}
    />
  </section>
);

const Money = (): ReactElement => (
  <section>
    <h3>
      {t('余额', 'Balance')}
      <span className="font-normal text-ink-3">{t('人民币', 'CNY')}</span>
    </h3>
    <div className="mb-2 flex items-baseline justify-between">
      <Amount money={cny(1_284_630)} size="title" />
      <span className="text-ink-3">{t('另有 EUR、USD、JPY', 'also EUR, USD, JPY')}</span>
    </div>
    <MoneyBar
      flat
      segments={[
        {
          kind: 'available',
          money: cny(1_284_630),
          label: t('可用', 'Available'),
          spoken: t('可用', 'Available'),
        },
        {
          kind: 'arriving',
          money: cny(120_000),
          label: t('到账中', 'Arriving'),
          spoken: t('到账中', 'Arriving'),
        },
        { kind: 'held', money: cny(35_800), label: t('预授权', 'Held'), spoken: t('预授权', 'Held') },
      ]}
    />
  </section>
);

const Operation = (): ReactElement => (
  <section>
    <h3>
      {t('提现 ¥2,000.00', 'Withdrawal ¥2,000.00')}
      <Pill status="returned" />
    </h3>
    <p className="mb-2.5 text-ink-3">wd_7K2M 9QXD 41</p>
    <WhereTrack
      stations={[
        { label: t('余额', 'Balance'), state: 'here' },
        { label: t('清算', 'Clearing'), state: 'was' },
        { label: t('示范银行 (6203)', 'Example Bank (6203)'), state: 'bad' },
      ]}
    />
    <div className="mt-3.5">
      <Timeline
        wide
        items={[
          {
            key: '3',
            state: 'done',
            what: t('回到余额，退手续费 ¥2.00', 'Back in balance, fee ¥2.00 refunded'),
            when: '11-20 09:12',
          },
          { key: '2', state: 'failed', what: t('银行退回 AC04', 'Bank return AC04'), when: '11-20 09:12' },
          { key: '1', state: 'past', what: t('已提交银行', 'Sent to the bank'), when: '11-19 15:21' },
        ]}
      />
    </div>
  </section>
);

function Actions(): ReactElement {
  const actions = [
    { icon: Search, label: t('发起追踪', 'Start a trace') },
    { icon: RotateCw, label: t('重发凭证', 'Resend proof') },
    { icon: CreditCard, label: t('发加卡流程', 'Add-card flow') },
    { icon: ArrowDownToLine, label: t('手续费补偿', 'Credit a fee'), eyes: true },
    { icon: Snowflake, label: t('代客冻结', 'Freeze') },
    { icon: Lock, label: t('解除限制', 'Lift a limit'), eyes: true },
  ];
  return (
    <section>
      <h3>{t('可以做的', 'Actions')}</h3>
      <div className="deskacts">
        {actions.map(({ icon: Icon, label, eyes }) => (
          <Button key={label} icon={<Icon size={17} aria-hidden="true" />}>
            {label}
            {eyes ? <span className="eyes">{m.common_four_eyes()}</span> : null}
          </Button>
        ))}
      </div>
    </section>
  );
}

export const ConsolePanel = (): ReactElement => (
  <>
    <Person />
    <Money />
    <Operation />
    <Actions />
    <section>
      <h3>
        {t('以前的会话', 'Past cases')}
        <span className="font-normal text-ink-3">3</span>
      </h3>
      <DefinitionRows
        rows={[
          {
            label: t('充值延迟', 'Slow top-up'),
            value: t('9月3日，已解决，评 5 分', '3 Sep, resolved, rated 5'),
          },
          {
            label: t('忘记支付密码', 'Forgot payment password'),
            value: t('5月17日，自助完成', '17 May, self-service'),
          },
        ]}
      />
      <p className="mt-3 flex items-center gap-1.5 text-12 text-ink-3">
        <Eye size={15} aria-hidden="true" />
        {t('每次查看都会写入客户可见的记录', 'Every look is logged where the customer can see it')}
      </p>
    </section>
  </>
);
