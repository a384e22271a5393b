import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { initialOf, maskName } from './names.ts';

const table: [name: string, masked: string, initial: string, what: string][] = [
  ['王小明', '王*明', '王', 'a Chinese name of three characters'],
  ['王明', '王*', '王', 'a Chinese name of two characters shows the surname only'],
  ['王', '王*', '王', 'a single character does not tell that it is all'],
  ['王小明月', '王*月', '王', 'the number of hidden characters is not told'],
  ['欧阳锋', '欧阳*', '欧', 'a compound surname stays whole'],
  ['歐陽小鋒', '歐陽*鋒', '歐', 'a compound surname in traditional script'],
  ['诸葛孔明', '诸葛*明', '诸', 'a compound surname and a given name of two'],
  ['司马', '司*', '司', 'two characters are a surname and a given name'],
  ['王 小明', '王*明', '王', 'a space inside a Chinese name changes nothing'],
  ['阿凡提·买买提', '阿*·买*', '阿', 'a name with a middle dot keeps its parts apart'],
  ['김민수', '김*수', '김', 'a Korean name'],
  ['山田太郎', '山*郎', '山', 'a Japanese name'],
  ['Anna Smith', 'A••• S.', 'A', 'a Latin name'],
  ['anna smith', 'A••• S.', 'A', 'small letters become capitals'],
  ['Anna Maria von Smith', 'A••• S.', 'A', 'middle names and particles are left out'],
  ['Madonna', 'M•••', 'M', 'a single Latin name'],
  ['A', 'A•••', 'A', 'a single letter does not tell that it is all'],
  ['Jean-Luc Picard', 'J••• P.', 'J', 'a hyphen is part of the first name'],
  ["O'Neil Brown", 'O••• B.', 'O', 'an apostrophe'],
  ['E\u0301lodie Durand', 'É••• D.', 'É', 'a combining accent stays with its letter'],
  ['ßeta Müller', 'S••• M.', 'S', 'a letter whose capital is two letters gives one'],
  ['Ольга Петрова', 'О••• П.', 'О', 'Cyrillic'],
  ['محمد علي', 'م••• ع.', 'م', 'Arabic, which has no capitals'],
  ['Anna 王', 'A••• 王', 'A', 'two scripts'],
  ['  Anna   Smith  ', 'A••• S.', 'A', 'spaces around and between'],
  ['👨‍👩‍👧‍👦 Anna Smith 🎉', 'A••• S.', 'A', 'emoji are not shown'],
  ['🎉', '•••', '?', 'nothing but an emoji'],
  ['', '•••', '?', 'an empty name'],
  ['𠮷野家', '𠮷*家', '𠮷', 'a character outside the basic plane is one character'],
  ['Maximiliana-Alexandrina Featherstonehaugh', 'M••• F.', 'M', 'a long name'],
];

describe('a name shown to others', () => {
  for (const [name, masked, initial, what] of table) {
    test(`${what}: ${name} is ${masked}, its glyph ${initial}`, () => {
      assert.equal(maskName(name), masked);
      assert.equal(initialOf(name), initial);
    });
  }
});
