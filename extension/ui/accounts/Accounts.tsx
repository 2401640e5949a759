/** The accounts screen. */
export function Accounts() {
  return <h1>Accounts</h1>;
}
