import { KeyRound, Landmark } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { Amount } from '#ui/Amount.tsx';
import { Updating } from '#ui/AsyncView.tsx';
import { Avatar } from '#ui/Avatar.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Brand } from '#ui/Brand.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { Glyph } from '#ui/Glyph.tsx';
import { Pill, type PillStatus } from '#ui/Pill.tsx';
import { Rich } from '#ui/Rich.tsx';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { SkeletonRows, SkeletonText } from '#ui/Skeleton.tsx';
import { VisuallyHidden } from '#ui/VisuallyHidden.tsx';
import { useToast } from '#ui/Toast.tsx';
import type { MessagePart } from '#messages/runtime';
import { MoneyShows } from './MoneyShows.tsx';
import { Show } from './Show.tsx';
import { cny, t } from './words.tsx';

function Buttons(): ReactElement {
  const [busy, setBusy] = useState(true);
  const [open, setOpen] = useState(new URLSearchParams(location.search).has('dialog'));
  const toast = useToast();
  return (
    <div className="flex flex-wrap items-center gap-2.5">
      <Button variant="primary" onClick={() => setOpen(true)}>
        {t('付款 ¥26.00', 'Pay ¥26.00')}
      </Button>
      <Button
        variant="tint"
        onClick={() => toast(t('编号已复制', 'Reference copied'), { undo: () => undefined })}
      >
        {t('收款', 'Receive')}
      </Button>
      <Button>{t('取消', 'Cancel')}</Button>
      <Button variant="quiet">{t('了解费用', 'About fees')}</Button>
      <Button variant="primary" unavailable={t('还差 2 位密码', '2 digits missing')}>
        {t('付款', 'Pay')}
      </Button>
      <Button variant="primary" busy={busy} busyLabel={t('正在付款', 'Paying')} onClick={() => setBusy(true)}>
        {t('付款 ¥26.00', 'Pay ¥26.00')}
      </Button>
      <Button variant="danger">{t('冻结账户', 'Freeze account')}</Button>
      <Button variant="danger-line">{t('这不是我', 'Not me')}</Button>
      <Button size="small">{t('导出', 'Export')}</Button>
      <Button size="small" variant="primary">
        {t('发送', 'Send')}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t('确认是你本人', 'Confirm it is you')}>
        <p className="prose mb-3 text-13 text-ink-2">
          {t(
            '这次验证只对下面这一笔有效，3 分钟内用一次。',
            'This counts for the payment below only, once, within 3 minutes.',
          )}
        </p>
        <DefinitionRows
          well
          rows={[
            { label: t('付给', 'To'), value: t('王*明 @yuming', 'W••• M. @yuming') },
            { label: t('金额', 'Amount'), value: <Amount money={cny(2_000_600)} /> },
          ]}
        />
        <div className="dialog-acts">
          <Button variant="primary" wide icon={<KeyRound aria-hidden="true" />}>
            {t('用通行密钥验证', 'Use your passkey')}
          </Button>
          <Button variant="quiet" wide>
            {t('换一种方式', 'Another way')}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}

const STATUSES: readonly PillStatus[] = [
  'completed',
  'arriving',
  'checking',
  'held',
  'paused',
  'failed',
  'returned',
  'cancelled',
  'expired',
  'your_turn',
];

const Banners = (): ReactElement => (
  <div className="grid gap-3">
    <Banner>
      {t(
        '示例银行今晚 23:00 到 01:00 维护，期间提现会晚到。',
        'Sample Bank is down for maintenance tonight from 23:00 to 01:00; withdrawals arrive later.',
      )}
    </Banner>
    <Banner tone="held">
      {t('转出暂停中，还差 1 份材料。', 'Payments out are paused, 1 document is missing. ')}
      <a className="link" href="#main">
        {t('去上传', 'Upload it')}
      </a>
    </Banner>
    <Banner tone="danger">
      {t('有新设备登录。不是你？', 'A new device signed in. Not you? ')}
      <a className="link" href="#main">
        {t('立即冻结', 'Freeze now')}
      </a>
    </Banner>
    <Banner tone="info">
      {t('断线期间的 2 条消息已补上。', '2 messages from while you were offline are here.')}
    </Banner>
  </div>
);

