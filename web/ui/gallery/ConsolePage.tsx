import {
  Bell,
  CircleQuestionMark,
  Flag,
  Globe,
  Landmark,
  Mail,
  MessageCircleQuestionMark,
  Paperclip,
  Phone,
  Scale,
  Search,
  Settings,
  ShieldCheck,
  Store,
  StickyNote,
  Users,
} from 'lucide-react';
import { cloneElement, useEffect, useState, type ReactElement } from 'react';
import { Avatar } from '#ui/Avatar.tsx';
import { Button } from '#ui/Button.tsx';
import { ChatEvent } from '#ui/ChatEvent.tsx';
import { ChatLog } from '#ui/ChatLog.tsx';
import { ChatMessage } from '#ui/ChatMessage.tsx';
import { DeskComposer } from '#ui/DeskComposer.tsx';
import { DeskFrame } from '#ui/DeskFrame.tsx';
import { Explainer } from '#ui/Explainer.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Promises } from '#ui/Promises.tsx';
import { QueueRow, type QueueRowProps } from '#ui/QueueRow.tsx';
import { Rail } from '#ui/Rail.tsx';
import { SandboxBanner } from '#ui/SandboxBanner.tsx';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { ThreePane } from '#ui/ThreePane.tsx';
import { ConsolePanel } from './ConsolePanel.tsx';
import { t, here } from './words.tsx';

const chat = <MessageCircleQuestionMark size={15} aria-hidden="true" />;
const mail = <Mail size={15} aria-hidden="true" />;

const queue = (): QueueRowProps[] => [
  {
    render: here,
    name: t('林知夏', 'Lin Zhixia'),
    icon: chat,
    kind: t('提现被退回', 'Withdrawal returned'),
    said: t('没换过卡，想请人看一下。', 'I have not changed cards. Could someone look?'),
    due: '2:41',
    urgency: 'near',
    selected: true,
  },
  {
    render: here,
    name: 'Mateo Quillfeather',
    icon: mail,
    kind: t('解除限制', 'Lift restriction'),
    said: 'I uploaded the statement on Monday…',
    due: t('逾期 6 分', '6 min late'),
    urgency: 'late',
  },
  {
    render: here,
    name: t('欧阳若溪', 'Ouyang Ruoxi'),
    icon: chat,
    kind: t('到账追踪', 'Trace'),
    said: t('对方说没收到，但这里写着已完成', 'It says completed but nothing arrived'),
    due: '11:05',
  },
  {
    render: here,
    name: t('海獭洗衣（南门店）', 'Sea Otter Laundry (South)'),
    icon: <Store size={15} aria-hidden="true" />,
    kind: t('争议', 'Dispute'),
    said: t('已补充取件照片 3 张', 'Added 3 pick-up photos'),
    due: t('今天 17:00', '17:00'),
  },
  {
    render: here,
    name: t('陈*安', 'Chen A.'),
    icon: <Phone size={15} aria-hidden="true" />,
    kind: t('账户锁定', 'Locked out'),
    said: t('换了手机号，收不到验证码', 'New phone number, no codes arrive'),
    due: t('排队 1 分', 'queued 1 min'),
  },
  {
    render: here,
    name: t('阿依努尔·赛迪', 'Aynur Saidi'),
    icon: <Globe size={15} aria-hidden="true" />,
    kind: t('退款', 'Refund'),
    said: t('商户同意了，钱什么时候回来', 'The shop agreed. When is it back?'),
    due: t('今天 18:30', '18:30'),
  },
  {
    render: here,
    name: 'Priya V.',
    icon: mail,
    kind: t('身份认证', 'Identity'),
    said: 'My passport photo was refused twice',
    due: t('周一 09:00', 'Mon 09:00'),
  },
  {
    render: here,
    name: t('顾北辰', 'Gu Beichen'),
    icon: mail,
    kind: t('投诉', 'Complaint'),
    said: t('对 11月14日的处理结果有异议', 'Disagrees with the outcome of 14 Nov'),
    due: t('11月24日', '24 Nov'),
  },
];

