/** From where somebody acts, as the request tells it. */
export type Client = {
  readonly ip: string;
  readonly userAgent: string;
  /** Token of the browser's device cookie; null when it has none. */
  readonly deviceToken: string | null;
};

/** In this order: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger\//, 'WeChat'],
  [/\bEdg(?:A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/HuaweiBrowser\//, 'Huawei Browser'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Headless)?Chrome\/|\bCriOS\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/HarmonyOS|OpenHarmony/, 'HarmonyOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Macintosh|Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];
const UNKNOWN = 'Unknown device';

const firstOf = (table: readonly (readonly [RegExp, string])[], text: string): string | undefined =>
  table.find(([pattern]) => pattern.test(text))?.[1];

/** `Chrome · Windows`: what a person recognises a device by. A header is no proof of anything. */
export function deviceName(userAgent: string): string {
  const text = userAgent.slice(0, 400);
  const browser = firstOf(BROWSERS, text);
  const system = firstOf(SYSTEMS, text);
  if (browser) return system ? `${browser} · ${system}` : browser;
  const product = /^([A-Za-z][\w.-]{0,30})(?:\/|$)/.exec(text)?.[1];
  return system ?? product ?? UNKNOWN;
}