function Choice(): ReactElement {
  const [value, setValue] = useState<'all' | 'in' | 'out'>('all');
  return (
    <SegmentedControl
      label={t('方向', 'Direction')}
      value={value}
      onChange={setValue}
      options={[
        { value: 'all', label: t('全部', 'All') },
        { value: 'in', label: t('收入', 'In') },
        { value: 'out', label: t('支出', 'Out') },
      ]}
    />
  );
}

/** What a message with {#b} and {#link} gives. */
const sentence = (): MessagePart<'b' | 'link'>[] => [
  { type: 'text', value: t('总成本 ', 'Total cost ') },
  { type: 'markup-start', name: 'b' },
  { type: 'text', value: '¥8.86' },
  { type: 'markup-end', name: 'b' },
  { type: 'text', value: t('，', ', ') },
  { type: 'markup-start', name: 'link' },
  { type: 'text', value: t('怎么算的', 'how it adds up') },
  { type: 'markup-end', name: 'link' },
];

export const ComponentsPage = (): ReactElement => (
  <main id="main" tabIndex={-1} className="grid grid-cols-1 gap-8 px-5 py-8 pane:px-12">
    <header className="flex items-center justify-between">
      <h1>
        <Brand size={26} />
      </h1>
      <span className="text-ink-2">{t('组件与状态', 'Components and states')}</span>
    </header>
    <MoneyShows />
    <div className="grid items-start gap-8 pane:grid-cols-2 panel:grid-cols-3">
      <Show title={t('按钮', 'Buttons')}>
        <Buttons />
      </Show>
      <Show title={t('状态标签', 'Status pills')}>
        <div className="flex flex-wrap gap-2.5">
          {STATUSES.map((status) => (
            <Pill key={status} status={status} />
          ))}
        </div>
        <div className="mt-4">
          <Choice />
        </div>
      </Show>
      <Show title={t('横幅', 'Banners')}>
        <Banners />
      </Show>
      <Show title={t('加载', 'Loading')}>
        <SkeletonRows />
        <div className="mt-3">
          <SkeletonText />
        </div>
        <Updating />
      </Show>
      <Show title={t('空', 'Empty')}>
        <Card>
          <EmptyState
            title={t('这个月还没有记录', 'Nothing this month')}
            action={<Button size="small">{t('清除筛选', 'Clear filters')}</Button>}
          >
            {t('换个月份看看，或清除筛选条件。', 'Try another month, or clear the filters.')}
          </EmptyState>
        </Card>
      </Show>
      <Show title={t('没取到', 'Failed')}>
        <Card>
          <FailedState title={t('记录没有加载出来', 'Your activity did not load')} onRetry={() => undefined}>
            {t(
              '网络断开了，你的钱不受影响。上次更新是 09:58。',
              'You are offline; your money is not affected. Last updated 09:58.',
            )}
          </FailedState>
        </Card>
      </Show>
      <Show title={t('带标记的句子', 'A sentence with markup')}>
        <p>
          <Rich
            parts={sentence()}
            tags={{
              link: (text) => (
                <a className="link" href="#main">
                  {text}
                </a>
              ),
            }}
          />
          <VisuallyHidden>{t('，在新页面打开', ', opens a new page')}</VisuallyHidden>
        </p>
      </Show>
      <Show title={t('人与物', 'People and things')}>
        <div className="flex flex-wrap items-center gap-3">
          <Avatar name="林知夏" size="large" />
          <Avatar name="Mateo Quillfeather" />
          <Avatar name="王*明" size="small" />
          <Glyph>EUR</Glyph>
          <Glyph>
            <Landmark />
          </Glyph>
        </div>
      </Show>
    </div>
  </main>
);
