/** A number of things in words: "1 fill", "1,204 fills". `many` where it is more than an s. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString()} ${count === 1 ? one : many}`;
