/** What the onboarding screen says. */
export const onboarding = {} as const;
