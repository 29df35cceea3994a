import type { Area } from '@ioc/shared/station'

/** The same choice with the communes of every area it names, so that the province stands for all of its communes. */
export function withCommunes<T extends { areas?: string[] | undefined }>(choice: T, areas: readonly Area[]): T {
  const named = choice.areas
  if (!named) return choice
  const within = areas.filter(({ parent }) => parent !== null && named.includes(parent)).map(({ id }) => id)
  return { ...choice, areas: [...new Set([...named, ...within])] }
}
