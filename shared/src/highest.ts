/** The one with the highest value, the first of several; null of none. */
export function highest<T extends { value: number }>(all: readonly T[]): T | null {
  return all.reduce<T | null>((top, each) => (top === null || each.value > top.value ? each : top), null)
}
