/**
 * What is known of a list, newest first, once its newest have been read again: what is older than those stays, unless
 * there may be more between.
 */
export function withNewest<T extends { id: string }>(held: readonly T[], newest: readonly T[], page: number): T[] {
  const last = Number(newest.at(-1)?.id ?? 0)
  const isGap = newest.length === page && held.length > 0 && Number(held[0]?.id) < last
  return isGap || newest.length < page ? [...newest] : [...newest, ...held.filter(({ id }) => Number(id) < last)]
}
