import { Coffee, Landmark, Store, CreditCard, ArrowDownToLine, KeyRound } from 'lucide-react';
import { useState, type ReactElement, type ReactNode } from 'react';
import { Amount } from '#ui/Amount.tsx';
import { Avatar } from '#ui/Avatar.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Brand } from '#ui/Brand.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { Equation } from '#ui/Equation.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { Glyph } from '#ui/Glyph.tsx';
import { MoneyBar } from '#ui/MoneyBar.tsx';
import { Pill, type PillStatus } from '#ui/Pill.tsx';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { SkeletonRows, SkeletonText } from '#ui/Skeleton.tsx';
import { Timeline } from '#ui/Timeline.tsx';
import { useToast } from '#ui/Toast.tsx';
import { TxRow } from '#ui/TxRow.tsx';
import { Updating } from '#ui/AsyncView.tsx';
import { WhereTrack, type Station } from '#ui/WhereTrack.tsx';
import { cny, eur, jpy, kwd, t, usd } from './words.ts';

const Show = ({ title, children }: { title: string; children: ReactNode }): ReactElement => (
  <section className="min-w-0">
    <h2 className="mb-2.5 text-13 font-medium text-ink-3">{title}</h2>
    {children}
  </section>
);

function Buttons(): ReactElement {
  const [busy, setBusy] = useState(true);
  const [open, setOpen] = useState(new URLSearchParams(location.search).has('dialog'));
  const toast = useToast();
  return (
    <div className="flex flex-wrap items-center gap-2.5">
      <Button variant="primary" onClick={() => setOpen(true)}>{t('付款 ¥26.00', 'Pay ¥26.00')}</Button>
      <Button variant="tint" onClick={() => toast(t('编号已复制', 'Reference copied'), { undo: () => undefined })}>{t('收款', 'Receive')}</Button>
      <Button>{t('取消', 'Cancel')}</Button>
      <Button variant="quiet">{t('了解费用', 'About fees')}</Button>
      <Button variant="primary" unavailable={t('还差 2 位密码', '2 digits missing')}>{t('付款', 'Pay')}</Button>
      <Button variant="primary" busy={busy} busyLabel={t('正在付款', 'Paying')} onClick={() => setBusy(true)}>{t('付款 ¥26.00', 'Pay ¥26.00')}</Button>
      <Button variant="danger">{t('冻结账户', 'Freeze account')}</Button>
      <Button variant="danger-line">{t('这不是我', 'Not me')}</Button>
      <Button size="small">{t('导出', 'Export')}</Button>
      <Button size="small" variant="primary">{t('发送', 'Send')}</Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t('确认是你本人', 'Confirm it is you')}>
        <p className="prose mb-3 text-13 text-ink-2">{t('这次验证只对下面这一笔有效，3 分钟内用一次。', 'This counts for the payment below only, once, within 3 minutes.')}</p>
        <DefinitionRows well rows={[{ label: t('付给', 'To'), value: t('王*明 @yuming', 'W••• M. @yuming') }, { label: t('金额', 'Amount'), value: <Amount money={cny(2_000_600)} /> }]} />
        <div className="dialog-acts">
          <Button variant="primary" wide icon={<KeyRound aria-hidden="true" />}>{t('用通行密钥验证', 'Use your passkey')}</Button>
          <Button variant="quiet" wide>{t('换一种方式', 'Another way')}</Button>
        </div>
      </Dialog>
    </div>
  );
}

const STATUSES: readonly PillStatus[] = ['completed', 'arriving', 'checking', 'held', 'paused', 'failed', 'returned', 'cancelled', 'expired', 'your_turn'];

