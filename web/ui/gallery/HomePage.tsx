import {
  ArrowDownLeft,
  ArrowDownToLine,
  ArrowLeftRight,
  ArrowUpFromLine,
  ArrowUpRight,
  Bell,
  Bike,
  Coffee,
  CornerUpLeft,
  Eye,
  House,
  Landmark,
  List,
  MessageCircleQuestionMark,
  MessageSquarePlus,
  ScanLine,
  Search,
  User,
} from 'lucide-react';
import { cloneElement, useState, type ReactElement } from 'react';
import { Amount } from '#ui/Amount.tsx';
import { AppBar } from '#ui/AppBar.tsx';
import { Avatar } from '#ui/Avatar.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { DayHeading } from '#ui/DayHeading.tsx';
import { Glyph } from '#ui/Glyph.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { ListRow } from '#ui/ListRow.tsx';
import { MoneyBar } from '#ui/MoneyBar.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { Pill } from '#ui/Pill.tsx';
import { SandboxBanner } from '#ui/SandboxBanner.tsx';
import { Section } from '#ui/Section.tsx';
import { TabBar } from '#ui/TabBar.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { TxRow } from '#ui/TxRow.tsx';
import { cny, eur, jpy, t, usd, here } from './words.tsx';

function Balance(): ReactElement {
  const [hidden, setHidden] = useState(false);
  return (
    <section aria-label={t('余额', 'Balance')}>
      <div className="flex items-center justify-between">
        <span className="text-13 text-ink-2">{t('可用余额 · 人民币', 'Available · Chinese yuan')}</span>
        <IconButton
          className="-my-2.5 -mr-3"
          label={t('隐藏金额', 'Hide amounts')}
          aria-pressed={hidden}
          icon={<Eye size={20} aria-hidden="true" />}
          onClick={() => setHidden(!hidden)}
        />
      </div>
      <Amount money={cny(1_284_630)} size="big" hidden={hidden} />
      <div className="mt-3.5">
        <MoneyBar
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
              label: t('到账中 · 今天 18:00 前', 'Arriving · today by 18:00'),
              spoken: t('到账中', 'Arriving'),
            },
            {
              kind: 'held',
              money: cny(35_800),
              label: t('飞鱼单车预授权 · 11月22日释放', 'Held by Flying Fish Bikes · until 22 Nov'),
              spoken: t('预授权', 'Held'),
            },
          ]}
        />
      </div>
    </section>
  );
}

function Actions(): ReactElement {
  const more = [
    [ArrowDownToLine, t('充值', 'Top up')],
    [ArrowUpFromLine, t('提现', 'Withdraw')],
    [ArrowLeftRight, t('换汇', 'Exchange')],
    [MessageSquarePlus, t('请款', 'Request')],
  ] as const;
  return (
    <section className="grid grid-cols-2 gap-x-3 gap-y-2" aria-label={t('操作', 'Actions')}>
      <Button variant="primary" icon={<ArrowUpRight aria-hidden="true" />} render={here}>
        {t('付款', 'Pay')}
      </Button>
      <Button variant="tint" icon={<ArrowDownLeft aria-hidden="true" />} render={here}>
        {t('收款', 'Receive')}
      </Button>
      <div className="col-span-2 grid grid-cols-4">
        {more.map(([Icon, label]) => (
          <a
            key={label}
            href="#main"
            className="grid justify-items-center gap-1.5 rounded-control pt-3 pb-1 text-13 text-ink-2"
          >
            <Icon size={23} className="text-ink" aria-hidden="true" />
            {label}
          </a>
        ))}
      </div>
    </section>
  );
}

