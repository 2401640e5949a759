/** What every payload of Coinstore comes in: `{"code": 0, "message": "…", "data": …}`, the code a number or a text. */
import { z } from 'zod';

/** The envelope of a success around `data`; another code is a refusal, whose data is not read. */
export const envelope = <T extends z.ZodType>(data: T) => z.object({ code: z.literal('0', 'not-a-success'), data });