const Rows = (): ReactElement => (
  <Card>
    <TxRow render={<a href="#main" />} glyph={<Glyph><Coffee /></Glyph>} who={t('长耳兔咖啡', 'Long-Ear Coffee')} sub={t('08:52 · 付款码', '08:52 · pay code')} amount={<Amount money={cny(-2_600)} />} />
    <TxRow glyph={<Glyph><ArrowDownToLine /></Glyph>} who={t('银行转入', 'Bank transfer in')} sub={<><Pill status="arriving" /><span className="cut">{t('18:00 前', 'by 18:00')}</span></>} amount={<Amount money={cny(120_000)} tone="pending" sign="both" />} />
    <TxRow glyph={<Glyph><Store /></Glyph>} who={t('飞鱼单车与月球面包房联合运营（海湾二号码头）有限公司', 'Flying Fish Bikes and Moon Bakery Joint Operations (Bay Pier 2) Ltd')} sub={t('09:03 · 对公结算', '09:03 · settlement')} amount={<Amount money={cny(128_453_018)} tone="in" sign="both" />} />
    <TxRow glyph={<Glyph><CreditCard /></Glyph>} who={t('海獭洗衣', 'Sea Otter Laundry')} sub={<><Pill status="failed" /><span className="cut">{t('余额不足，未扣款', 'balance too low, nothing taken')}</span></>} amount={<Amount money={cny(-4_800)} tone="void" />} />
    <TxRow glyph={<Avatar name="A••• S." />} who="A••• S." sub="08:10" amount={<Amount money={kwd(12_345)} tone="in" sign="both" />} also="≈ ¥288.40" />
  </Card>
);

const tracks = (): Station[][] => {
  const [mine, clearing, theirs] = [t('你的余额', 'Your balance'), t('银行清算', 'Clearing'), t('对方银行', 'Their bank')];
  return [
    [{ label: mine, state: 'done' }, { label: clearing, state: 'here' }, { label: theirs, state: 'next' }],
    [{ label: mine, state: 'done' }, { label: clearing, state: 'done' }, { label: theirs, state: 'here' }],
    [{ label: mine, state: 'here' }, { label: clearing, state: 'was' }, { label: theirs, state: 'bad' }],
    [{ label: mine, state: 'done' }, { label: t('核实中，今天 18:00 前', 'Checking, today by 18:00'), state: 'unsure' }, { label: theirs, state: 'next' }],
    [{ label: mine, state: 'done' }, { label: t('王*明的钱包', 'W••• M.’s wallet'), state: 'here' }],
    [{ label: t('示例银行 (0188)', 'Sample Bank (0188)'), state: 'done' }, { label: t('发卡行', 'Card issuer'), state: 'done' }, { label: t('收单方', 'Acquirer'), state: 'here' }, { label: mine, state: 'next' }],
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
      <MoneyBar segments={[{ kind: 'available', money: cny(1_284_630), label: available, spoken: available }, { kind: 'arriving', money: cny(120_000), label: arriving, spoken: arriving }, { kind: 'held', money: cny(358), label: held, spoken: held }]} />
      <MoneyBar flat segments={[{ kind: 'available', money: cny(1_284_630), label: available, spoken: available }, { kind: 'arriving', money: cny(120_000), label: arriving, spoken: arriving }]} />
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
        { key: '3', state: 'waiting', what: t('等示范银行入账', 'Waiting for Example Bank'), when: t('18:00 前', 'by 18:00') },
        { key: '4', state: 'future', what: t('到账', 'Arrives'), when: t('约 18:00', 'about 18:00') },
        { key: '5', state: 'failed', what: t('银行退回 AC04', 'Bank return AC04'), when: '11-20 09:12' },
      ]}
    />
  </Card>
);

const Banners = (): ReactElement => (
  <div className="grid gap-3">
    <Banner>{t('示例银行今晚 23:00 到 01:00 维护，期间提现会晚到。', 'Sample Bank is down for maintenance tonight from 23:00 to 01:00; withdrawals arrive later.')}</Banner>
    <Banner tone="held">{t('转出暂停中，还差 1 份材料。', 'Payments out are paused, 1 document is missing. ')}<a className="link" href="#main">{t('去上传', 'Upload it')}</a></Banner>
    <Banner tone="danger">{t('有新设备登录。不是你？', 'A new device signed in. Not you? ')}<a className="link" href="#main">{t('立即冻结', 'Freeze now')}</a></Banner>
    <Banner tone="info">{t('断线期间的 2 条消息已补上。', '2 messages from while you were offline are here.')}</Banner>
  </div>
);