function Queue(): ReactElement {
  const [shelf, setShelf] = useState<'mine' | 'open' | 'all'>('mine');
  return (
    <>
      <header className="panehead">
        <h2>{t('会话', 'Conversations')}</h2>
        <div className="mt-2">
          <SegmentedControl
            wide
            label={t('队列', 'Queue')}
            value={shelf}
            onChange={setShelf}
            options={[
              { value: 'mine', label: t('我的 8', 'Mine 8') },
              { value: 'open', label: t('待领 14', 'Open 14') },
              { value: 'all', label: t('全部 61', 'All 61') },
            ]}
          />
        </div>
      </header>
      {queue().map((row) => (
        <QueueRow key={row.name} {...row} />
      ))}
    </>
  );
}

const Log = (): ReactElement => (
  <ChatLog>
    <ChatMessage side="theirs" from={t('林知夏', 'Lin Zhixia')} time="10:02">
      {t('钱怎么退回来了？卡我上个月还在用。', 'Why was the money sent back? I used the card last month.')}
    </ChatMessage>
    <Explainer replayed source={t('客户已看到的自动说明', 'Explanation the customer has seen')}>
      {t(
        '示范银行退回，原因是账户已注销 (AC04)。¥2,002.00 已在 09:12 回到余额。',
        'Returned by Example Bank: account closed (AC04). ¥2,002.00 was back in the balance at 09:12.',
      )}
      <span className="mt-1 block text-12 text-ink-2">
        {t(
          '按钮：改提到示例银行、发起追踪。均未点击。',
          'Offered: Sample Bank (0188), start a trace. Neither used.',
        )}
      </span>
    </Explainer>
    <ChatMessage side="theirs" from={t('林知夏', 'Lin Zhixia')} time="10:03">
      {t('没换过卡，想请人看一下。', 'I have not changed cards. Could someone look?')}
    </ChatMessage>
    <ChatEvent>
      {t('周青 10:07 接入，等待 3 分 52 秒', 'Zhou Qing joined at 10:07 after 3 min 52 s')}
    </ChatEvent>
    <ChatMessage side="mine" time="10:08" delivery="read">
      {t(
        '您好，我是周青。银行退回时写的是账户已注销 (AC04)，钱已在您的余额里。我请银行再核对一次，可以吗？',
        'Hello, this is Zhou Qing. The bank’s own words are “account closed”, and the money is in your balance. May I ask the bank to check again?',
      )}
    </ChatMessage>
    <ChatMessage side="theirs" from={t('林知夏', 'Lin Zhixia')} time="10:09">
      {t('可以，麻烦了。大概要多久？', 'Yes please. How long will it take?')}
    </ChatMessage>
    <ChatMessage side="mine" note time="10:10">
      {t(
        '本周第 4 笔 AC04 来自示范银行，疑似对方批量改号。@运营 王一苇',
        'Fourth AC04 from Example Bank this week, looks like a bulk renumbering. @ops Wang Yiwei',
      )}
    </ChatMessage>
  </ChatLog>
);

