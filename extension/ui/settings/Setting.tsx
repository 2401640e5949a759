/** One setting: what it is and what it does on the left, its control on the right or, where there is a form, below. */
import type { ReactNode } from 'react';
import classes from './Settings.module.css';

export interface SettingProps {
  readonly name: string;
  readonly hint?: string;
  /** The id of the control that `name` labels, where it is a single one. */
  readonly htmlFor?: string;
  readonly control?: ReactNode;
  readonly children?: ReactNode;
}

export function Setting({ name, hint, htmlFor, control, children }: SettingProps) {
  return (
    <div className={classes.setting}>
      <div className={classes.line}>
        <div className={classes.about}>
          {htmlFor === undefined ? (
            <h3 className={classes.name}>{name}</h3>
          ) : (
            <label className={classes.name} htmlFor={htmlFor}>
              {name}
            </label>
          )}
          {hint === undefined ? null : (
            <p className={classes.hint} id={htmlFor === undefined ? undefined : `${htmlFor}-hint`}>
              {hint}
            </p>
          )}
        </div>
        {control}
      </div>
      {children}
    </div>
  );
}
