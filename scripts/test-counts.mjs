// A reporter of node:test that writes only how many tests passed and failed, as JSON. A file whose tests are the parts of one
// (scripts/test.ts) is none itself, unless it failed without one of them.
export default async function* counts(events) {
  const counted = { passed: 0, failed: 0 };
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const { details, name, skip, todo } = data;
    if (details.type === 'suite' || skip !== undefined || todo !== undefined) continue;
    if (type === 'test:fail') counted.failed += details.error?.failureType === 'subtestsFailed' ? 0 : 1;
    else if (!name.endsWith('.test.ts')) counted.passed += 1;
  }
  yield JSON.stringify(counted);
}
