/**
 * One tokeniser for articles and for what people type. Chinese is cut into single characters and pairs, since dictionaries cut 充值,
 * 到账 and 转错账 where people do not; Latin words are kept whole in a plain form. Source: reference/support.md §5, measured.
 */
export type Token = { readonly text: string; readonly weight: number };

/** A pair of characters says far more than one of them. */
const PAIR_WEIGHT = 1;
const SINGLE_WEIGHT = 0.25;
const WORD_WEIGHT = 1;

/** Traditional forms that appear in questions about money and accounts, with the simplified ones that our articles use. */
const TRADITIONAL =
  '帳賬戶錢轉號碼驗證資銀額費過還這們個實為麼嗎會員開關閉備導進發後來對錯誤買賣單據幾時間點擊輸確認鎖臺與從無應該請問電話郵簡訊頁網絡綁儲現處達紀錄憑換繫聯機構壞給讓當見張裡裏邊頭條總結審復複詐騙異說種類術讀寫語選擇歷臨緊幫鏈鍵盤顯隱遺棄舊損丟雙億萬兩餘剛沒嘗試斷線連級國報價滿強凍銷賠債頻獲訴態難覺歸屬賺賭辦項預訂續繼聽';
const SIMPLIFIED =
  '账账户钱转号码验证资银额费过还这们个实为么吗会员开关闭备导进发后来对错误买卖单据几时间点击输确认锁台与从无应该请问电话邮简讯页网络绑储现处达纪录凭换系联机构坏给让当见张里里边头条总结审复复诈骗异说种类术读写语选择历临紧帮链键盘显隐遗弃旧损丢双亿万两余刚没尝试断线连级国报价满强冻销赔债频获诉态难觉归属赚赌办项预订续继听';
const SIMPLE = new Map([...TRADITIONAL].map((letter, at) => [letter, [...SIMPLIFIED][at] ?? letter]));

export const simplified = (text: string): string =>
  [...text].map((letter) => SIMPLE.get(letter) ?? letter).join('');

/** Words that stand in every question and mean nothing for finding an answer. */
const STOP_WORDS = new Set(
  'a an and are as at be been but by can cannot could did do does for from had has have how i if in is it its me my no not of on or our please so than that the their them then there they this to us was we were what when where which who why will with would you your am im ive dont cant didnt doesnt wont isnt get got just still any some'.split(
    ' ',
  ),
);
const STOP_CHARACTERS = new Set('的了吗呢啊吧我你您是在有和就也都很还把被给让要会可以怎么为什什么办到这那个');

/** A word without its usual English endings, so that "paying", "payments" and "pay" meet. */
export function stem(word: string): string {
  if (word.length <= 3) return word;
  const plain = word
    .replace(/(?:ies)$/, 'y')
    .replace(/(?:sses)$/, 'ss')
    .replace(/([^s])s$/, '$1');
  const cut = plain.length > 5 ? plain.replace(/(?:ments?|ing|edly|ed|ly|tion)$/, '') : plain;
  const root = cut.length >= 3 ? cut : plain;
  // "stopped" → "stopp" → "stop", "charge" and "charging" → "charg".
  return root.replace(/([bdgmnprt])\1$/, '$1').replace(/(?<=[a-z]{3})e$/, '');
}

/** Cuts a text into what it can be found by. */
export function tokensOf(text: string): Token[] {
  const plain = simplified(text.normalize('NFKC').toLowerCase());
  return [...plain.matchAll(/\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}_@'’])+/gu)].flatMap(([run]) =>
    /^\p{Script=Han}/u.test(run) ? hanTokens([...run]) : wordTokens(run),
  );
}

function hanTokens(letters: readonly string[]): Token[] {
  const singles = letters
    .filter((letter) => !STOP_CHARACTERS.has(letter))
    .map((text) => ({ text, weight: SINGLE_WEIGHT }));
  const pairs = letters.slice(1).flatMap((letter, at) => {
    const before = letters[at] ?? '';
    return STOP_CHARACTERS.has(letter) && STOP_CHARACTERS.has(before)
      ? []
      : [{ text: before + letter, weight: PAIR_WEIGHT }];
  });
  return [...singles, ...pairs];
}

function wordTokens(run: string): Token[] {
  const word = run.replaceAll(/['’_@]/g, '');
  if (word === '' || STOP_WORDS.has(word)) return [];
  return [{ text: stem(word), weight: WORD_WEIGHT }];
}
