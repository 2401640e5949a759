/** The accounts screens: the list, the form for a new one, and a page for each. */
import { Route, Switch } from 'wouter';
import { DoctorPage } from '../doctor/DoctorPage';
import { routes } from '../routes';
import { AccountList } from './AccountList';
import { AccountPage } from './AccountPage';
import { AddAccount } from './AddAccount';

export function Accounts() {
  return (
    <Switch>
      <Route path={routes.accounts} component={AccountList} />
      <Route path={routes.addAccount} component={AddAccount} />
      <Route path="/accounts/:id/doctor">{({ id }) => <DoctorPage key={id} accountId={id} />}</Route>
      <Route path="/accounts/:id">{({ id }) => <AccountPage key={id} accountId={id} />}</Route>
    </Switch>
  );
}