function Conversation({ onPanel, onBack }: { onPanel: () => void; onBack: () => void }): ReactElement {
  const [text, setText] = useState(
    t(
      '追踪已发起，编号 trace_9M3T。银行承诺 2 个工作日内答复，也就是 11月24日 18:00 前，有结果会立刻通知您。',
      'The trace is running, reference trace_9M3T. The bank answers within 2 working days, so by 24 November 18:00. You will hear at once.',
    ),
  );
  const [mode, setMode] = useState<'reply' | 'note'>('reply');
  return (
    <>
      <header className="convhead">
        <button type="button" className="btn quiet pane-back" onClick={onBack}>
          <span>{t('队列', 'Queue')}</span>
        </button>
        <h2 className="cut">
          {t('林知夏', 'Lin Zhixia')}
          <span className="ml-2.5 text-13 font-normal text-ink-2">
            {t('提现被退回', 'Withdrawal returned')} · case_4F8K 2D
          </span>
        </h2>
        <Button className="panel-opener" onClick={onPanel}>
          {t('客户', 'Customer')}
        </Button>
        <Button>{t('转交', 'Hand over')}</Button>
        <Button>{t('稍后', 'Snooze')}</Button>
        <Button variant="tint">{t('结案', 'Resolve')}</Button>
      </header>
      <Promises
        items={[
          { key: '1', state: 'kept', text: t('首次响应 0:52', 'First reply 0:52') },
          { key: '2', state: 'near', text: t('下次回复还剩 2:41', 'Next reply due in 2:41') },
          { key: '3', state: 'open', text: t('周一 12:00 前解决', 'Resolve by Monday 12:00') },
        ]}
      />
      <Log />
      <DeskComposer
        value={text}
        onChange={setText}
        onSend={() => setText('')}
        mode={mode}
        onMode={setMode}
        modes={[
          { value: 'reply', label: t('回复', 'Reply') },
          { value: 'note', label: t('内部备注', 'Note'), note: true },
        ]}
        aside={t('沈朗也在看', 'Shen Lang is also viewing')}
        maxLength={4000}
        tools={
          <>
            <IconButton label={t('添加文件', 'Attach')} icon={<Paperclip aria-hidden="true" />} />
            <IconButton label={t('模板', 'Template')} icon={<StickyNote aria-hidden="true" />} />
          </>
        }
      />
    </>
  );
}

export function ConsolePage(): ReactElement {
  const [open, setOpen] = useState(true);
  const [panel, setPanel] = useState(new URLSearchParams(location.search).has('panel'));
  useEffect(() => document.body.classList.add('desk'), []);
  const rail = (
    <Rail
      label={t('工作区', 'Workspace')}
      items={[
        {
          key: 'c',
          label: t('会话 8', 'Conversations 8'),
          icon: <MessageCircleQuestionMark aria-hidden="true" />,
          render: cloneElement(here, { 'aria-current': 'page' }),
          count: 8,
        },
        { key: 'u', label: t('客户', 'Customers'), icon: <Users aria-hidden="true" />, render: here },
        {
          key: 'r',
          label: t('审核 3', 'Reviews 3'),
          icon: <ShieldCheck aria-hidden="true" />,
          render: here,
          count: 3,
        },
        { key: 'd', label: t('争议', 'Disputes'), icon: <Scale aria-hidden="true" />, render: here },
        { key: 'm', label: t('资金', 'Money'), icon: <Landmark aria-hidden="true" />, render: here },
        { key: 'f', label: t('报表', 'Reports'), icon: <Flag aria-hidden="true" />, render: here },
      ]}
      end={[{ key: 's', label: t('设置', 'Settings'), icon: <Settings aria-hidden="true" />, render: here }]}
    />
  );
  return (
    <DeskFrame
      banner={<SandboxBanner />}
      title={t('客服台', 'Console')}
      search={
        <TextInput
          icon={<Search size={17} aria-hidden="true" />}
          aria-label={t('搜索', 'Search')}
          placeholder={t('客户、编号、邮箱、电话', 'Customer, reference, e-mail, phone')}
          tail={<kbd className="kbd">⌘K</kbd>}
        />
      }
      end={
        <>
          <span className="wide-only flex items-center gap-1.5">
            <i className="key online" />
            {t('在线，接待 3 / 5', 'Online, 3 of 5 chats')}
          </span>
          <IconButton label={t('帮助', 'Help')} icon={<CircleQuestionMark aria-hidden="true" />} />
          <IconButton label={t('通知', 'Notifications')} icon={<Bell aria-hidden="true" />} />
          <span className="flex items-center gap-2">
            <Avatar name={t('周青', 'Zhou Qing')} size="tiny" />
            <span className="wide-only">{t('周青', 'Zhou Qing')}</span>
          </span>
        </>
      }
      rail={rail}
    >
      <ThreePane
        queue={<Queue />}
        conversation={<Conversation onPanel={() => setPanel(true)} onBack={() => setOpen(false)} />}
        panel={<ConsolePanel />}
        queueLabel={t('队列', 'Queue')}
        panelLabel={t('客户', 'Customer')}
        isOpen={open}
        panelShown={panel}
        onPanelClose={() => setPanel(false)}
      />
    </DeskFrame>
  );
}