function Choice(): ReactElement {
  const [value, setValue] = useState<'all' | 'in' | 'out'>('all');
  return (
    <SegmentedControl
      label={t('方向', 'Direction')}
      value={value}
      onChange={setValue}
      options={[{ value: 'all', label: t('全部', 'All') }, { value: 'in', label: t('收入', 'In') }, { value: 'out', label: t('支出', 'Out') }]}
    />
  );
}

export const ComponentsPage = (): ReactElement => (
  <main id="main" tabIndex={-1} className="px-5 py-8 pane:px-12">
    <header className="mb-7 flex items-center justify-between">
      <h1><Brand size={26} /></h1>
      <span className="text-ink-2">{t('组件与状态', 'Components and states')}</span>
    </header>
    <div className="grid items-start gap-8 pane:grid-cols-2 panel:grid-cols-3">
      <Show title={t('金额', 'Amounts')}><Sizes /></Show>
      <Show title={t('按钮', 'Buttons')}><Buttons /></Show>
      <Show title={t('状态标签', 'Status pills')}>
        <div className="flex flex-wrap gap-2.5">{STATUSES.map((status) => <Pill key={status} status={status} />)}</div>
        <div className="mt-4"><Choice /></div>
      </Show>
      <Show title={t('交易行', 'Transaction rows')}><Rows /></Show>
      <Show title={t('钱在哪', 'Whereabouts')}><Card pad className="grid gap-5">{tracks().map((stations, place) => <WhereTrack key={place} stations={stations} />)}</Card></Show>
      <Show title={t('时间线', 'Timeline')}><Story /></Show>
      <Show title={t('余额条', 'Money bar')}><Bars /></Show>
      <Show title={t('横幅', 'Banners')}><Banners /></Show>
      <Show title={t('加载', 'Loading')}><SkeletonRows /><div className="mt-3"><SkeletonText /></div><Updating /></Show>
      <Show title={t('空', 'Empty')}>
        <Card><EmptyState title={t('这个月还没有记录', 'Nothing this month')} action={<Button size="small">{t('清除筛选', 'Clear filters')}</Button>}>{t('换个月份看看，或清除筛选条件。', 'Try another month, or clear the filters.')}</EmptyState></Card>
      </Show>
      <Show title={t('没取到', 'Failed')}>
        <Card><FailedState title={t('记录没有加载出来', 'Your activity did not load')} onRetry={() => undefined}>{t('网络断开了，你的钱不受影响。上次更新是 09:58。', 'You are offline; your money is not affected. Last updated 09:58.')}</FailedState></Card>
      </Show>
      <Show title={t('人与物', 'People and things')}>
        <div className="flex flex-wrap items-center gap-3"><Avatar name="林知夏" size="large" /><Avatar name="Mateo Quillfeather" /><Avatar name="王*明" size="small" /><Glyph>EUR</Glyph><Glyph><Landmark /></Glyph></div>
      </Show>
    </div>
    <div className="mt-8">
      <Show title={t('算式', 'Equation')}>
        <Equation
          terms={[
            { key: 'in', label: t('收款 214 笔', '214 payments'), amount: <Amount money={cny(4_823_650)} size="title" /> },
            { key: 'back', operator: '−', label: t('退款 3 笔', '3 refunds'), amount: <Amount money={cny(120_800)} size="title" /> },
            { key: 'fee', operator: '−', label: t('手续费 0.60%', 'Fees 0.60%'), amount: <Amount money={cny(28_217)} size="title" /> },
            { key: 'net', operator: '=', label: t('今天净收入', 'Net today'), amount: <Amount money={cny(4_674_633)} size="mid" /> },
          ]}
        />
      </Show>
    </div>
  </main>
);
