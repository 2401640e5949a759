/**
 * Deletes a whole database without opening it. Apart from the store, so that a page that only tidies up carries none of it.
 */

/**
 * Deletes the database of this name where there is one; gives whether none is left. It waits for whoever has it open, and who
 * has it open closes it when asked. What the browser refuses to delete is left for the next attempt.
 */
export async function removeDatabase(name: string, factory: IDBFactory): Promise<boolean> {
  const stored = await factory.databases().catch(() => null);
  if (stored !== null && !stored.some((database) => database.name === name)) return true;
  return new Promise((resolve) => {
    const request = factory.deleteDatabase(name);
    request.onsuccess = () => resolve(true);
    request.onerror = () => resolve(false);
  });
}
