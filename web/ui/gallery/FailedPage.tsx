import { Ellipsis, Flag, MessageCircleQuestionMark, Printer, ReceiptText, Share2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { Amount } from '#ui/Amount.tsx';
import { AppBar } from '#ui/AppBar.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { CopyButton } from '#ui/CopyButton.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { ListRow } from '#ui/ListRow.tsx';
import { Menu } from '#ui/Menu.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { Pill } from '#ui/Pill.tsx';
import { ReasonCard } from '#ui/ReasonCard.tsx';
import { Section } from '#ui/Section.tsx';
import { Timeline, type TimelineItem } from '#ui/Timeline.tsx';
import { useToast } from '#ui/Toast.tsx';
import { cny, t, here } from './words.tsx';

const story = (): TimelineItem[] => [
  {
    key: '4',
    state: 'done',
    what: t('已回到余额', 'Back in your balance'),
    when: t('11月20日 09:12', '20 Nov 09:12'),
    fact: t('退回 ¥2,000.00，退还手续费 ¥2.00', '¥2,000.00 returned, fee of ¥2.00 refunded'),
  },
  {
    key: '3',
    state: 'failed',
    what: t('银行退回', 'Returned by the bank'),
    when: t('11月20日 09:12', '20 Nov 09:12'),
    fact: t('银行代码 AC04：账户已注销', 'Bank code AC04: account closed'),
  },
  {
    key: '2',
    state: 'past',
    what: t('已提交银行', 'Sent to the bank'),
    when: t('11月19日 15:21', '19 Nov 15:21'),
    fact: t('银行 15:24 回执受理', 'Accepted by the bank at 15:24'),
  },
  {
    key: '1',
    state: 'past',
    what: t('已确认', 'Confirmed'),
    when: t('11月19日 15:20', '19 Nov 15:20'),
    fact: t('支付密码 + 验证器，设备：知夏的手机', 'Payment password + authenticator, on Zhixia’s phone'),
  },
];

function Why(): ReactElement {
  return (
    <ReasonCard
      happened={
        <>
          {t(
            '示范银行在 11月20日 09:12 退回了这笔钱：',
            'Example Bank sent the money back on 20 November at 09:12: ',
          )}
          <b>{t('尾号 6203 的账户已注销', 'the account ending 6203 is closed')}</b>
          {t('。', '.')}
        </>
      }
      money={
        <>
          <b>{t('¥2,002.00 已全部回到余额', 'All ¥2,002.00 is back in your balance')}</b>
          {t('，其中手续费 ¥2.00 也已退还。', ', including the ¥2.00 fee.')}
        </>
      }
      stations={[
        { label: t('你的余额', 'Your balance'), state: 'here' },
        { label: t('银行清算', 'Clearing'), state: 'was' },
        { label: t('示范银行', 'Example Bank'), state: 'bad' },
      ]}
      next={t(
        '换一张本人名下的卡重新提现。尾号 6203 已停用，避免再次退回。',
        'Withdraw to another card in your own name. The one ending 6203 is switched off so this does not happen again.',
      )}
      actions={
        <>
          <Button variant="primary" wide render={here}>
            {t('提现到示例银行 (0188)', 'Withdraw to Sample Bank (0188)')}
          </Button>
          <Button wide render={here}>
            {t('添加一张卡', 'Add a card')}
          </Button>
        </>
      }
    />
  );
}

export function FailedPage(): ReactElement {
  const toast = useToast();
  const menu = (
    <Menu
      trigger={<IconButton label={t('更多', 'More')} icon={<Ellipsis aria-hidden="true" />} />}
      items={[
        {
          key: 'share',
          label: t('分享回执', 'Share receipt'),
          icon: <Share2 aria-hidden="true" />,
          onPress: () => toast(t('链接已复制', 'Link copied'), { undo: () => undefined }),
        },
        {
          key: 'print',
          label: t('打印', 'Print'),
          icon: <Printer aria-hidden="true" />,
          onPress: () => undefined,
        },
        {
          key: 'report',
          label: t('这不是我', 'Not me'),
          icon: <Flag aria-hidden="true" />,
          danger: true,
          onPress: () => undefined,
        },
      ]}
    />
  );
  const reference = (
    <span className="inline-flex items-center gap-2">
      <span className="num">wd_7K2M 9QXD 41</span>
      <CopyButton text="wd_7K2M9QXD41" what={t('编号', 'reference')} />
    </span>
  );
  return (
    <PageColumn bar={<AppBar title={t('提现', 'Withdrawal')} back={here} actions={menu} />}>
      <section className="grid gap-1.5" aria-label={t('提现', 'Withdrawal')}>
        <div className="flex items-center justify-between">
          <span className="text-ink-2">{t('到示范银行 (6203)', 'To Example Bank (6203)')}</span>
          <Pill status="returned" />
        </div>
        <Amount money={cny(200_000)} size="big" />
      </section>
      <Why />
      <Section title={t('经过', 'Timeline')}>
        <Timeline items={story()} />
      </Section>
      <Section title={t('明细', 'Details')}>
        <Card className="px-4 py-1">
          <DefinitionRows
            ruled
            rows={[
              { label: t('编号', 'Reference'), value: reference },
              { label: t('手续费', 'Fee'), value: t('¥2.00，已退还', '¥2.00, refunded') },
              { label: t('收款人', 'Account holder'), value: t('林知夏，本人', 'Lin Zhixia (you)') },
            ]}
          />
        </Card>
      </Section>
      <Section title={t('还需要帮助？', 'Still need help?')}>
        <Card>
          <ListRow
            render={here}
            icon={<MessageCircleQuestionMark aria-hidden="true" />}
            title={t('问客服：这笔提现会一起带过去', 'Ask about this withdrawal')}
          />
          <ListRow
            render={here}
            icon={<ReceiptText aria-hidden="true" />}
            title={t('下载退回凭证 (PDF)', 'Download proof of return (PDF)')}
          />
          <ListRow
            render={here}
            icon={<Flag aria-hidden="true" />}
            title={t('这不是我本人操作', 'I did not make this withdrawal')}
          />
        </Card>
      </Section>
    </PageColumn>
  );
}
