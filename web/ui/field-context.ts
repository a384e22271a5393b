import { createContext, useContext, useId } from 'react';

export type FieldLink = { id: string; describedBy: string | undefined; invalid: boolean; required: boolean };
export const FieldContext = createContext<FieldLink | null>(null);

/** What ties an input to the label, hint and error around it. An input without a Field gets an id of its own. */
export function useField(): FieldLink {
  const own = useId();
  return useContext(FieldContext) ?? { id: own, describedBy: undefined, invalid: false, required: false };
}

/** The attributes of the input itself. */
export const inputProps = ({ id, describedBy, invalid, required }: FieldLink) => ({
  id,
  'aria-describedby': describedBy,
  'aria-invalid': invalid || undefined,
  'aria-required': required || undefined,
});
