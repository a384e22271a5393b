import { ArrowDownToLine, Coffee, CreditCard, Store } from 'lucide-react';
import type { ReactElement } from 'react';
import { Amount } from '#ui/Amount.tsx';
import { Avatar } from '#ui/Avatar.tsx';
import { Card } from '#ui/Card.tsx';
import { now } from '#ui/clock.ts';
import { DeskTable, type DeskColumn } from '#ui/DeskTable.tsx';
import { Equation } from '#ui/Equation.tsx';
import { Glyph } from '#ui/Glyph.tsx';
import { MoneyBar } from '#ui/MoneyBar.tsx';
import { Pill, type PillStatus } from '#ui/Pill.tsx';
import { QuoteCard } from '#ui/QuoteCard.tsx';
import { Timeline } from '#ui/Timeline.tsx';
import { TxRow } from '#ui/TxRow.tsx';
import { WhereTrack, type Station } from '#ui/WhereTrack.tsx';
import { Show } from './Show.tsx';
import { cny, eur, here, instant, jpy, kwd, t, usd } from './words.tsx';

const Rows = (): ReactElement => (
  <Card>
    <TxRow
      render={here}
      glyph={
        <Glyph>
          <Coffee />
        </Glyph>
      }
      who={t('长耳兔咖啡', 'Long-Ear Coffee')}
      sub={t('08:52 · 付款码', '08:52 · pay code')}
      amount={<Amount money={cny(-2_600)} />}
    />
    <TxRow
      glyph={
        <Glyph>
          <ArrowDownToLine />
        </Glyph>
      }
      who={t('银行转入', 'Bank transfer in')}
      sub={
        <>
          <Pill status="arriving" />
          <span className="cut">{t('18:00 前', 'by 18:00')}</span>
        </>
      }
      amount={<Amount money={cny(120_000)} tone="pending" sign="both" />}
    />
    <TxRow
      glyph={
        <Glyph>
          <Store />
        </Glyph>
      }
      who={t(
        '飞鱼单车与月球面包房联合运营（海湾二号码头）有限公司',
        'Flying Fish Bikes and Moon Bakery Joint Operations (Bay Pier 2) Ltd',
      )}
      sub={t('09:03 · 对公结算', '09:03 · settlement')}
      amount={<Amount money={cny(128_453_018)} tone="in" sign="both" />}
    />
    <TxRow
      glyph={
        <Glyph>
          <CreditCard />
        </Glyph>
      }
      who={t('海獭洗衣', 'Sea Otter Laundry')}
      sub={
        <>
          <Pill status="failed" />
          <span className="cut">{t('余额不足，未扣款', 'balance too low, nothing taken')}</span>
        </>
      }
      amount={<Amount money={cny(-4_800)} tone="void" />}
    />
    <TxRow
      glyph={<Avatar name="A••• S." />}
      who="A••• S."
      sub="08:10"
      amount={<Amount money={kwd(12_345)} tone="in" sign="both" />}
      also="≈ ¥288.40"
    />
  </Card>
);

const tracks = (): Station[][] => {
  const [mine, clearing, theirs] = [
    t('你的余额', 'Your balance'),
    t('银行清算', 'Clearing'),
    t('对方银行', 'Their bank'),
  ];
  return [
    [
      { label: mine, state: 'done' },
      { label: clearing, state: 'here' },
      { label: theirs, state: 'next' },
    ],
    [
      { label: mine, state: 'done' },
      { label: clearing, state: 'done' },
      { label: theirs, state: 'here' },
    ],
    [
      { label: mine, state: 'here' },
      { label: clearing, state: 'was' },
      { label: theirs, state: 'bad' },
    ],
    [
      { label: mine, state: 'done' },
      { label: t('核实中，今天 18:00 前', 'Checking, today by 18:00'), state: 'unsure' },
      { label: theirs, state: 'next' },
    ],
    [
      { label: mine, state: 'done' },
      { label: t('王*明的钱包', 'W••• M.’s wallet'), state: 'here' },
    ],
    [
      { label: t('示例银行 (0188)', 'Sample Bank (0188)'), state: 'done' },
      { label: t('发卡行', 'Card issuer'), state: 'done' },
      { label: t('收单方', 'Acquirer'), state: 'here' },
      { label: mine, state: 'next' },
    ],
  ];
};

const Sizes = (): ReactElement => (
  <Card pad className="grid gap-1.5">
    <Amount money={cny(1_284_630)} size="big" />
    <Amount money={cny(128_453_018)} size="big" />
    <Amount money={cny(99_999_999_999)} size="big" />
    <Amount money={jpy(48_000)} size="mid" among={['CNY']} />
    <Amount money={cny(200_600)} size="title" among={['JPY']} />
    <Amount money={eur(-8_640)} size="total" />
    <Amount money={usd(142_015)} tone="in" sign="both" />
    <Amount money={cny(1_284_630)} size="big" hidden />
  </Card>
);

const Bars = (): ReactElement => {
  const [available, arriving, held] = [t('可用', 'Available'), t('到账中', 'Arriving'), t('预授权', 'Held')];
  return (
    <Card pad className="grid gap-5">
      <MoneyBar
        segments={[
          { kind: 'available', money: cny(1_284_630), label: available, spoken: available },
          { kind: 'arriving', money: cny(120_000), label: arriving, spoken: arriving },
          { kind: 'held', money: cny(358), label: held, spoken: held },
        ]}
      />
      <MoneyBar
        flat
        segments={[
          { kind: 'available', money: cny(1_284_630), label: available, spoken: available },
          { kind: 'arriving', money: cny(120_000), label: arriving, spoken: arriving },
        ]}
      />
      <MoneyBar segments={[{ kind: 'available', money: cny(0), label: available, spoken: available }]} />
    </Card>
  );
};

