import { Search } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { Currency } from '#common/money';
import { AmountInput } from '#ui/AmountInput.tsx';
import { AppBar } from '#ui/AppBar.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { CodeInput } from '#ui/CodeInput.tsx';
import { Dock } from '#ui/Dock.tsx';
import { Field } from '#ui/Field.tsx';
import { LanguageSwitch } from '#ui/LanguageSwitch.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { PasswordInput } from '#ui/PasswordInput.tsx';
import { Select } from '#ui/Select.tsx';
import { StrengthMeter } from '#ui/StrengthMeter.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { ThemeSwitch } from '#ui/ThemeSwitch.tsx';
import { t, here } from './words.tsx';

function Amounts(): ReactElement {
  const [fine, setFine] = useState('2000');
  const [much, setMuch] = useState('28000');
  const [long, setLong] = useState('1284530.18');
  const [currency, setCurrency] = useState<Currency>('CNY');
  return (
    <>
      <Card pad>
        <AmountInput
          label={t('你付', 'You pay')}
          value={fine}
          onChange={setFine}
          currency={currency}
          currencies={['CNY', 'EUR', 'USD', 'JPY']}
          onCurrency={setCurrency}
          hint={t('可用 ¥12,846.30，今天还能付 ¥18,000.00', '¥12,846.30 available, ¥18,000.00 more today')}
        />
      </Card>
      <Card pad>
        <AmountInput
          label={t('你付', 'You pay')}
          value={much}
          onChange={setMuch}
          currency="CNY"
          error={
            <>
              {t('今天还能付 ¥18,000.00。', 'You can pay ¥18,000.00 more today. ')}
              <TextLink inherit onPress={() => setMuch('18000')}>
                {t('改成这个数', 'Use that amount')}
              </TextLink>
              {t('或', ' or ')}
              <TextLink inherit href="#main">
                {t('提高限额', 'raise the limit')}
              </TextLink>
            </>
          }
        />
      </Card>
      <Card pad>
        <AmountInput
          label={t('你收', 'You receive')}
          value={long}
          onChange={setLong}
          currency="CNY"
          hint={t('一笔最多 ¥5,000,000.00', 'At most ¥5,000,000.00 at once')}
        />
      </Card>
    </>
  );
}

function Fields(): ReactElement {
  const [code, setCode] = useState('482');
  const [bank, setBank] = useState('a');
  return (
    <>
      <Field
        label={t('收款人', 'Payee')}
        hint={
          <>
            <Search size={16} aria-hidden="true" />
            {t('找到 A••• S.，请核对', 'Found A••• S., please check')}
          </>
        }
      >
        <TextInput defaultValue="anna.s@mail.example" inputMode="email" autoComplete="off" />
      </Field>
      <Field
        label={t('银行卡号', 'Card number')}
        error={t('卡号少 3 位，请再看一眼卡面', '3 digits are missing. Look at the card again.')}
      >
        <TextInput defaultValue="6217 0000 1234 56" inputMode="numeric" />
      </Field>
      <Field
        label={t('登录密码', 'Password')}
        hint={t('至少 12 个字符，可以是一句话', 'At least 12 characters; a sentence is fine')}
      >
        <PasswordInput autoComplete="new-password" defaultValue="海獭在南门洗衣" />
        <StrengthMeter level={3} word={t('够强，猜到它要很多年', 'Strong: guessing it takes years')} />
      </Field>
      <Field
        label={t('短信里的 6 位数字', 'The 6 digits from the SMS')}
        hint={t('发到 138 •••• 6620，还可以在 0:42 后重发', 'Sent to 138 •••• 6620, again possible in 0:42')}
      >
        <CodeInput value={code} onChange={setCode} />
      </Field>
      <Field label={t('付款卡', 'Card')}>
        <Select
          value={bank}
          onChange={setBank}
          options={[
            { value: 'a', label: t('示例银行 (0188)', 'Sample Bank (0188)') },
            {
              value: 'b',
              label: t('示范银行 (6203) 已停用', 'Example Bank (6203), switched off'),
              disabled: true,
            },
          ]}
        />
      </Field>
      <Field label={t('附言', 'Note')} optional>
        <TextArea
          maxLength={200}
          placeholder={t('例如：十一月房租分摊', 'For example: rent share, November')}
        />
      </Field>
      <Checkbox
        onChange={() => undefined}
        error={t('开户需要同意用户协议', 'An account needs your agreement to the terms')}
      >
        {t('我已阅读并同意 ', 'I have read and agree to the ')}
        <TextLink href="#main">{t('用户协议', 'terms')}</TextLink>
        {t(' 和 ', ' and the ')}
        <TextLink href="#main">{t('隐私说明', 'privacy notice')}</TextLink>
      </Checkbox>
    </>
  );
}

export const FormPage = (): ReactElement => (
  <PageColumn
    bar={<AppBar title={t('表单', 'Forms')} back={here} />}
    foot={
      <Dock>
        <Button variant="primary" wide unavailable={t('还差 3 位验证码', '3 digits still missing')}>
          {t('开户', 'Open account')}
        </Button>
      </Dock>
    }
  >
    <Amounts />
    <Fields />
    <div className="flex flex-wrap gap-3">
      <ThemeSwitch />
      <LanguageSwitch />
    </div>
  </PageColumn>
);
