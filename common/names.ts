/** How a person's name is shown to others: enough to recognise somebody one knows, too little to learn somebody one does not. */

/** Chinese surnames of two characters, as they are written in simplified and in traditional script. */
const COMPOUND_SURNAMES = new Set(
  `欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 司徒 宇文 长孙 長孫 夏侯 端木 轩辕 軒轅 南宫 南宮
  独孤 獨孤 百里 东郭 東郭 呼延 澹台 澹臺 公冶 宗政 濮阳 濮陽 淳于 单于 單于 太叔 申屠 仲孙 仲孫 钟离 鐘離 鍾離 闾丘 閭丘 司空 司寇 亓官
  鲜于 鮮于 赫连 赫連 第五 拓跋 夹谷 夾谷 梁丘 左丘 东门 東門 西门 西門 南门 南門 段干 微生 羊舌 公羊 谷梁 穀梁 漆雕 乐正 樂正 宰父 巫马
  巫馬 公西 壤驷 壤駟 颛孙 顓孫 子车 子車 贺兰 賀蘭 纳兰 納蘭 完颜 完顏 呼延 万俟 萬俟 即墨 西陵`.split(
    /\s+/,
  ),
);

/** One part is hidden by one sign, however long it is: the length of a name helps to guess it. */
const HIDDEN_HAN = '*';
const HIDDEN = '•••';
/** Stands where a name has nothing that could be shown. */
const NO_INITIAL = '?';

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** Letters that nothing combines with: most names consist of them, and the segmenter takes fifty times as long. */
const PLAIN = /^[\u0020-\u007e\u4e00-\u9fff]*$/;
/** What a reader sees as single characters: an accent stays with its letter, an emoji family together. */
const graphemes = (text: string): string[] =>
  PLAIN.test(text) ? Array.from(text) : Array.from(segmenter.segment(text), ({ segment }) => segment);

/** Scripts in which a name is written without spaces, surname first. */
const isIdeographic = (text: string): boolean =>
  /^[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\u30fc]/u.test(text);
const isLetter = (grapheme: string): boolean => /^\p{L}/u.test(grapheme);

/** Words of a name that begin with a letter; signs and emoji say nothing about who somebody is. */
function wordsOf(name: string): string[][] {
  const words = name
    .normalize('NFC')
    .split(/[\s,]+/u)
    .map((word) => graphemes(word).filter(isLetter));
  return words.filter((word) => word.length > 0);
}

function surnameLength(letters: readonly string[]): number {
  return letters.length > 2 && COMPOUND_SURNAMES.has(letters.slice(0, 2).join('')) ? 2 : 1;
}

/** 王小明 → 王*明, 王明 → 王*, 欧阳小锋 → 欧阳*锋. */
function maskIdeographic(letters: readonly string[]): string {
  const surname = surnameLength(letters);
  const given = letters.slice(surname);
  return letters.slice(0, surname).join('') + HIDDEN_HAN + (given.length > 1 ? (given.at(-1) ?? '') : '');
}

/** First letter of a word as a capital, where its script has capitals. */
const capital = (word: readonly string[]): string => graphemes((word[0] ?? '').toUpperCase())[0] ?? '';

/** 王小明 → 王*明, Anna Smith → A••• S., Madonna → M•••. */
export function maskName(name: string): string {
  const words = wordsOf(name);
  const [first] = words;
  const last = words.at(-1);
  if (!first || !last) return HIDDEN;
  if (words.every((word) => isIdeographic(word[0] ?? ''))) {
    // 阿凡提·买买提: names brought over from other languages keep their parts apart.
    const parts = name
      .normalize('NFC')
      .split(/[·・‧•]/u)
      .map((part) => wordsOf(part).flat())
      .filter((part) => part.length > 0);
    return parts.length > 1
      ? parts.map((part) => `${part[0] ?? ''}${HIDDEN_HAN}`).join('·')
      : maskIdeographic(words.flat());
  }
  const start = `${capital(first)}${HIDDEN}`;
  if (words.length === 1) return start;
  const end = capital(last);
  return `${start} ${end}${isIdeographic(end) ? '' : '.'}`;
}

/** The letter for the round glyph: the first of a Chinese surname, else the first letter of the name as a capital. */
export function initialOf(name: string): string {
  const [first] = wordsOf(name);
  return first ? capital(first) : NO_INITIAL;
}
