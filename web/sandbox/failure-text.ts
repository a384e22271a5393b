import * as m from '#messages';
import { problemIn } from '#web/call.ts';

/** The server's own sentence, or that none came. */
export const failureText = (error: unknown): string => problemIn(error)?.detail || m.common_no_answer();
