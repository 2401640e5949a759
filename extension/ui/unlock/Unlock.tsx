/** The unlock screen. */
export function Unlock() {
  return <h1>Unlock</h1>;
}