const Story = (): ReactElement => (
  <Card pad>
    <Timeline
      items={[
        { key: '1', state: 'done', what: t('已确认', 'Confirmed'), when: '11-20 10:02' },
        { key: '2', state: 'now', what: t('银行处理中', 'With the bank'), when: t('现在', 'now') },
        {
          key: '3',
          state: 'waiting',
          what: t('等示范银行入账', 'Waiting for Example Bank'),
          when: t('18:00 前', 'by 18:00'),
        },
        { key: '4', state: 'future', what: t('到账', 'Arrives'), when: t('约 18:00', 'about 18:00') },
        { key: '5', state: 'failed', what: t('银行退回 AC04', 'Bank return AC04'), when: '11-20 09:12' },
      ]}
    />
  </Card>
);

const started = now();

const Quotes = (): ReactElement => (
  <div className="grid gap-3">
    {[24_000, -5_000].map((left) => (
      <QuoteCard
        key={left}
        label={left > 0 ? t('快过期的报价', 'Quote near its end') : t('已过期的报价', 'Quote that is over')}
        lines={[{ label: t('手续费', 'Fee'), value: <Amount money={cny(600)} size="plain" /> }]}
        total={{
          label: t('你一共付', 'You pay in all'),
          value: <Amount money={cny(200_600)} size="total" />,
        }}
        validFrom={instant(started - 276_000)}
        validUntil={instant(started + left)}
        onRefresh={() => undefined}
      />
    ))}
  </div>
);

type Payment = {
  key: string;
  at: string;
  what: string;
  who: string;
  status: PillStatus;
  amount: number;
  fee: number;
};
const payments = (): Payment[] => [
  {
    key: '1',
    at: '19:42',
    what: t('纸鸢与月亮限定礼盒（含刻字）×2', 'Paper Kite & Moon gift box, engraved ×2'),
    who: t('许*宁', 'Xu N.'),
    status: 'completed',
    amount: 137_600,
    fee: -826,
  },
  {
    key: '2',
    at: '19:20',
    what: t('订单 20261120-0088', 'Order 20261120-0088'),
    who: 'A••• S.',
    status: 'your_turn',
    amount: 4_200,
    fee: 0,
  },
  {
    key: '3',
    at: '18:57',
    what: t('订单 20261120-0086', 'Order 20261120-0086'),
    who: t('周*', 'Zhou'),
    status: 'returned',
    amount: -12_900,
    fee: 77,
  },
];

const columns = (): DeskColumn<Payment>[] => [
  { key: 'at', head: t('时间', 'Time'), cell: ({ at }) => <span className="text-ink-3">{at}</span> },
  { key: 'what', head: t('内容', 'What'), cell: ({ what }) => what },
  { key: 'who', head: t('客户', 'Customer'), cell: ({ who }) => <span className="text-ink-2">{who}</span> },
  { key: 'status', head: t('状态', 'Status'), cell: ({ status }) => <Pill status={status} /> },
  {
    key: 'amount',
    head: t('金额', 'Amount'),
    right: true,
    cell: ({ amount }) => <Amount money={cny(amount)} />,
  },
  {
    key: 'fee',
    head: t('手续费', 'Fee'),
    right: true,
    cell: ({ fee }) => <Amount money={cny(fee)} size="plain" sign="both" />,
  },
];

/** Everything that shows money. */
export const MoneyShows = (): ReactElement => (
  <>
    <div className="grid items-start gap-8 pane:grid-cols-2 panel:grid-cols-3">
      <Show title={t('金额', 'Amounts')}>
        <Sizes />
      </Show>
      <Show title={t('交易行', 'Transaction rows')}>
        <Rows />
      </Show>
      <Show title={t('钱在哪', 'Whereabouts')}>
        <Card pad className="grid gap-5">
          {tracks().map((stations, place) => (
            <WhereTrack key={place} stations={stations} />
          ))}
        </Card>
      </Show>
      <Show title={t('时间线', 'Timeline')}>
        <Story />
      </Show>
      <Show title={t('余额条', 'Money bar')}>
        <Bars />
      </Show>
      <Show title={t('报价：快过期、已过期', 'Quotes: near the end, over')}>
        <Quotes />
      </Show>
    </div>
    <Show title={t('算式', 'Equation')}>
      <Equation
        terms={[
          {
            key: 'in',
            label: t('收款 214 笔', '214 payments'),
            amount: <Amount money={cny(4_823_650)} size="title" />,
          },
          {
            key: 'back',
            operator: '−',
            label: t('退款 3 笔', '3 refunds'),
            amount: <Amount money={cny(120_800)} size="title" />,
          },
          {
            key: 'fee',
            operator: '−',
            label: t('手续费 0.60%', 'Fees 0.60%'),
            amount: <Amount money={cny(28_217)} size="title" />,
          },
          {
            key: 'net',
            operator: '=',
            label: t('今天净收入', 'Net today'),
            amount: <Amount money={cny(4_674_633)} size="mid" />,
          },
        ]}
      />
    </Show>
    <Show title={t('表格', 'Table')}>
      <Card className="desk overflow-hidden">
        <DeskTable
          caption={t('刚刚的收款', 'Latest payments')}
          columns={columns()}
          rows={payments()}
          keyOf={({ key }) => key}
          selected="2"
          onOpen={() => undefined}
        />
      </Card>
    </Show>
  </>
);
