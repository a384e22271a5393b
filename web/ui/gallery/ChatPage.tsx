import { Ellipsis, Landmark, Phone } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { AppBar } from '#ui/AppBar.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ChatLog } from '#ui/ChatLog.tsx';
import { ChatMessage } from '#ui/ChatMessage.tsx';
import { Composer } from '#ui/Composer.tsx';
import { Explainer } from '#ui/Explainer.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { ListRow } from '#ui/ListRow.tsx';
import { QueuePlace } from '#ui/QueuePlace.tsx';
import { SubjectRow, TalkPage } from '#ui/TalkPage.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { t, here } from './words.tsx';

const Talk = (): ReactElement => (
  <ChatLog>
    <ChatMessage side="mine" time="10:02" delivery="read">
      {t('钱怎么退回来了？卡我上个月还在用。', 'Why was the money sent back? I used the card last month.')}
    </ChatMessage>
    <Explainer
      source={t('自动说明，依据这笔提现的实时状态', 'Automatic, from the live state of this withdrawal')}
      actions={
        <>
          <Button variant="tint">{t('改提到示例银行 (0188)', 'Use Sample Bank (0188) instead')}</Button>
          <Button>{t('请银行再核对一次（发起追踪）', 'Ask the bank to check again (start a trace)')}</Button>
        </>
      }
    >
      <p>
        {t(
          '示范银行退回时写的原因是账户已注销 (AC04)。',
          'Example Bank’s reason was: account closed (AC04). ',
        )}
        <b>{t('今天 09:12，¥2,002.00 已回到余额', 'At 09:12 today ¥2,002.00 was back in your balance')}</b>
        {t('，可以马上用。', ' and can be used at once.')}
      </p>
      <p>
        {t(
          '如果这张卡还能用，常见的情况是换过卡：旧卡号注销，新卡号不同。',
          'If the card still works, it was probably replaced: the old number is closed, the new one differs.',
        )}
      </p>
    </Explainer>
    <ChatMessage side="mine" time="10:03" delivery="delivered">
      {t('没换过卡，想请人看一下。', 'I have not changed cards. Could someone look?')}
    </ChatMessage>
    <ChatMessage side="mine" time="10:04" delivery="unsent" onRetry={() => undefined}>
      {t('这是新卡的照片', 'Here is a photo of the card')}
    </ChatMessage>
    <QueuePlace
      people={3}
      minutes={4}
      actions={
        <>
          <TextLink alone href="#main">
            {t('改为留言，回复发邮箱', 'Leave a message instead')}
          </TextLink>
          <TextLink alone href="#main">
            {t('请客服回电', 'Ask for a call')}
          </TextLink>
        </>
      }
    >
      {t(
        '可以离开这个页面。轮到你时会发通知和短信，位置会保留 30 分钟。',
        'You may leave this page. When it is your turn we notify you, also by SMS, and keep your place for 30 minutes.',
      )}
    </QueuePlace>
    <section>
      <h2 className="mx-1 mb-2 text-13 font-normal text-ink-3">{t('等待时可以先看', 'While you wait')}</h2>
      <Card>
        <ListRow
          render={here}
          title={t('银行退回提现的 6 种原因和处理办法', 'Six reasons why banks return withdrawals')}
        />
      </Card>
    </section>
  </ChatLog>
);

export function ChatPage(): ReactElement {
  const [text, setText] = useState('');
  return (
    <TalkPage
      bar={
        <AppBar
          title={t('客服', 'Support')}
          back={here}
          actions={
            <>
              <IconButton label={t('电话', 'Call')} icon={<Phone aria-hidden="true" />} />
              <IconButton label={t('更多', 'More')} icon={<Ellipsis aria-hidden="true" />} />
            </>
          }
        />
      }
      subject={
        <SubjectRow icon={<Landmark aria-hidden="true" />} render={here}>
          <span className="text-ink-2">{t('关于', 'About')}</span>{' '}
          {t('提现 ¥2,000.00 · 已退回', 'withdrawal ¥2,000.00 · Returned')}
        </SubjectRow>
      }
      composer={
        <Composer
          value={text}
          onChange={setText}
          onSend={() => setText('')}
          label={t('补充说明，客服接入时会看到', 'Add details for the agent')}
          maxLength={2000}
          onFiles={() => undefined}
        />
      }
    >
      <Talk />
    </TalkPage>
  );
}
