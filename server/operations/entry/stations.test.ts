import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OPERATION_STATES, TOP_UP_STATES } from '#common/api/entry-kinds';
import { stationsOf, type Whereabouts } from './stations.ts';

const card = { kind: 'card', name: 'Visa', detail: '•••• 4242' } as const;
const at = (state: Whereabouts['state'], more: Partial<Whereabouts> = {}): string =>
  stationsOf({
    state,
    direction: 'in',
    counterparty: card,
    exchanged: null,
    delayed: 'none',
    reachedOutside: true,
    ...more,
  })
    .map(({ place, status }) => `${place}:${status}`)
    .join(' ');

test('every state has a track of two to four stations, and money is at one of them or its place is unsure', () => {
  for (const state of OPERATION_STATES) {
    for (const direction of ['in', 'out'] as const) {
      const stations = stationsOf({
        state,
        direction,
        counterparty: card,
        exchanged: null,
        delayed: 'none',
        reachedOutside: true,
      });
      assert.ok(stations.length >= 2 && stations.length <= 4, state);
      assert.equal(
        stations.filter(({ status }) => status === 'here' || status === 'unsure').length,
        1,
        `${state} ${direction}`,
      );
    }
  }
});

test('the track of a top-up tells where the money is', () => {
  assert.equal(at('settled'), 'card:passed card_network:passed your_balance:here');
  assert.equal(
    at('settled', { delayed: 'part' }),
    'card:passed card_network:passed delayed:here your_balance:here',
  );
  assert.equal(
    at('settled', { delayed: 'all' }),
    'card:passed card_network:passed delayed:here your_balance:ahead',
  );
  assert.equal(at('checking'), 'card:passed card_network:unsure your_balance:ahead');
  assert.equal(at('failed'), 'card:here card_network:refused your_balance:ahead');
  assert.equal(at('failed', { reachedOutside: false }), 'card:here okpay:refused your_balance:ahead');
  assert.equal(at('charged_back'), 'card:here card_network:came_back your_balance:came_back');
});

test('payer and payee see the same payment from their own side', () => {
  const person = { kind: 'person', name: '王*明', detail: null } as const;
  assert.equal(at('completed', { direction: 'out', counterparty: person }), 'your_balance:passed payee:here');
  assert.equal(at('completed', { direction: 'in', counterparty: person }), 'payer:passed your_balance:here');
  assert.equal(at('failed', { direction: 'out', counterparty: person }), 'your_balance:here payee:refused');
});

test('an exchange goes from one balance into the other at once, or stays where it was', () => {
  const exchanged = { from: 'CNY', to: 'USD' } as const;
  assert.equal(at('completed', { direction: 'out', exchanged }), 'your_balance:passed your_balance:here');
  assert.equal(at('failed', { direction: 'out', exchanged }), 'your_balance:here your_balance:refused');
});

test('the track of a top-up from an e-wallet names it, and never a card', () => {
  for (const state of TOP_UP_STATES) {
    const stations = stationsOf({
      state,
      direction: 'in',
      counterparty: { kind: 'ewallet', name: 'Sandpay', detail: null },
      exchanged: null,
      delayed: 'none',
      reachedOutside: true,
    });
    const places = stations.map(({ place }) => place);
    assert.equal(places[0], 'ewallet');
    assert.ok(!places.includes('card') && !places.includes('card_network'), `${state}: ${places.join(' ')}`);
  }
});
