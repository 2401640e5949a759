/** What every payload of Bitget comes in: `{"code":"00000","msg":"success","requestTime":…,"data":…}`. */
import { z } from 'zod';

/** The code of success; every other one is a refusal, whatever the HTTP status. */
export const successCode = '00000';

/** `data` inside a success; some replies write `message` for `msg`, so neither is asked for. */
export const enveloped = <T extends z.ZodType>(data: T) => z.object({ code: z.literal(successCode), data });
