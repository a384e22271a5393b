// docs/CONFIGURATION.md is written from the declarations of the settings; `npm run configuration` writes it, a test keeps it fresh.
import fs from 'node:fs';
import { join } from 'node:path';
import { type Setting, SETTINGS } from '#platform/settings';

export const CONFIGURATION_FILE = join(import.meta.dirname, '../docs/CONFIGURATION.md');

const HEAD = `# Configuration

<!-- Generated from server/platform/settings.ts by \`npm run configuration\`. -->

Settings come from the environment and are read once, at the start. What is missing or wrong is named, all of it at once, and nothing
starts. A name that begins with \`OKPAY_\` and is not in this table is refused too, since it may be a misspelt one. An empty value is none.

A sandbox needs none of them: \`npm start\` brings simulators and sets the rest. Live mode needs those marked **live**, and https: either
\`TLS_CERT_FILE\` with \`TLS_KEY_FILE\`, or \`TRUSTED_PROXY\`. Secrets (🔒) are never logged and never told back.

| setting | default | what it is |
|---|---|---|
`;

/** The whole document. */
export function configurationText(): string {
  const rows = Object.values<Setting>(SETTINGS).map(
    (setting) => `| ${nameOf(setting)} | ${defaultOf(setting)} | ${setting.about.replaceAll('|', '\\|')} |\n`,
  );
  return HEAD + rows.join('');
}

const nameOf = ({ env, secret, live }: Setting): string =>
  `\`${env}\`${secret ? ' 🔒' : ''}${live ? ' **live**' : ''}`;

function defaultOf({ fallback, simulated, live }: Setting): string {
  if (simulated) return 'sandbox: the simulator';
  if (fallback === undefined) return '';
  return live ? `sandbox: \`${fallback}\`` : `\`${fallback}\``;
}

if (import.meta.main) fs.writeFileSync(CONFIGURATION_FILE, configurationText());
