import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dailyXml, publishedDay } from '../../../simulators/rates/daily.ts';
import { readEcb } from './read-ecb.ts';

const day = (cubes: string, time = "time='2026-11-27'"): string =>
  `<?xml version="1.0"?><gesmes:Envelope xmlns:gesmes="urn:g" xmlns="urn:e"><Cube><Cube ${time}>${cubes}</Cube></Cube></gesmes:Envelope>`;
const codeOf = (xml: string): string => {
  const read = readEcb(xml);
  return read.ok ? 'read' : read.error.code;
};

test('a day of rates is read exactly, currencies that we do not have are passed over', () => {
  const read = readEcb(
    day(
      "<Cube currency='USD' rate='1.0821'/><Cube currency='NOK' rate='11.2'/><Cube currency='JPY' rate='176'/>",
    ),
  );
  assert.deepEqual(read, {
    ok: true,
    value: {
      day: '2026-11-27',
      rates: {
        EUR: { mantissa: 1n, scale: 0 },
        USD: { mantissa: 10_821n, scale: 4 },
        JPY: { mantissa: 176n, scale: 0 },
      },
    },
  });
});

const BAD = [
  ['a file that was cut off', day("<Cube currency='USD' rate='1.1'/>").slice(0, 120), 'not_xml'],
  ['something else', 'Service unavailable', 'not_xml'],
  ['an entity of its own', `<!DOCTYPE x [<!ENTITY a "1">]>${day('')}`, 'has_dtd'],
  ['no day', day("<Cube currency='USD' rate='1.1'/>", ''), 'no_day'],
  ['a day that is none', day("<Cube currency='USD' rate='1.1'/>", "time='today'"), 'no_day'],
  ['two days', day("<Cube time='2026-11-26'/><Cube currency='USD' rate='1.1'/>"), 'two_days'],
  ['no rates', day(''), 'no_rates'],
  ['a rate of zero', day("<Cube currency='USD' rate='0.000'/>"), 'rate_not_usable'],
  ['a rate below zero', day("<Cube currency='USD' rate='-1.1'/>"), 'rate_not_usable'],
  ['a rate in words of a computer', day("<Cube currency='USD' rate='1e3'/>"), 'rate_not_usable'],
  [
    'the same currency twice',
    day("<Cube currency='USD' rate='1.1'/><Cube currency='USD' rate='9.9'/>"),
    'rate_not_usable',
  ],
  ['a euro that is not one', day("<Cube currency='EUR' rate='2'/>"), 'rate_not_usable'],
] as const;
for (const [what, xml, code] of BAD)
  test(`${what} is refused as a whole`, () => {
    assert.equal(codeOf(xml), code);
  });

test('the simulated bank publishes on working days, in the afternoon, in a form that is read', () => {
  assert.equal(
    publishedDay(Date.parse('2026-11-30T14:59:00Z')),
    '2026-11-27',
    'Monday before its hour: Friday’s',
  );
  assert.equal(publishedDay(Date.parse('2026-11-30T15:01:00Z')), '2026-11-30');
  assert.equal(publishedDay(Date.parse('2026-12-06T20:00:00Z')), '2026-12-04', 'Sunday: Friday’s');
  const read = readEcb(dailyXml('2026-11-30'));
  assert.ok(read.ok);
  assert.equal(Object.keys(read.value.rates).length, 7);
});
