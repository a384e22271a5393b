import type { ReactElement } from 'react';

export const BrandMark = ({ size = 22 }: { size?: number }): ReactElement => (
  <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
    <path d="M12 2a10 10 0 1 0 10 10h-5.2A4.8 4.8 0 1 1 12 7.2z" fill="currentColor" />
    <rect x="14.2" y="2.4" width="7.4" height="7.4" rx="2" fill="currentColor" />
  </svg>
);

export const Brand = ({ size = 22 }: { size?: number }): ReactElement => (
  <span className="brand">
    <BrandMark size={size} />
    <span>OKPay</span>
  </span>
);
