/** What is said outside the pages, by the browser's own notifications. */
export const notifications = {
  lookBack: {
    title: (daysLeft: number) =>
      daysLeft === 0
        ? 'Fills may already be lost'
        : daysLeft === 1
          ? 'Fills are lost from tomorrow'
          : 'Fills are about to be lost',
    message: (date: string, daysLeft: number) =>
      daysLeft === 0
        ? `An exchange keeps fills for a limited time only, and they were due to be read by ${date}. Open Fillbook now, so that it reads what is still there.`
        : `An exchange keeps fills for a limited time only. Open Fillbook before ${date}, so that it reads what happened since the last import.`,
  },
} as const;
