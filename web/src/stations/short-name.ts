import type { WireStation } from '@ioc/shared/wire'

/** What a station is called where its kind is said already: its attribute `shortName`, or its name. */
export function shortName({ name, attributes }: Pick<WireStation, 'name' | 'attributes'>): string {
  const short = attributes?.['shortName']
  return typeof short === 'string' && short !== '' ? short : name
}
