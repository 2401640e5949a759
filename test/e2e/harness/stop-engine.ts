/** Stops the real engine's worker from outside, as the browser does when it wants its memory back. */
import type { BrowserContext } from 'playwright-core';

interface TargetInfo {
  readonly targetId: string;
  readonly type: string;
  readonly url: string;
}

/** Ends the shared worker through the browser's debugging protocol; waits until there is one, and until that one has ended. */
export async function stopEngine(context: BrowserContext): Promise<void> {
  const browser = context.browser();
  if (!browser) throw new Error('no browser');
  const session = await browser.newBrowserCDPSession();
  const gone = async (targetId: string): Promise<void> => {
    for (;;) {
      const { targetInfos } = (await session.send('Target.getTargets')) as { targetInfos: readonly TargetInfo[] };
      if (!targetInfos.some((target) => target.targetId === targetId)) return;
    }
  };
  try {
    for (;;) {
      const { targetInfos } = (await session.send('Target.getTargets')) as { targetInfos: readonly TargetInfo[] };
      const engine = targetInfos.find(
        ({ type, url }) => type === 'shared_worker' && url.startsWith('chrome-extension://'),
      );
      if (engine) {
        await session.send('Target.closeTarget', { targetId: engine.targetId });
        await gone(engine.targetId);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } finally {
    await session.detach();
  }
}