const Recent = (): ReactElement => (
  <Section
    title={t('最近', 'Recent')}
    aside={
      <TextLink href="#main" className="text-13" alone>
        {t('全部记录', 'All activity')}
      </TextLink>
    }
  >
    <Card>
      <DayHeading>{t('今天', 'Today')}</DayHeading>
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
        render={here}
        glyph={<Avatar name={t('许*宁', 'Xu N.')} />}
        who={t('许*宁', 'Xu N.')}
        sub={t('08:10 · 十一月房租分摊', '08:10 · Rent share, November')}
        amount={<Amount money={cny(185_000)} tone="in" sign="both" />}
      />
      <DayHeading>{t('昨天', 'Yesterday')}</DayHeading>
      <TxRow
        render={here}
        glyph={
          <Glyph>
            <ArrowDownToLine />
          </Glyph>
        }
        who={t('银行转入', 'Bank transfer in')}
        sub={<Pill status="arriving" />}
        amount={<Amount money={cny(120_000)} tone="pending" sign="both" />}
      />
      <TxRow
        render={here}
        glyph={
          <Glyph>
            <Landmark />
          </Glyph>
        }
        who={t('提现到示范银行 (6203)', 'To Example Bank (6203)')}
        sub={<Pill status="returned" />}
        amount={<Amount money={cny(-200_000)} tone="void" />}
      />
      <TxRow
        render={here}
        glyph={
          <Glyph>
            <Bike />
          </Glyph>
        }
        who={t('飞鱼单车', 'Flying Fish Bikes')}
        sub={<Pill status="held" />}
        amount={<Amount money={cny(35_800)} tone="held" />}
      />
    </Card>
  </Section>
);

const Pockets = (): ReactElement => (
  <Section
    title={t('其他币种', 'Other currencies')}
    aside={
      <TextLink href="#main" className="text-13" alone>
        {t('添加', 'Add')}
      </TextLink>
    }
  >
    <Card>
      <TxRow
        render={here}
        glyph={<Glyph>EUR</Glyph>}
        who={t('欧元', 'Euro')}
        amount={<Amount money={eur(8_640)} />}
        also="≈ ¥677.48"
      />
      <TxRow
        render={here}
        glyph={<Glyph>USD</Glyph>}
        who={t('美元', 'US dollar')}
        amount={<Amount money={usd(142_015)} />}
        also="≈ ¥10,083.07"
      />
      <TxRow
        render={here}
        glyph={<Glyph>JPY</Glyph>}
        who={t('日元', 'Japanese yen')}
        amount={<Amount money={jpy(48_000)} />}
        also="≈ ¥2,203.20"
      />
    </Card>
  </Section>
);

export function HomePage(): ReactElement {
  const tabs = [
    {
      key: 'home',
      icon: <House aria-hidden="true" />,
      label: t('首页', 'Home'),
      render: cloneElement(here, { 'aria-current': 'page' }),
    },
    { key: 'list', icon: <List aria-hidden="true" />, label: t('记录', 'Activity'), render: here },
    { key: 'scan', icon: <ScanLine aria-hidden="true" />, label: t('付款码', 'Pay code'), render: here },
    {
      key: 'help',
      icon: <MessageCircleQuestionMark aria-hidden="true" />,
      label: t('帮助', 'Help'),
      render: here,
      unread: 2,
    },
    { key: 'me', icon: <User aria-hidden="true" />, label: t('我的', 'Me'), render: here },
  ];
  const bar = (
    <>
      <SandboxBanner />
      <AppBar
        brand
        title={t('首页', 'Home')}
        actions={
          <>
            <IconButton label={t('搜索', 'Search')} icon={<Search aria-hidden="true" />} />
            <IconButton
              label={t('消息，1 条未读', 'Messages, 1 unread')}
              icon={<Bell aria-hidden="true" />}
              news
            />
          </>
        }
      />
    </>
  );
  return (
    <PageColumn bar={bar} foot={<TabBar label={t('主导航', 'Main')} tabs={tabs} />}>
      <Balance />
      <Actions />
      <Section title={t('需要你处理', 'Needs you')}>
        <Card>
          <ListRow
            render={here}
            icon={<CornerUpLeft aria-hidden="true" />}
            tone="pending"
            title={t('提现 ¥2,000.00 被银行退回', '¥2,000.00 withdrawal returned')}
            sub={t(
              '收款卡已注销。¥2,002.00 已回到余额，换一张卡即可重试。',
              'The card is closed. ¥2,002.00 is back in your balance. Try another card.',
            )}
          />
        </Card>
      </Section>
      <Recent />
      <Pockets />
    </PageColumn>
  );
}
