// What the routes of the desk for finance are about, for the test that goes through them as everybody.
import { newId } from '#platform/ids';

const day = { id: 'bank-EUR-2026-12-02' };

export function financeObjects(proposalId: string) {
  const id = newId('bt');
  const decision = { id: proposalId, body: { decision: 'approve' } };
  return {
    lookUpOwner: { id, body: { query: '@anna' } },
    proposeBankMoney: { id, body: { parameters: { do: 'send_back' }, note: 'hello' } },
    decideBankMoney: decision,
    conflict: { id: newId('wd') },
    proposeConflictEnd: { id: newId('wd'), body: { outcome: 'paid', words: 0, note: 'hello' } },
    decideConflictEnd: decision,
    replayReport: { id: '1', body: {} },
    reconciliationDay: day,
    exportRailDay: day,
    closeRailDay: { ...day, body: {} },
    decideRailLines: decision,
    decideTariff: decision,
  };
}
