import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { classes } from './as.ts';

export type MenuItem = {
  key: string;
  label: ReactNode;
  icon?: ReactElement | undefined;
  danger?: boolean | undefined;
  disabled?: boolean | undefined;
  onPress: () => void;
};

/** What does not deserve a button of its own. `trigger` is a button element, usually an IconButton with Ellipsis. */
export function Menu({
  trigger,
  items,
}: {
  trigger: ReactElement;
  items: readonly MenuItem[];
}): ReactElement {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align="end" sideOffset={6} collisionPadding={8} className="z-40 outline-none">
          <Base.Popup className="menu">
            {items.map(({ key, label, icon, danger, disabled, onPress }) => (
              <Base.Item
                key={key}
                className={classes(danger && 'danger')}
                disabled={disabled}
                onClick={onPress}
              >
                {icon}
                {label}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
