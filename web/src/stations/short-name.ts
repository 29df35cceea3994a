import type { WireStation } from '@ioc/shared/wire'

/** What a station is called where its kind is said already: its attribute `shortName`, or its name. */
export function shortName({ name, attributes }: Pick<WireStation, 'name' | 'attributes'>): string {
  const short = attributes?.['shortName']
  return typeof short === 'string' && short !== '' ? short : name
}

/** Beside a short name: the river that a gauge stands at, which its commune does not tell, or the commune. */
export function shortPlace({ area, attributes }: WireStation, areaName: (area: string) => string): string {
  const river = attributes?.['river']
  return typeof river === 'string' && river !== '' ? river : areaName(area)
}
