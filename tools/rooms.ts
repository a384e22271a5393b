// The table of rooms: who may import whom. HOUSE-wide truth for the tidy test and for .oxlintrc.json; ARCHITECTURE.md explains it.

const BASE = ['common', 'platform'];

/** A room may call the rooms named here, and by their front door only. News goes the other way as events. */
export const MAY_IMPORT: Record<string, readonly string[]> = {
  // Pure: itself, zod, and the compiled words.
  common: ['messages'],
  web: ['common', 'messages', 'ui', 'web'],
  platform: ['common'],
  connectors: BASE,
  ledger: BASE,
  operations: [...BASE, 'ledger'],
  // Cases stand low and know no money: subjects and evidence are handed to them.
  cases: BASE,
  risk: [...BASE, 'ledger', 'operations', 'cases'],
  identity: [...BASE, 'ledger', 'operations', 'cases', 'risk'],
  wallet: [...BASE, 'connectors', 'ledger', 'operations', 'cases', 'risk', 'identity'],
  // Support reads money through operations and wallet, and never moves it itself.
  support: [...BASE, 'connectors', 'operations', 'cases', 'risk', 'identity', 'wallet', 'messages'],
  notifications: [...BASE, 'connectors', 'identity', 'messages'],
  sandbox: [...BASE, 'identity', 'messages'],
  // Processes of their own, which could be another company's: they know nothing of the house.
  simulators: [],
};

/** The files that know every room: they wire, and decide nothing. */
export const isWiring = (file: string): boolean =>
  /^server\/(main|cli)\.ts$/.test(file) || file.startsWith('server/wiring/');

/** Folders whose files may import anything: they are outside of the product that runs. */
const OUTSIDE = new Set(['scripts', 'tools', 'test', 'bench', 'chaos']);

/** `server/wallet/top-up/store.ts` → wallet, `web/customer/app.tsx` → web. */
export function roomOf(file: string): string {
  const [top = '', second = ''] = file.split('/');
  return top === 'server' ? second : top;
}

/** Whether the tables know where this file lies; a new folder is a decision. */
export const isKnown = (file: string): boolean =>
  isWiring(file) || isOutside(file) || roomOf(file) in MAY_IMPORT;

export const isOutside = (file: string): boolean => OUTSIDE.has(file.split('/')[0] ?? '');

/** Rooms with tables; each owns the PostgreSQL schema of its name. */
export const SCHEMAS = [
  'platform',
  'ledger',
  'operations',
  'cases',
  'risk',
  'identity',
  'wallet',
  'merchants',
  'support',
  'notifications',
] as const;

/** The override of .oxlintrc.json that shows a wrong import while it is typed. The tidy test finds it again in a commit. */
export function lintOverride(room: string): { files: string[]; rules: Record<string, unknown> } {
  const names = (MAY_IMPORT[room] ?? []).filter((name) => name !== 'web');
  const own = room === 'web' ? ['web'] : [];
  const open = [...names, ...own].flatMap((name) => [`!#${name}`, `!#${name}/**`]);
  // A room's own tests may stand on what the room itself may not.
  const folder = room in { common: 1, web: 1, simulators: 1 } ? room : `server/${room}`;
  const door = folder.startsWith('server/') && room !== 'platform' ? [`!#${room}`] : [];
  const message = `${room} may import only ${names.length > 0 ? names.map((name) => `#${name}`).join(', ') : 'itself'}`;
  return {
    files: [`${folder}/**`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [
                '#*',
                '#*/**',
                ...open,
                ...door,
                ...(room === 'common' || room === 'platform' ? [`!#${room}/**`] : []),
              ],
              message,
            },
          ],
        },
      ],
    },
  };
}
