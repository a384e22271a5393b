import { MessageCircleQuestionMark } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { Amount } from '#ui/Amount.tsx';
import { AppBar } from '#ui/AppBar.tsx';
import { Avatar } from '#ui/Avatar.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { CodeInput } from '#ui/CodeInput.tsx';
import { Dock } from '#ui/Dock.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { QuoteCard } from '#ui/QuoteCard.tsx';
import { StepUpSheet } from '#ui/StepUpSheet.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { now } from '#ui/clock.ts';
import { cny, eur, here, instant, t } from './words.tsx';

/** 3 min 48 s are left of 5 minutes when the page opens. */
const started = now();

function Password({ open, onClose }: { open: boolean; onClose: () => void }): ReactElement {
  const [digits, setDigits] = useState('1234');
  const wrong = digits === '000000';
  return (
    <StepUpSheet
      open={open}
      onClose={onClose}
      title={t('输入支付密码', 'Enter payment password')}
      note={t(
        '这次验证只对下面这一笔有效，3 分钟内用一次。',
        'This counts for the payment below only, once, within 3 minutes.',
      )}
      facts={[
        { label: t('付给', 'To'), value: t('王*明 @yuming', 'W••• M. @yuming') },
        { label: t('一共付', 'Total'), value: <Amount money={cny(200_600)} /> },
      ]}
      error={
        wrong
          ? t('支付密码不对，还可以试 2 次', 'That is not the payment password. 2 tries left.')
          : undefined
      }
      ways={
        <>
          <TextLink alone href="#main">
            {t('忘记支付密码', 'Forgot payment password')}
          </TextLink>
          <TextLink alone href="#main">
            {t('改用通行密钥', 'Use a passkey')}
          </TextLink>
        </>
      }
    >
      <CodeInput
        label={t('支付密码', 'Payment password')}
        masked
        value={digits}
        onChange={setDigits}
        beginHere
      />
    </StepUpSheet>
  );
}

export function ConfirmPage(): ReactElement {
  const [asking, setAsking] = useState(new URLSearchParams(location.search).has('ask'));
  const pay = (
    <Dock
      fact={t('从人民币余额', 'From your CNY balance')}
      value={
        <>
          {t('付后剩 ', 'Leaves ')}
          <Amount money={cny(1_084_030)} size="plain" />
        </>
      }
    >
      <Button variant="primary" wide busyLabel={t('正在付款', 'Paying')} onClick={() => setAsking(true)}>
        {t('付款 ¥2,006.00', 'Pay ¥2,006.00')}
      </Button>
    </Dock>
  );
  return (
    <PageColumn
      tight
      bar={
        <AppBar
          title={t('确认付款', 'Confirm payment')}
          back={here}
          actions={
            <IconButton
              label={t('帮助', 'Help')}
              icon={<MessageCircleQuestionMark aria-hidden="true" />}
              render={here}
            />
          }
        />
      }
      foot={pay}
    >
      <section
        className="grid grid-cols-[48px_1fr_auto] items-center gap-3"
        aria-label={t('收款人', 'Payee')}
      >
        <Avatar name={t('王*明', 'Wang M.')} size="large" />
        <span>
          <b className="block text-17">{t('王*明', 'W••• M.')}</b>
          <span className="text-13 text-ink-2">{t('@yuming · 首次付款', '@yuming · first payment')}</span>
        </span>
        <TextLink alone href="#main" className="text-13">
          {t('更改', 'Change')}
        </TextLink>
      </section>
      <section aria-label={t('金额', 'Amount')}>
        <div className="text-13 text-ink-2">{t('王*明收到', 'W••• M. receives')}</div>
        <Amount money={eur(25_506)} size="big" />
        <div className="mt-0.5 text-13 text-ink-2">
          {t('附言：十二月里斯本房租定金', 'Note: deposit for December rent, Lisbon')}
        </div>
      </section>
      <QuoteCard
        lines={[
          { label: t('换汇金额', 'You exchange'), value: <Amount money={cny(200_000)} size="plain" /> },
          { label: t('汇率', 'Rate'), value: <span className="num">1 EUR = 7.8412 CNY</span> },
          { label: t('手续费', 'Fee'), value: <Amount money={cny(600)} size="plain" /> },
        ]}
        total={{
          label: t('你一共付', 'You pay in all'),
          value: <Amount money={cny(200_600)} size="total" />,
        }}
        below={[
          {
            label: t('到账', 'Arrives'),
            value: t('约 1 分钟，直接进入对方钱包', 'in about 1 minute, into their wallet'),
          },
        ]}
        validFrom={instant(started - 72_000)}
        validUntil={instant(started + 228_000)}
        onRefresh={() => undefined}
      />
      <p className="prose text-13 text-ink-2">
        {t('总成本 ', 'Total cost ')}
        <b className="text-ink">¥8.86</b>
        {t(
          '：手续费 ¥6.00，加上与欧洲央行参考价 7.8300 之间的差价 ¥2.86（0.14%）。',
          ': the ¥6.00 fee plus ¥2.86 (0.14%) against the ECB reference rate of 7.8300.',
        )}
      </p>
      <Banner tone="quiet">
        {t(
          '付款后不能自行撤回。对方若自称客服、警察，或让你转入所谓安全账户，',
          'You cannot take a payment back yourself. If they claim to be support or the police, or name a safe account, ',
        )}
        <TextLink href="#main">{t('先停下来核对', 'stop and check first')}</TextLink>
        {t('。', '.')}
      </Banner>
      <Password open={asking} onClose={() => setAsking(false)} />
    </PageColumn>
  );
}
