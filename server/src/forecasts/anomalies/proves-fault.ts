import type { Doubt } from '@ioc/shared/anomaly'
import type { Station } from '@ioc/shared/station'

/** What these measure is much the same over some kilometres. */
const SHARED = ['air', 'weather']

/**
 * Whether what no neighbour sees is the sensor's fault.
 *
 * Air and weather are shared: what no neighbour sees is not there. Water comes down a river, a jam or a blackout is one
 * place's own: there only a sensor that stands still proves anything, and not at 0, where a closed road stands too.
 */
export function provesFault(
  { kind: measures }: Pick<Station, 'kind'>,
  { kind, value }: Pick<Doubt, 'kind' | 'value'>,
): boolean {
  return SHARED.includes(measures) || (kind === 'flatline' && value !== 0)
}
