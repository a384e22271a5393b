// A reporter of node:test that writes only how many tests passed and failed, as JSON.
export default async function* counts(events) {
  for await (const { type, data } of events) {
    if (type === 'test:summary' && data.file === undefined) yield JSON.stringify(data.counts);
  }
}
