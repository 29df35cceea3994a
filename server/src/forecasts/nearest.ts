import { KM_A_DEGREE, kmBetween } from '@ioc/shared/km-between'
import type { Station } from '@ioc/shared/station'

type Placed = Pick<Station, 'lon' | 'lat'>

/** The nearest `most` of `among` within `farthestKm`, nearest first. */
export function nearest<T extends Placed>(to: Placed, among: Iterable<T>, most: number, farthestKm: number): T[] {
  const near: { each: T; km: number }[] = []
  for (const each of among) {
    if (Math.abs(to.lat - each.lat) * KM_A_DEGREE > farthestKm) continue
    const km = kmBetween(to, each)
    if (km <= farthestKm) near.push({ each, km })
  }
  return near
    .sort((a, b) => a.km - b.km)
    .slice(0, most)
    .map(({ each }) => each)
}
